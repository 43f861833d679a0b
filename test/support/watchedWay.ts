import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { stringify } from "yaml";
import { type Cluster, parseKubeconfig } from "../fleet";
import { makeCertificates } from "./faultyServer";

/** A call on its way to an API server. */
export interface WayCall {
  readonly method: string;
  /** With its query. */
  readonly path: string;
}

/** What comes back. */
export interface WayAnswer {
  readonly status: number;
  readonly body: string;
}

/** Answers a call, itself or by sending it on; undefined for a connection that just ends. */
export type WayRule = (
  call: WayCall,
  sendOn: () => Promise<WayAnswer>,
) => Promise<WayAnswer | undefined>;

/** A way to a cluster, over TLS, that sees every call and may answer it otherwise. */
export interface WatchedWay {
  /** The kubeconfig of the cluster's administrator by this way. */
  readonly kubeconfig: string;
  /** What happens to calls from now on; undefined sends them on. */
  rule: WayRule | undefined;
  stop(): Promise<void>;
}

/** Opens a way to a cluster. */
export async function openWatchedWay(cluster: Cluster): Promise<WatchedWay> {
  const access = parseKubeconfig(cluster.kubeconfig);
  const { key, valid, authority } = makeCertificates();
  const server = createServer({ key, cert: valid }, (incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      const call = { method: incoming.method ?? "", path: incoming.url ?? "" };
      const sendOn = () =>
        new Promise<WayAnswer>((resolve, reject) => {
          const { host, ...headers } = incoming.headers;
          const options = {
            method: call.method,
            headers: { ...headers, "accept-encoding": "identity" },
            ca: access.certificates,
            agent: false,
          } as const;
          const message = request(new URL(call.path, access.server), options, (answer) => {
            const body: Buffer[] = [];
            answer.on("data", (part: Buffer) => body.push(part));
            answer.on("end", () => {
              outgoing.setHeader("content-type", answer.headers["content-type"] ?? "text/plain");
              resolve({
                status: answer.statusCode ?? 0,
                body: Buffer.concat(body).toString("latin1"),
              });
            });
          });
          message.on("error", reject).end(Buffer.concat(parts));
        });
      const answered = way.rule === undefined ? sendOn() : way.rule(call, sendOn);
      answered.then(
        (answer) => {
          if (answer === undefined) incoming.socket.destroy();
          else outgoing.writeHead(answer.status).end(Buffer.from(answer.body, "latin1"));
        },
        () => incoming.socket.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const way: WatchedWay = {
    kubeconfig: stringify({
      clusters: [
        {
          name: "c",
          cluster: {
            server: `https://127.0.0.1:${port}`,
            "certificate-authority-data": Buffer.from(authority).toString("base64"),
          },
        },
      ],
      users: [{ name: "u", user: { token: access.token } }],
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      "current-context": "c",
    }),
    rule: undefined,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return way;
}

/** Whether a call writes, and is no dry run. */
export function isWrite({ method, path }: WayCall): boolean {
  return method !== "GET" && !path.includes("dryRun") && !path.includes("reviews");
}
