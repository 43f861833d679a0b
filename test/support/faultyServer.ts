import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpsServer } from "node:https";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pickPort } from "../fleet/port";

/** What a way to an API server can do. */
export type Fault =
  "none" | "refused" | "black hole" | "503" | "expired certificate" | "portal" | "403";

/** A way to an API server, on a port of its own, that can break. */
export interface FaultyServer {
  readonly port: number;
  /** Ends its connections and behaves in another way from now on. */
  readonly become: (fault: Fault) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A certificate authority of the tests, and what it signed for 127.0.0.1. */
export interface TestCertificates {
  readonly authority: string;
  readonly key: string;
  readonly valid: string;
  readonly expired: string;
}

/** Makes certificates with OpenSSL, one of them expired since yesterday. */
export function makeCertificates(): TestCertificates {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-certificates-"));
  const openssl = (...words: string[]) =>
    execFileSync("openssl", words, { cwd: directory, stdio: ["ignore", "ignore", "ignore"] });
  const read = (name: string) => readFileSync(join(directory, name), "utf8");
  try {
    const newKey = ["-newkey", "rsa:2048", "-nodes"];
    openssl("req", "-x509", ...newKey, ..."-keyout ca.key -out ca.pem -subj /CN=drill".split(" "));
    openssl("req", ...newKey, ..."-keyout s.key -out s.csr -subj /CN=127.0.0.1".split(" "));
    writeFileSync(join(directory, "san"), "subjectAltName=IP:127.0.0.1\n");
    const sign = "x509 -req -in s.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile san";
    openssl(...sign.split(" "), ..."-days 2 -out valid.pem".split(" "));
    openssl(...sign.split(" "), ..."-days -1 -out expired.pem".split(" "));
    const [authority, key] = [read("ca.pem"), read("s.key")];
    return { authority, key, valid: read("valid.pem"), expired: read("expired.pem") };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Starts a way to the API server on a port of this machine; at first it has no fault. */
export async function startFaultyServer(of: {
  readonly upstream: number;
  readonly certificates: TestCertificates;
}): Promise<FaultyServer> {
  const sockets = new Set<Socket>();
  let running: Server | undefined;
  const port = await pickPort();
  const listen = async (server: Server): Promise<void> => {
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    });
    running = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
  };
  const close = async () => {
    const server = running;
    running = undefined;
    sockets.forEach((socket) => socket.destroy());
    await new Promise<void>((resolve) =>
      server === undefined ? resolve() : server.close(() => resolve()),
    );
  };
  await listen(serverFor("none", of));
  return {
    port,
    stop: close,
    become: async (fault) => {
      await close();
      if (fault !== "refused") await listen(serverFor(fault, of));
    },
  };
}

function serverFor(
  fault: Exclude<Fault, "refused">,
  of: { readonly upstream: number; readonly certificates: TestCertificates },
): Server {
  const { key, valid, expired } = of.certificates;
  switch (fault) {
    case "none":
      return createServer((client) => {
        const upstream = connect(of.upstream, "127.0.0.1");
        client.on("error", () => upstream.destroy()).on("close", () => upstream.destroy());
        upstream.on("error", () => client.destroy()).on("close", () => client.destroy());
        client.pipe(upstream).pipe(client);
      });
    case "black hole":
      return createServer();
    case "503":
      return createHttpsServer({ key, cert: valid }, (_request, response) => {
        response.writeHead(503, { "content-type": "text/plain" }).end("down for maintenance");
      });
    case "portal":
      return createHttpsServer({ key, cert: valid }, (_request, response) => {
        const page = "<!DOCTYPE html><html><title>Sign in</title></html>";
        response.writeHead(200, { "content-type": "text/html" }).end(page);
      });
    case "403":
      return createHttpsServer({ key, cert: valid }, (_request, response) => {
        const status = { kind: "Status", apiVersion: "v1", status: "Failure", code: 403 };
        const body = JSON.stringify({ ...status, reason: "Forbidden", message: "not for you" });
        response.writeHead(403, { "content-type": "application/json" }).end(body);
      });
    case "expired certificate":
      return createHttpsServer({ key, cert: expired });
  }
}
