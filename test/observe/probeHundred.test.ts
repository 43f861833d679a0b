import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { stringify } from "yaml";
import { probeCluster } from "../../provider/observe/probe";
import { actLikeEngine } from "../support/engineLike";
import { makeCertificates, type TestCertificates } from "../support/faultyServer";

const members = 100;

/** An API server that answers what a probe asks, and counts its connections. */
class FakeMember {
  connections = 0;
  readonly paths: string[] = [];
  readonly #server: Server;

  constructor(
    { key, valid }: TestCertificates,
    uid: string,
    allAsked: (path: string) => Promise<void>,
  ) {
    this.#server = createServer({ key, cert: valid }, ({ url = "" }, response) => {
      this.paths.push(url);
      const body = {
        "/healthz": "ok",
        "/version": JSON.stringify({ gitVersion: "v1.36.3" }),
        "/api/v1/namespaces/kube-system": JSON.stringify({ metadata: { uid } }),
      }[url];
      const type = url === "/healthz" ? "text/plain" : "application/json";
      void allAsked(url).then(() =>
        response.writeHead(body === undefined ? 404 : 200, { "content-type": type }).end(body),
      );
    });
    this.#server.on("secureConnection", () => (this.connections += 1));
  }

  async start({ authority }: TestCertificates): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const { port } = this.#server.address() as AddressInfo;
    return stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "it",
          cluster: {
            server: `https://127.0.0.1:${port}`,
            "certificate-authority-data": Buffer.from(authority).toString("base64"),
          },
        },
      ],
      users: [{ name: "it", user: { token: "t" } }],
      contexts: [{ name: "it", context: { cluster: "it", user: "it" } }],
      "current-context": "it",
    });
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe(`the probe of ${members} clusters`, function () {
  this.timeout(120_000);
  const fakes: FakeMember[] = [];
  before(actLikeEngine);
  after(() => {
    for (const fake of fakes) fake.stop();
  });

  it("is made in one go, and asks each which it is over the one connection that it has", async () => {
    const certificates = makeCertificates();
    let asked = 0;
    let release = (): void => undefined;
    const all = new Promise<void>((resolve) => (release = resolve));
    // None is answered before every one is asked: a probe after the other would never end.
    const allAsked = async (path: string): Promise<void> => {
      if (path !== "/healthz") return;
      asked += 1;
      if (asked === members) release();
      await all;
    };
    for (let place = 0; place < members; place += 1)
      fakes.push(new FakeMember(certificates, `uid-${place}`, allAsked));
    const kubeconfigs = await Promise.all(fakes.map((fake) => fake.start(certificates)));
    const probes = await Promise.all(
      kubeconfigs.map((kubeconfig) =>
        probeCluster({
          kubeconfig: pulumi.output(kubeconfig),
          context: undefined,
          timeoutMs: 60_000,
          failureThreshold: 1,
        }),
      ),
    );
    expect(probes.map((each) => each.kind === "asked" && each.identities)).to.deep.equal(
      fakes.map((_, place) => [`uid-${place}`]),
    );
    expect(fakes.map(({ connections }) => connections)).to.deep.equal(fakes.map(() => 1));
    expect(new Set(fakes.map(({ paths }) => paths.join(" ")))).to.deep.equal(
      new Set(["/healthz /version /api/v1/namespaces/kube-system"]),
    );
  });
});
