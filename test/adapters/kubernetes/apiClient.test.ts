import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createPlainServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { expect } from "chai";
import { stringify } from "yaml";
import { connectToCluster } from "../../../provider/adapters/kubernetes/apiClient";
import { KubeApiError } from "../../../provider/adapters/kubernetes/kubeApiError";
import { deleteObject, listObjects } from "../../../provider/adapters/kubernetes/objects";
import { serverNamesOf } from "../../../provider/adapters/kubernetes/serverNames";
import { testCertificates } from "../../support/testCertificates";

/** What came with a request. */
interface Seen {
  readonly authorization: string | undefined;
  readonly client: string | undefined;
  readonly body: string;
}

const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-client-"));
const certificates = testCertificates(directory);

function kubeconfig(given: { server: string; cluster?: object; user?: object }): string {
  return stringify({
    clusters: [{ name: "c", cluster: { server: given.server, ...given.cluster } }],
    users: [{ name: "u", user: given.user ?? { token: "sesame" } }],
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    "current-context": "c",
  });
}

async function failureOf(text: string): Promise<KubeApiError> {
  const thrown: unknown = await (async () =>
    connectToCluster({ kubeconfig: text, deadlineMs: 2000 }).request({
      method: "GET",
      path: "/",
    }))().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof KubeApiError) return thrown;
  throw new Error(`no KubeApiError but ${String(thrown)}`);
}

describe("an API server's client", () => {
  const servers: { close(): unknown }[] = [];
  let secure: string;
  let plain: string;
  let seen: Seen[] = [];
  let status = 200;

  function answer(
    incoming: IncomingMessage,
    respond: (status: number, body: string) => void,
  ): void {
    let body = "";
    incoming.on("data", (part: Buffer) => (body += part.toString()));
    incoming.on("end", () => {
      const { socket } = incoming;
      const peer = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
      const client = peer?.subject.replace("CN=", "");
      const { authorization } = incoming.headers;
      seen.push({ authorization, client, body });
      respond(status, JSON.stringify({ path: incoming.url }));
    });
  }

  async function listen(server: Server): Promise<number> {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  }

  before(async () => {
    const { key, cert, ca } = certificates.server;
    const tls = createTlsServer(
      { key, cert, ca, requestCert: true, rejectUnauthorized: false },
      (incoming, outgoing) => answer(incoming, (code, body) => outgoing.writeHead(code).end(body)),
    );
    secure = `https://127.0.0.1:${await listen(tls)}`;
    const http = createPlainServer((incoming, outgoing) =>
      answer(incoming, (code, body) => outgoing.writeHead(code).end(body)),
    );
    plain = `http://127.0.0.1:${await listen(http)}`;
  });

  beforeEach(() => {
    seen = [];
    status = 200;
  });

  after(() => {
    for (const server of servers) server.close();
    rmSync(directory, { recursive: true });
  });

  const trusted = () => ({ "certificate-authority": certificates.caPath });
  const get = async (text: string) =>
    connectToCluster({ kubeconfig: text }).request({ method: "GET", path: "/x?y=1" });

  it("sends a token, a token file's present content, or a name and password", async () => {
    const tokenFile = join(directory, "token");
    writeFileSync(tokenFile, "first\n");
    const byFile = kubeconfig({ server: plain, user: { token: "old", tokenFile } });
    await get(byFile);
    writeFileSync(tokenFile, "second\n");
    await get(byFile);
    await get(kubeconfig({ server: plain, user: { username: "me", password: "pw" } }));
    await get(kubeconfig({ server: plain, user: {} }));
    expect(seen.map(({ authorization }) => authorization)).to.deep.equal([
      "Bearer first",
      "Bearer second",
      `Basic ${Buffer.from("me:pw").toString("base64")}`,
      undefined,
    ]);
  });

  it("shows a client certificate, from a file or as data", async () => {
    const { certPath, keyPath, cert, key } = certificates.client;
    const files = { "client-certificate": certPath, "client-key": keyPath };
    const data = {
      "client-certificate-data": Buffer.from(cert).toString("base64"),
      "client-key-data": Buffer.from(key).toString("base64"),
    };
    for (const user of [files, data]) {
      expect((await get(kubeconfig({ server: secure, cluster: trusted(), user }))).status).to.equal(
        200,
      );
    }
    expect(seen.map(({ client }) => client)).to.deep.equal(["admin", "admin"]);
  });

  it("trusts whom the kubeconfig trusts, for the name that it says, or anybody", async () => {
    expect((await failureOf(kubeconfig({ server: secure }))).code).to.equal("tls");
    const named = { ...trusted(), "tls-server-name": "other.example" };
    expect((await failureOf(kubeconfig({ server: secure, cluster: named }))).code).to.equal("tls");
    for (const cluster of [
      { ...trusted(), "tls-server-name": "kubernetes.default" },
      { "insecure-skip-tls-verify": true },
    ]) {
      expect((await get(kubeconfig({ server: secure, cluster }))).body).to.deep.equal({
        path: "/x?y=1",
      });
    }
    expect(
      await serverNamesOf({ kubeconfig: kubeconfig({ server: secure, cluster: trusted() }) }),
    ).to.deep.equal(["kubernetes.default"]);
  });

  it("asks a credential plugin once, until what it gave expires or is refused", async () => {
    const log = join(directory, "asked");
    const plugin = join(directory, "plugin.js");
    writeFileSync(
      plugin,
      `const { appendFileSync, readFileSync } = require("node:fs");
       appendFileSync(process.argv[2], JSON.parse(process.env.KUBERNETES_EXEC_INFO).kind + process.env.MORE + "\\n");
       const n = readFileSync(process.argv[2], "utf8").split("\\n").length - 1;
       const expirationTimestamp = new Date(Date.now() + (n === 2 ? 1000 : 3600000)).toISOString();
       console.log(JSON.stringify({ kind: "ExecCredential", status: { token: "t" + n, expirationTimestamp } }));`,
    );
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      command: process.execPath,
      args: [plugin, log],
      env: [{ name: "MORE", value: "!" }],
    };
    const text = kubeconfig({ server: plain, user: { exec } });
    await get(text);
    await get(text);
    status = 401;
    expect((await get(text)).status).to.equal(401);
    status = 200;
    await get(text); // The second one expires within ten seconds.
    expect(seen.map(({ authorization }) => authorization)).to.deep.equal(
      ["t1", "t1", "t1", "t2", "t3"].map((token) => `Bearer ${token}`),
    );
    expect(readFileSync(log, "utf8")).to.equal("ExecCredential!\n".repeat(3));
  });

  it("says which plugin failed and how, without what it printed", async () => {
    const apiVersion = "client.authentication.k8s.io/v1beta1";
    const rows: [object, RegExp][] = [
      [
        { apiVersion, command: "no-such-plugin", installHint: "get it" },
        /"no-such-plugin" failed: it is not installed; get it$/,
      ],
      [
        { apiVersion, command: "sh", args: ["-c", "echo sesame; exit 3"] },
        /"sh" failed: it ended with exit code 3$/,
      ],
      [
        { apiVersion, command: "echo", args: ["sesame"] },
        /"echo" gave neither a token nor a client certificate$/,
      ],
      [{ apiVersion: "v2", command: "echo" }, /apiVersion came as "v2", allowed: client/],
    ];
    for (const [exec, message] of rows) {
      const failure = await failureOf(kubeconfig({ server: plain, user: { exec } }));
      expect(failure.code).to.equal("credentials");
      expect(failure.message).to.match(message).and.not.include("sesame");
    }
    const slow = { apiVersion, command: "sleep", args: ["60"] };
    expect((await failureOf(kubeconfig({ server: plain, user: { exec: slow } }))).code).to.equal(
      "timeout",
    );
  });

  it("goes through a proxy, to a server with TLS and to one without", async () => {
    const ways: string[] = [];
    const proxy = createPlainServer();
    proxy.on("connect", (request, socket) => {
      ways.push(`${String(request.headers["proxy-authorization"])} ${String(request.url)}`);
      const { hostname, port } = new URL(`http://${String(request.url)}`);
      const way = connect(Number(port), hostname, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        way.pipe(socket).pipe(way);
      });
    });
    const url = `http://me:pw@127.0.0.1:${await listen(proxy)}`;
    const basic = `Basic ${Buffer.from("me:pw").toString("base64")}`;
    for (const server of [plain, secure]) {
      const cluster = { ...trusted(), "proxy-url": url };
      expect((await get(kubeconfig({ server, cluster }))).status).to.equal(200);
    }
    expect(ways).to.deep.equal([plain, secure].map((server) => `${basic} ${new URL(server).host}`));
    const failure = await failureOf(
      kubeconfig({ server: plain, cluster: { "proxy-url": plain.replace("//", "//me:pw@") } }),
    );
    expect(failure.code).to.equal("proxy");
    expect(failure.message).to.not.include("pw");
  });

  it("classes what is no answer, naming the server and no secret", async () => {
    const silent = createTcpServer().listen(0, "127.0.0.1");
    const rude = createTcpServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    servers.push(silent, rude);
    await Promise.all(
      [silent, rude].map((each) => new Promise((resolve) => each.once("listening", resolve))),
    );
    const port = (each: typeof silent): number => (each.address() as AddressInfo).port;
    const rows: [string, string][] = [
      ["https://127.0.0.1:1", "refused"],
      ["https://no-such-host.invalid", "dns"],
      [`https://127.0.0.1:${port(silent)}`, "timeout"],
      [`http://127.0.0.1:${port(rude)}`, "reset"],
      [plain.replace("http:", "https:"), "tls"],
    ];
    for (const [server, code] of rows) {
      const failure = await failureOf(kubeconfig({ server }));
      expect(failure.code, server).to.equal(code);
      expect(failure.message).to.include(server).and.not.include("sesame");
    }
  });

  it("says what a kubeconfig lacks, and never repeats its text", async () => {
    const whole = kubeconfig({ server: plain });
    const rows: [string, string][] = [
      ["token: sesame: x", "is not YAML: line 1"],
      ["sesame", "is not a map"],
      [whole.replace("current-context: c", ""), 'has no current-context; contexts: "c"'],
      [
        whole.replace("current-context: c", "current-context: d"),
        'has no context "d"; contexts: "c"',
      ],
      [whole.replace("user: u", "user: v"), 'has no user "v", which context "c" names'],
      [whole.replace("http://", "ftp://"), "names no http:// or https:// server"],
    ];
    for (const [text, message] of rows) {
      const failure = await failureOf(text);
      expect(failure.code).to.equal("kubeconfig");
      expect(failure.message).to.include(message).and.not.include("sesame");
    }
  });

  it("sends the whole body of every method, a deletion's too", async () => {
    await deleteObject(
      connectToCluster({ kubeconfig: kubeconfig({ server: plain }) }),
      "/o",
      "uid-1",
    );
    expect(seen[0]?.body).to.include('"preconditions":{"uid":"uid-1"}');
  });

  it("refuses with Kubernetes' reason, message and causes", async () => {
    const refusing = createPlainServer((_, outgoing) => {
      const causes = [{ field: "spec.x", message: "too odd" }];
      outgoing.writeHead(422).end(
        JSON.stringify({
          kind: "Status",
          reason: "Invalid",
          message: "no good",
          details: { causes },
        }),
      );
    });
    const api = connectToCluster({
      kubeconfig: kubeconfig({ server: `http://127.0.0.1:${await listen(refusing)}` }),
    });
    const thrown: unknown = await listObjects(api, "/things").catch((error: unknown) => error);
    expect(thrown).to.include({ status: 422, reason: "Invalid" });
    expect(String(thrown)).to.match(
      /answered 422 Invalid to GET \/things: no good; spec\.x: too odd$/,
    );
  });
});
