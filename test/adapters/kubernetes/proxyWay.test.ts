import { createServer as createPlainServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { connectToCluster } from "../../../provider/adapters/kubernetes/apiClient";
import { serverNamesOf } from "../../../provider/adapters/kubernetes/serverNames";
import { eventually } from "../../support/eventually";
import { startHttpProxy } from "../../support/httpProxy";
import { errorOf } from "../../support/membershipBed";
import { startSocksProxy } from "../../support/socksProxy";
import { testCertificates } from "../../support/testCertificates";

describe("a way through a proxy", () => {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-proxy-"));
  const certificates = testCertificates(directory);
  const servers: Server[] = [];
  const ends: (() => Promise<void>)[] = [];
  let plain = 0;
  let secure = 0;
  let rude = 0;

  before(async () => {
    const answer = (_: unknown, response: { end(text: string): void }): void => {
      response.end("ok");
    };
    const listen = async (server: Server): Promise<number> => {
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return (server.address() as AddressInfo).port;
    };
    plain = await listen(createPlainServer(answer));
    secure = await listen(createTlsServer(certificates.server, answer));
    rude = await listen(createTcpServer((socket) => socket.destroy()));
  });
  after(async () => {
    for (const server of servers) server.close();
    await Promise.all(ends.map((end) => end()));
    rmSync(directory, { recursive: true });
  });

  async function started<Proxy extends { stop(): Promise<void> }>(
    starting: Promise<Proxy>,
  ): Promise<Proxy> {
    const proxy = await starting;
    ends.push(() => proxy.stop());
    return proxy;
  }

  function kubeconfig(server: string, proxy: string, name?: string): string {
    const cluster = {
      server,
      "proxy-url": proxy,
      ...(server.startsWith("https") && { "certificate-authority": certificates.caPath }),
      ...(name !== undefined && { "tls-server-name": name }),
    };
    return stringify({
      clusters: [{ name: "c", cluster }],
      users: [{ name: "u", user: { token: "sesame" } }],
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      "current-context": "c",
    });
  }

  function ask(text: string, deadlineMs = 5000): Promise<{ status: number }> {
    const api = connectToCluster({ kubeconfig: text, deadlineMs });
    return api.request({ method: "GET", path: "/healthz" });
  }

  it("of SOCKS5 leads to a server with TLS and to one without, by address and by name", async () => {
    const proxy = await started(startSocksProxy({}));
    for (const [scheme, port] of [
      ["http", plain],
      ["https", secure],
    ] as const) {
      for (const host of ["127.0.0.1", "localhost"]) {
        const name = scheme === "https" ? "kubernetes.default" : undefined;
        const way = `socks5://127.0.0.1:${proxy.port}`;
        const { status } = await ask(kubeconfig(`${scheme}://${host}:${port}`, way, name));
        expect(status).to.equal(200);
      }
    }
    expect(proxy.ways).to.deep.equal([
      `address 127.0.0.1:${plain}`,
      `name localhost:${plain}`,
      `address 127.0.0.1:${secure}`,
      `name localhost:${secure}`,
    ]);
  });

  it("of SOCKS5 is opened by the name and password in its address, where they are wanted", async () => {
    const proxy = await started(startSocksProxy({ credentials: "me:p@ss" }));
    const by = (who: string): string =>
      kubeconfig(`http://127.0.0.1:${plain}`, `socks5://${who}127.0.0.1:${proxy.port}`);
    expect((await ask(by("me:p%40ss@"))).status).to.equal(200);
    const wrong = await errorOf(ask(by("me:wrong@")));
    expect(wrong).to.have.property("code", "proxy");
    expect(wrong.message)
      .to.match(/authentication failed/i)
      .and.not.include("wrong");
    expect((await errorOf(ask(by("")))).message).to.include("no accepted authentication type");
  });

  for (const kind of ["http", "socks5"] as const) {
    it(`of ${kind} keeps to the server's own name in its certificate`, async () => {
      const proxy = await started(kind === "http" ? startHttpProxy() : startSocksProxy({}));
      const way = `${kind}://localhost:${proxy.port}`;
      const server = `https://127.0.0.1:${secure}`;
      expect((await ask(kubeconfig(server, way))).status).to.equal(200);
      const other = await errorOf(ask(kubeconfig(server.replace("127.0.0.1", "localhost"), way)));
      expect(other).to.have.property("code", "tls");
      expect(await serverNamesOf({ kubeconfig: kubeconfig(server, way) })).to.deep.equal([
        "kubernetes.default",
      ]);
    });
  }

  it("ends at the deadline with a proxy that keeps silent, and leaves no connection behind", async () => {
    const silent = await started(startHttpProxy({ answer: "" }));
    const text = kubeconfig(`https://127.0.0.1:${secure}`, `http://127.0.0.1:${silent.port}`);
    const late = await errorOf(ask(text, 200));
    expect(late).to.have.property("code", "timeout");
    await eventually(async () => {
      await Promise.resolve();
      expect(silent.open()).to.equal(0);
    }, 5000);
  });

  it("that is none says why: the proxy's reason, no proxy there, or something else", async () => {
    const socks = await started(startSocksProxy({}));
    const http = await started(startHttpProxy());
    const wary = await started(
      startHttpProxy({ answer: "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n" }),
    );
    const closed = "http://127.0.0.1:1";
    const rows: [server: string, proxy: string, why: RegExp][] = [
      [closed, `socks5://127.0.0.1:${socks.port}`, /ConnectionRefused/],
      [closed, "socks5://127.0.0.1:1", /ECONNREFUSED/],
      [closed, `socks5://127.0.0.1:${plain}`, /invalid socks version/],
      [closed, `http://127.0.0.1:${http.port}`, /it answered 502/],
      [closed, "http://127.0.0.1:1", /ECONNREFUSED/],
      [closed, `http://me:secret@127.0.0.1:${wary.port}`, /it answered 407/],
      [`https://127.0.0.1:${secure}`, `http://127.0.0.1:${wary.port}`, /it answered 407/],
      [closed, `http://127.0.0.1:${rude}`, /ended before|ECONNRESET/],
    ];
    for (const [server, proxy, why] of rows) {
      const failure = await errorOf(ask(kubeconfig(server, proxy)));
      expect(failure, proxy).to.have.property("code", "proxy");
      expect(failure.message)
        .to.include(`${new URL(proxy).host} did not open a way to ${new URL(server).host}`)
        .and.match(why)
        .and.not.include("secret");
      expect(JSON.stringify(failure)).to.not.include("secret");
    }
    const unusable = await errorOf(ask(kubeconfig(closed, "socks4://me:secret@127.0.0.1:1")));
    expect(unusable.message).to.include("cannot be used").and.not.include("secret");
  });
});
