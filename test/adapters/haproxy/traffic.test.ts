import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { renderProxyConfig } from "../../../provider/core/ingress/haproxy/config";
import { plannedProxy } from "../../../provider/core/ingress/haproxy/proxySettings";
import type { IngressRequest, IngressTargets } from "../../../provider/core/ingress/model";
import { planIngress } from "../../../provider/core/ingress/plan";
import { errorsOf } from "../../../provider/core/issue";
import { everywhere, longForm, path, serviceOn, shortForm } from "../../core/ingress/samples";
import { pickPort } from "../../fleet/port";
import { eventually } from "../../support/eventually";
import { type ProxyFiles, type RunningProxy, startProxy } from "../../support/haproxy";
import {
  type DataPlane,
  distribution,
  send,
  startDataPlane,
  underLoad,
} from "../../support/ingressTraffic";

const host = "shop.test";

describe("HAProxy on a rendered configuration, before three clusters", function () {
  this.timeout(300_000);
  let directory: string;
  let proxy: RunningProxy | undefined;
  let ports: { readonly http: number; readonly https: number; readonly ready: number };
  let service: number;
  const planes = new Map<string, DataPlane>();
  const addresses = Object.fromEntries(
    everywhere.map((cluster, place) => [cluster, `127.80.${place}.10`]),
  );

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-traffic-"));
    ports = { http: await pickPort(), https: await pickPort(), ready: await pickPort() };
    service = await pickPort();
    for (const cluster of everywhere) await begin(cluster);
  });
  after(async () => {
    await proxy?.stop();
    for (const plane of planes.values()) {
      plane.thaw();
      await plane.kill();
    }
    rmSync(directory, { recursive: true, force: true });
  });

  async function begin(cluster: string): Promise<void> {
    const address = addresses[cluster] ?? "";
    planes.set(cluster, await startDataPlane({ name: cluster, address, port: service }));
  }
  const plane = (cluster: string): DataPlane => {
    const found = planes.get(cluster);
    if (found === undefined) throw new Error(`nothing serves in ${cluster}`);
    return found;
  };
  /** The files that a request comes to. */
  function filesOf(request: IngressRequest, certificates: ProxyFiles = {}): ProxyFiles {
    const plan = planIngress(request);
    expect(errorsOf(plan.issues)).to.deep.equal([]);
    const reached = Object.fromEntries(
      everywhere.map((cluster) => [
        cluster,
        { addresses: [addresses[cluster] ?? ""], port: service },
      ]),
    );
    const targets: IngressTargets = Object.fromEntries(
      plan.services.map(({ key }) => [key, reached]),
    );
    const { http: httpPort, https: httpsPort, ready: readyPort } = ports;
    const settings = plannedProxy({ httpPort, httpsPort, readyPort });
    return { "haproxy.cfg": renderProxyConfig({ plan, targets, settings }), ...certificates };
  }
  /** Puts a request to use, and waits until its checks have found all clusters. */
  async function serve(request: IngressRequest, certificates: ProxyFiles = {}): Promise<void> {
    const files = filesOf(request, certificates);
    if (proxy === undefined) proxy = await startProxy(files);
    else await proxy.reload(files);
    await allUp();
  }
  const allUp = () =>
    eventually(async () => {
      const servers = Object.values((await proxy?.servers()) ?? {});
      expect(servers.length).to.be.greaterThan(0);
      expect(servers.every(({ isUp }) => isUp)).to.equal(true);
    }, 20_000);
  const front = () => ({ port: ports.http, host });
  const load = () => ({ ...front(), perSecond: 150, connections: 30 });

  it("leads hosts and paths to their Services, by element and not by letters", async () => {
    const onlyIn = (name: string, cluster: string) => serviceOn(name, [cluster]);
    const services = [
      onlyIn("web", "us-east"),
      onlyIn("api", "eu-west"),
      onlyIn("old", "ap-south"),
    ];
    const rule = (at: string, ...paths: ReturnType<typeof path>[]) => ({
      host: at,
      http: { paths },
    });
    await serve(
      longForm(
        {
          rules: [
            rule(host, path("/"), path("/api", "api"), path("/exact", "old", "Exact")),
            rule("*.shop.test", path("/app", "api")),
          ],
        },
        { services },
      ),
    );
    const answerOf = async (at: string, where: string) => {
      const { status, cluster } = await send({ ...front(), host: at, path: where });
      return status === 200 ? cluster : status;
    };
    const asked: readonly (readonly [string, string, string | number])[] = [
      [host, "/", "us-east"],
      [`SHOP.test:${ports.http}`, "/x", "us-east"],
      [host, "/api", "eu-west"],
      [host, "/api/v1?q=1", "eu-west"],
      [host, "/apis", "us-east"],
      [host, "/exact", "ap-south"],
      [host, "/exact/", "us-east"],
      ["a.shop.test", "/app/", "eu-west"],
      ["a.shop.test", "/", 404],
      ["a.b.shop.test", "/app", 404],
      ["other.test", "/", 404],
    ];
    for (const [at, where, wanted] of asked)
      expect(await answerOf(at, where), `${at}${where}`).to.equal(wanted);
  });

  it("divides requests exactly by weight, new weights with the next configuration", async () => {
    await serve(shortForm({ host, weights: { "us-east": 5, "eu-west": 3, "ap-south": 1 } }));
    // The first round begins while checks still find the clusters.
    await distribution(front(), 18);
    expect(await distribution(front(), 90)).to.deep.equal({
      "us-east": 50,
      "eu-west": 30,
      "ap-south": 10,
    });
    await serve(shortForm({ host, weights: { "us-east": 1_000_000, "eu-west": 500_000 } }));
    expect(await distribution(front(), 90)).to.deep.equal({ "us-east": 60, "eu-west": 30 });
  });

  it("lets clients stay that a drained cluster has, and sends nobody new there", async () => {
    const sticky = { host, affinity: "cookie" } as const;
    await serve(shortForm({ ...sticky, weights: { "us-east": 1 } }));
    let cookie: string | undefined;
    // The old process may take a connection or two while the new one begins.
    await eventually(async () => {
      ({ cookie } = await send(front()));
      expect(cookie).to.equal("KUBEFED_CLUSTER=us-east");
    });
    await serve(shortForm({ ...sticky, weights: { "us-east": 0, "*": 1 } }));
    expect((await send({ ...front(), cookie })).cluster).to.equal("us-east");
    expect(await distribution(front(), 20)).to.deep.equal({ "ap-south": 10, "eu-west": 10 });
  });

  it("fails no GET when a cluster is killed, and takes it back when it returns", async () => {
    await serve(shortForm({ host }));
    const { failed, byCluster, total } = await underLoad({ ...load(), repeats: true }, async () => {
      await pause(700);
      await plane("us-east").kill();
      await pause(2000);
      await begin("us-east");
      await allUp();
      await pause(500);
    });
    expect(failed, `of ${total}`).to.deep.equal([]);
    expect(Object.keys(byCluster)).to.have.members([...everywhere]);
    // The turns that were begun without it are ended first.
    await eventually(async () => {
      expect(await distribution(front(), 30)).to.deep.equal({
        "ap-south": 10,
        "eu-west": 10,
        "us-east": 10,
      });
    }, 20_000);
  });

  it("fails no GET when a cluster freezes, also over a new configuration in the meantime", async () => {
    await serve(shortForm({ host, healthCheck: { path: "/healthz" } }));
    const { failed, total } = await underLoad(load(), async () => {
      await pause(500);
      plane("eu-west").freeze();
      await eventually(async () => {
        expect((await proxy?.servers())?.["eu-west"]?.isUp).to.equal(false);
      });
      const next = { host, healthCheck: { path: "/healthz" }, weights: { "us-east": 2, "*": 1 } };
      await proxy?.reload(filesOf(shortForm(next)));
      // A new process would take every cluster for healthy, had it not been told.
      expect((await proxy?.servers())?.["eu-west"]?.isUp).to.equal(false);
      await pause(1500);
      plane("eu-west").thaw();
      await allUp();
    });
    expect(failed, `of ${total}`).to.deep.equal([]);
  });

  it("serves from one cluster after another where they have an order", async () => {
    await serve(shortForm({ host, failoverOrder: ["us-east", "eu-west"] }));
    expect(await distribution(front(), 10)).to.deep.equal({ "us-east": 10 });
    const { failed } = await underLoad({ ...load(), perSecond: 50, repeats: true }, async () => {
      await pause(300);
      await plane("us-east").kill();
      await eventually(async () => {
        expect((await proxy?.servers())?.["us-east"]?.isUp).to.equal(false);
      });
      await pause(300);
    });
    expect(failed).to.deep.equal([]);
    expect(await distribution(front(), 10)).to.deep.equal({ "eu-west": 10 });
    await begin("us-east");
    await allUp();
    expect(await distribution(front(), 10)).to.deep.equal({ "us-east": 10 });
  });

  it("fails nothing over ten updates with 300 connections that are idle most of the time", async () => {
    await serve(shortForm({ host }));
    const { failed, total } = await underLoad({ ...load(), connections: 300 }, async () => {
      for (let update = 1; update <= 10; update += 1)
        await proxy?.reload(filesOf(shortForm({ host, weights: { "us-east": update, "*": 1 } })));
    });
    expect(failed, `of ${total}`).to.deep.equal([]);
    expect(total).to.be.greaterThan(600);
  });

  it("serves each host with its certificate, no other, and fails nothing while they change", async () => {
    const files = ["a", "b"].map((name) => ({
      [`${name}-tls.pem`]: selfSigned(`${name}.test`),
    }));
    const [a = {}, b = {}] = files;
    const spec = {
      rules: ["a.test", "b.test"].map((at) => ({ host: at, http: { paths: [path("/")] } })),
      tls: ["a", "b"].map((name) => ({ hosts: [`${name}.test`], secretName: `${name}-tls` })),
    };
    const request = longForm(spec, { certificates: ["a-tls", "b-tls"], redirectToHttps: true });
    await serve(request, { ...a, ...b });
    const secure = (name: string, pem: ProxyFiles) => ({
      port: ports.https,
      host: `${name}.test`,
      authority: pem[`${name}-tls.pem`] ?? "",
    });
    expect((await send(secure("a", a))).status).to.equal(200);
    expect((await send(secure("b", b))).status).to.equal(200);
    const stranger = { ...secure("a", a), host: "c.test" };
    await send(stranger).then(
      () => expect.fail("a host without a certificate was served"),
      (error: unknown) => expect(String(error)).to.match(/unrecognized name|alert/i),
    );
    // The process of before may take a connection yet.
    await eventually(async () => {
      const { status, location } = await send({ ...front(), host: "a.test", path: "/x?y=1" });
      expect([status, location]).to.deep.equal([308, "https://a.test/x?y=1"]);
    }, 20_000);
    const next = Array.from({ length: 3 }, () => selfSigned("a.test"));
    const authority = [a["a-tls.pem"], ...next].join("\n");
    const traffic = await underLoad(
      { ...secure("a", a), authority, perSecond: 60, connections: 20 },
      async () => {
        for (const pem of next) {
          await pause(200);
          await proxy?.reload(filesOf(request, { "a-tls.pem": pem, ...b }));
        }
        await pause(300);
      },
    );
    expect(traffic.failed, `of ${traffic.total}`).to.deep.equal([]);
    expect((await send({ ...secure("a", a), authority: next.at(-1) ?? "" })).status).to.equal(200);
  });

  it("says that nobody serves when nobody does", async () => {
    await serve(shortForm({ host }));
    for (const each of everywhere) await plane(each).kill();
    await eventually(async () => {
      expect((await send(front())).status).to.equal(503);
    });
  });

  /** A certificate that is its own authority, and its key, as one text. */
  function selfSigned(name: string): string {
    const [key, cert] = [join(directory, "key"), join(directory, "cert")];
    const words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(
      " ",
    );
    const about = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
    execFileSync("openssl", [...words, ...about, "-keyout", key, "-out", cert], {
      stdio: "ignore",
    });
    return readFileSync(cert, "utf8") + readFileSync(key, "utf8");
  }
});
