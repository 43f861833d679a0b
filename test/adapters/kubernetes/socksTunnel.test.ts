import { createServer as createPlainServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { connectToCluster } from "../../../provider/adapters/kubernetes/apiClient";
import { errorOf } from "../../support/membershipBed";
import { type SocksProxy, startSocksProxy } from "../../support/socksProxy";
import { testCertificates } from "../../support/testCertificates";

describe("a way through a SOCKS5 proxy", () => {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-socks-"));
  const certificates = testCertificates(directory);
  const trust = {
    "certificate-authority": certificates.caPath,
    "tls-server-name": "kubernetes.default",
  };
  const servers: Server[] = [];
  const ports: Record<string, number> = {};
  let open: SocksProxy;
  let closed: SocksProxy;

  before(async () => {
    open = await startSocksProxy({});
    closed = await startSocksProxy({ credentials: "me:p@ss" });
    const answer = (_: unknown, response: { end(text: string): void }): void => {
      response.end("ok");
    };
    const plain = createPlainServer(answer);
    const secure = createTlsServer(certificates.server, answer);
    servers.push(plain, secure);
    for (const [name, server] of Object.entries({ plain, secure })) {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      ports[name] = (server.address() as AddressInfo).port;
    }
  });
  after(async () => {
    for (const server of servers) server.close();
    await Promise.all([open.stop(), closed.stop()]);
    rmSync(directory, { recursive: true });
  });

  function ask(server: string, proxy: string): Promise<{ status: number }> {
    const cluster = {
      server,
      "proxy-url": proxy,
      ...(server.startsWith("https") ? trust : {}),
    };
    const kubeconfig = stringify({
      clusters: [{ name: "c", cluster }],
      users: [{ name: "u", user: { token: "sesame" } }],
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      "current-context": "c",
    });
    const api = connectToCluster({ kubeconfig, deadlineMs: 5000 });
    return api.request({ method: "GET", path: "/healthz" });
  }

  it("leads to a server with TLS and to one without, by address and by name", async () => {
    for (const [scheme, port] of [
      ["http", ports.plain],
      ["https", ports.secure],
    ] as const) {
      for (const host of ["127.0.0.1", "localhost"]) {
        const { status } = await ask(
          `${scheme}://${host}:${port}`,
          `socks5://127.0.0.1:${open.port}`,
        );
        expect(status).to.equal(200);
      }
    }
    expect(open.ways).to.deep.equal([
      `address 127.0.0.1:${ports.plain}`,
      `name localhost:${ports.plain}`,
      `address 127.0.0.1:${ports.secure}`,
      `name localhost:${ports.secure}`,
    ]);
  });

  it("is opened by the name and password in its address, where they are wanted", async () => {
    const server = `http://127.0.0.1:${ports.plain}`;
    const at = (who: string): string => `socks5://${who}127.0.0.1:${closed.port}`;
    expect((await ask(server, at("me:p%40ss@"))).status).to.equal(200);
    const wrong = await errorOf(ask(server, at("me:wrong@")));
    expect(wrong).to.have.property("code", "proxy");
    expect(wrong.message)
      .to.include("does not take the name and password")
      .and.not.include("wrong");
    expect((await errorOf(ask(server, at("")))).message).to.include("it wants other credentials");
  });

  it("says why there is none: the proxy's reason, no proxy there, or something else", async () => {
    const by = (port: number | undefined): string => `socks5://127.0.0.1:${port}`;
    const rows: [server: string, proxy: string, why: string][] = [
      ["http://127.0.0.1:1", by(open.port), "it answered 5, connection refused"],
      ["http://127.0.0.1:1", by(1), "ECONNREFUSED"],
      ["http://127.0.0.1:1", by(ports.plain), "it does not speak SOCKS5"],
    ];
    for (const [server, proxy, why] of rows) {
      const { message } = await errorOf(ask(server, proxy));
      expect(message)
        .to.include(`${new URL(proxy).host} did not open a way to`)
        .and.include(why);
    }
  });
});
