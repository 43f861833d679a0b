import * as pulumi from "@pulumi/pulumi";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { AskableCluster } from "../../provider/observe/askClusters";

/** A server that answers the paths it is given, and the cluster that leads to it. */
export interface AskedCluster {
  readonly cluster: AskableCluster;
  readonly close: () => Promise<void>;
}

/** Answers by path without query; 404 for any other, and nothing at all for `undefined`. */
export async function askedCluster(
  name: string,
  answers: Readonly<Record<string, object | string | undefined>>,
): Promise<AskedCluster> {
  const server = createServer((request, response) => {
    const path = (request.url ?? "").replace(/\?.*$/, "");
    const isKnown = Object.hasOwn(answers, path);
    const answer = answers[path];
    if (isKnown && answer === undefined) return;
    response.writeHead(isKnown ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { kind: "Status", message: "not found" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    cluster: { name, memberKubeconfig: pulumi.secret(kubeconfigTo(`http://127.0.0.1:${port}`)) },
    close: () => closeServer(server),
  };
}

function kubeconfigTo(server: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server } }],
    users: [{ name: "u", user: { token: "t" } }],
  });
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
