import { createServer, request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import type { AddressInfo } from "node:net";
import { stringify } from "yaml";
import { type Cluster, parseKubeconfig } from "../fleet";

/** A call that went through to the API server. */
export interface ProxiedCall {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** A way to a cluster's API server that sees every call and can end after some of them. */
export interface ApiProxy {
  /** A kubeconfig of the cluster's administrator that goes through the proxy. */
  readonly kubeconfig: string;
  readonly calls: ProxiedCall[];
  /** From now on lets so many more changes of objects through, then drops every connection. */
  dropAfter(writes: number): void;
  /** Does something when so many changes of objects are made; the answer to the last is lost. */
  afterWrites(writes: number, action: () => void): void;
  /** Does something just before the next change of an object goes through. */
  beforeNextWrite(action: () => Promise<unknown>): void;
  /** Lets everything through again. */
  heal(): void;
  stop(): Promise<void>;
}

/** Reviews are sent with POST and change nothing. */
function isWrite({ method, path }: { method: string; path: string }): boolean {
  // A dry run asks and writes nothing.
  return method !== "GET" && !path.includes("reviews") && !path.includes("dryRun=All");
}

/** Opens an `http://` way to a cluster. */
export async function openApiProxy(cluster: Cluster): Promise<ApiProxy> {
  const access = parseKubeconfig(cluster.kubeconfig);
  const calls: ProxiedCall[] = [];
  let left = Infinity;
  let before: (() => Promise<unknown>) | undefined;
  let last: { left: number; readonly action: () => void } | undefined;
  const server = createServer((incoming, outgoing) => {
    const method = incoming.method ?? "";
    const path = incoming.url ?? "";
    if (left === 0) {
      incoming.socket.destroy();
      return;
    }
    const isChange = isWrite({ method, path });
    if (isChange) left -= 1;
    const first = isChange ? before : undefined;
    if (isChange) before = undefined;
    const url = new URL(path, access.server);
    const forward = url.protocol === "http:" ? requestPlain : requestTls;
    const message = forward(
      url,
      { method, ca: access.certificates, agent: false, headers: incoming.headers },
      (answer) => {
        calls.push({ method, path, status: answer.statusCode ?? 0 });
        if (isChange && last !== undefined && (last.left -= 1) <= 0) {
          last.action();
          incoming.socket.destroy();
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(outgoing);
      },
    );
    message.on("error", () => incoming.socket.destroy());
    if (first === undefined) incoming.pipe(message);
    else void first().finally(() => incoming.pipe(message));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    kubeconfig: stringify({
      clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${port}` } }],
      users: [{ name: "u", user: { token: access.token } }],
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      "current-context": "c",
    }),
    calls,
    beforeNextWrite: (action) => {
      before = action;
    },
    afterWrites: (writes, action) => {
      last = { left: writes, action };
    },
    dropAfter: (writes) => {
      left = writes;
    },
    heal: () => {
      left = Infinity;
      last = undefined;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
