import { type ChildProcess, spawn } from "node:child_process";
import { Agent, request } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { ended } from "./haproxy";

/** What serves in a cluster, as pods would: a process of its own that answers with the cluster's name. */
export interface DataPlane {
  /** Ends it as a power failure does, and waits until it is gone. */
  kill(): Promise<void>;
  /** Stops it without closing anything. */
  freeze(): void;
  thaw(): void;
}

const program = `
  const [address, port, name] = process.argv.slice(1);
  const server = require("node:http").createServer((request, response) => {
    request.resume();
    response.setHeader("x-cluster", name);
    response.end(name);
  });
  server.keepAliveTimeout = 60_000;
  server.listen({ host: address, port: Number(port) }, () => process.stdout.write("ready"));
`;

/** Serves on one address; resolves once it does. */
export async function startDataPlane(at: {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}): Promise<DataPlane> {
  const words = ["-e", program, at.address, String(at.port), at.name];
  const server: ChildProcess = spawn(process.execPath, words, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (server.stdout === null) throw new Error("there is no output to wait for");
  await once(server.stdout, "data");
  return {
    kill: () => ended(server, "SIGKILL"),
    freeze: () => void server.kill("SIGSTOP"),
    thaw: () => void server.kill("SIGCONT"),
  };
}

/** Where requests go. */
export interface Front {
  /** @default "127.0.0.1" */
  readonly address?: string;
  readonly port: number;
  readonly host: string;
  readonly path?: string;
  readonly method?: string;
  /** The authority of its certificate; absent for HTTP. */
  readonly authority?: string;
  readonly cookie?: string;
  /**
   * Whether a GET is sent once more that was on its way over an open connection which ended without an answer, as
   * browsers do; HAProxy counts on it. Source: RFC 9110, 9.2.2. @default false
   */
  readonly repeats?: boolean;
}

/** What came of requests. */
export interface Traffic {
  readonly total: number;
  /** What failed and why; nobody repeats a request. */
  readonly failed: readonly string[];
  readonly byCluster: Readonly<Record<string, number>>;
  readonly worstMs: number;
}

/** One answer. */
export interface Answer {
  readonly status: number;
  readonly cluster: string;
  readonly location: string | undefined;
  readonly cookie: string | undefined;
}

/** Sends one request. */
export function send(front: Front, agent?: Agent | TlsAgent): Promise<Answer> {
  const { address = "127.0.0.1", port, host, path = "/", method = "GET" } = front;
  const { authority, cookie, repeats = false } = front;
  const headers = { host, ...(cookie === undefined ? {} : { cookie }) };
  const about = { host: address, port, path, method, headers, timeout: 20_000 };
  return new Promise((resolve, reject) => {
    const sent =
      authority === undefined
        ? request({ ...about, agent: agent })
        : tlsRequest({ ...about, ca: authority, servername: host, agent: agent as TlsAgent });
    sent.on("response", (response) => {
      response.resume();
      response.on("error", reject);
      response.on("end", () => {
        const { location, "x-cluster": cluster, "set-cookie": cookies } = response.headers;
        resolve({
          status: response.statusCode ?? 0,
          cluster: String(cluster ?? ""),
          location,
          cookie: cookies?.[0]?.split(";")[0],
        });
      });
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer within 20 s")));
    sent.on("error", (error: NodeJS.ErrnoException) => {
      if (repeats && sent.reusedSocket && error.code === "ECONNRESET") {
        send({ ...front, repeats: false }).then(resolve, reject);
      } else reject(error);
    });
    sent.end();
  });
}

/** Sends requests one after another, and counts who answered. */
export async function distribution(front: Front, total: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let sent = 0; sent < total; sent += 1) {
    const { status, cluster } = await send(front);
    const key = status === 200 ? cluster : String(status);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** How much is sent while something happens. */
export interface Load extends Front {
  readonly perSecond: number;
  /** Connections that stay open; each request takes one of them, most of the time they are idle. */
  readonly connections: number;
}

/** Sends requests at a steady rate, whatever the answers do, until the body has ended. */
export async function underLoad(load: Load, body: () => Promise<void>): Promise<Traffic> {
  const { perSecond, connections } = load;
  // The one that was idle for longest is taken next, so that all of them are used and mostly idle.
  const options = { keepAlive: true, maxSockets: connections, scheduling: "fifo" } as const;
  const agent = load.authority === undefined ? new Agent(options) : new TlsAgent(options);
  const failed: string[] = [];
  const byCluster: Record<string, number> = {};
  const pending: Promise<void>[] = [];
  let worstMs = 0;
  const end = new AbortController();
  const one = async (): Promise<void> => {
    const begun = performance.now();
    try {
      const { status, cluster } = await send(load, agent);
      if (status === 200) byCluster[cluster] = (byCluster[cluster] ?? 0) + 1;
      else failed.push(String(status));
    } catch (error) {
      failed.push(String(error));
    }
    worstMs = Math.max(worstMs, performance.now() - begun);
  };
  const sending = (async () => {
    // All connections are opened at once.
    for (let opened = 0; opened < connections; opened += 1) pending.push(one());
    while (!end.signal.aborted) {
      pending.push(one());
      await pause(1000 / perSecond);
    }
  })();
  try {
    await body();
  } finally {
    end.abort();
    await sending;
    await Promise.all(pending);
    agent.destroy();
  }
  return { total: pending.length, failed, byCluster, worstMs };
}
