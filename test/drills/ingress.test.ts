import { expect } from "chai";
import type { FleetPlan } from "../../provider/report/plan/model";
import type { Cluster, Fleet } from "../fleet";
import { pickPort } from "../fleet/port";
import { eventually } from "../support/eventually";
import { type ProxyFiles, type RunningProxy, startProxy } from "../support/haproxy";
import { type DataPlane, distribution, startDataPlane, underLoad } from "../support/ingressTraffic";
import { kubefed } from "../support/kubefed";
import { changeLive, configMapPath, deploymentPath, readLive } from "../support/live";
import { selfSigned } from "../support/selfSigned";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type TestStack } from "../support/stack";
import { startTcpGate, type TcpGate } from "../support/tcpGate";
import type { DeclaredIngress } from "./programs/ingress";

const name = "shop-haproxy";
const host = "shop.test";
const everywhere = ["us-east", "eu-west", "ap-south"];
const secretPath = `/api/v1/namespaces/ingress-test/secrets/${name}`;

describe("a MultiClusterIngress over three clusters", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  let stack: TestStack;
  let proxy: RunningProxy | undefined;
  let toEurope: TcpGate;
  let key: string;
  let certificate: string;
  let declared: DeclaredIngress;
  const planes: DataPlane[] = [];

  before(async () => {
    fleet = await sharedFleet();
    [certificate, key] = selfSigned(host);
    const secrets: Record<string, string> = { key };
    for (const cluster of everywhere) secrets[cluster] = member(cluster).kubeconfig;
    const europe = secrets["eu-west"] ?? "";
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(europe)?.[1]);
    toEurope = await startTcpGate(port);
    secrets["eu-west"] = europe.replace(`127.0.0.1:${port}`, `127.0.0.1:${toEurope.port}`);
    stack = await createStack({ program: "ingress", secrets });
    await stack.setConfig("certificate", certificate);
    const [httpPort, httpsPort, readyPort] = [await pickPort(), await pickPort(), await pickPort()];
    declared = {
      port: await pickPort(),
      ports: { httpPort, httpsPort, readyPort },
      clusters: { "us-east": { weight: 3 }, "eu-west": { weight: 2 }, "ap-south": { weight: 1 } },
      ingress: {},
    };
    await stack.configure(declared);
  });
  after(async () => {
    await proxy?.stop();
    for (const plane of planes) await plane.kill();
    await toEurope.open();
    await stack.destroy();
    stack.remove();
    await toEurope.shut();
  });

  const member = (cluster: string): Cluster => {
    const found = fleet.clusters[cluster];
    if (found === undefined) throw new Error(`there is no ${cluster}`);
    return found;
  };
  /** What a kubelet would lay before HAProxy: the live ConfigMap and Secret of the host cluster. */
  const liveFiles = async (): Promise<ProxyFiles> => {
    const map = await readLive(member("ap-south"), configMapPath("ingress-test", name));
    const secret = await readLive(member("ap-south"), secretPath);
    const pems = Object.entries(secret?.data ?? {}).map(([file, text]) => [
      file,
      Buffer.from(text, "base64").toString(),
    ]);
    return { ...map?.data, ...Object.fromEntries(pems) } as ProxyFiles;
  };
  const addressOf = async (cluster: string): Promise<string> => {
    const live = await readLive(member(cluster), "/api/v1/namespaces/ingress-test/services/web");
    const status = live?.status as { loadBalancer?: { ingress?: { ip?: string }[] } } | undefined;
    return status?.loadBalancer?.ingress?.[0]?.ip ?? "none";
  };
  const front = () => ({ port: declared.ports.httpPort ?? 0, host });
  const secure = () => ({
    port: declared.ports.httpsPort ?? 0,
    host,
    authority: certificate,
  });
  const allUp = () =>
    eventually(async () => {
      const servers = Object.values((await proxy?.servers()) ?? {});
      expect(servers.map(({ isUp }) => isUp)).to.deep.equal([true, true, true]);
    });
  const rowOf = async (...words: string[]) => {
    const { out, err } = await kubefed({
      words: ["plan", "--format", "json", ...words],
      ...stack.shell,
    });
    const plan = JSON.parse(out === "" ? err : out) as FleetPlan;
    const row = plan.objects.find(({ kind }) => kind === "MultiClusterIngress");
    return row?.cells.map(({ cluster, action, weight }) => [cluster, action, weight]);
  };

  it("names every problem at preview, and writes nothing", async () => {
    await stack.setConfig("certificate", selfSigned(host)[0]);
    const weights = { "us-wst": 1, "*": 0 };
    await stack.configure({ ...declared, ingress: { weights, redirectToHttps: true } });
    const preview = await stack.preview();
    expect(preview.succeeded).to.equal(false);
    expect(preview.output).to.include('MultiClusterIngress "shop": 3 problems');
    expect(preview.output).to.include(
      'certificates["shop-tls"]: the key is not the certificate\'s',
    );
    expect(preview.output).to.include("weightsFrom: the weights are given already");
    expect(preview.output).to.include(
      'weights["us-wst"]: no Service of it is for a member cluster',
    );
    expect(preview.output).to.not.include("PRIVATE KEY");
    await stack.setConfig("certificate", certificate);
    await stack.configure(declared);
  });

  it("says who serves what with which weight and why, and writes nothing", async () => {
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const lines = preview.diagnostics.map(({ message }) => message);
    expect(lines).to.include(
      '[dev] MultiClusterIngress shop: shop.test/ → Service ingress-test/web on 3 of 3 clusters: ap-south 1/6, eu-west 2/6, us-east 3/6; haproxy in "ap-south", fails over by itself (GET /healthz every 1 s, down after 2 failures: about 3 s)',
    );
    expect(await readLive(member("ap-south"), deploymentPath("ingress-test", name))).to.equal(
      undefined,
    );
  });

  it("serves by HAProxy on what the host cluster holds, by the replicas of each cluster", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const deployment = await readLive(member("ap-south"), deploymentPath("ingress-test", name));
    expect(deployment?.status).to.deep.include({ readyReplicas: 2 });
    expect(up.outputs.address).to.match(/^127\.98\./);
    for (const cluster of everywhere) {
      const address = await addressOf(cluster);
      planes.push(await startDataPlane({ name: cluster, address, port: declared.port }));
    }
    proxy = await startProxy(await liveFiles());
    await allUp();
    await distribution(front(), 6);
    const shares = { "us-east": 30, "eu-west": 20, "ap-south": 10 };
    expect(await distribution(front(), 60)).to.deep.equal(shares);
    expect(await distribution(secure(), 60)).to.deep.equal(shares);
    // The key is in the Secret and nowhere else in clear.
    expect(stack.state()).to.not.include("PRIVATE KEY");
    expect(up.output).to.not.include("PRIVATE KEY");
    const map = await readLive(member("ap-south"), configMapPath("ingress-test", name));
    expect(JSON.stringify(map?.data)).to.not.include("PRIVATE KEY");
  });

  it("is a row of kubefed plan, with the weights before and after", async () => {
    await stack.configure({
      ...declared,
      clusters: { "us-east": { weight: 1 }, "eu-west": { weight: 4 }, "ap-south": { weight: 1 } },
    });
    expect(await rowOf()).to.deep.equal([
      ["ap-south", "same", { now: 1, then: 1 }],
      ["eu-west", "update", { now: 2, then: 4 }],
      ["us-east", "update", { now: 3, then: 1 }],
    ]);
  });

  it("fails nothing while an update is made without a member's API server, whose pods serve", async () => {
    await toEurope.shut();
    const { failed, total, byCluster } = await underLoad(
      { ...secure(), perSecond: 60, connections: 50 },
      async () => {
        const up = await stack.up();
        expect(up.succeeded, up.output).to.equal(true);
        // What is planned for it waits, and so does its weight.
        expect(up.output).to.include('"eu-west" is away and keeps the weight of the 2 replicas');
        await proxy?.reload(await liveFiles());
        await allUp();
      },
    );
    expect(failed, `of ${total}`).to.deep.equal([]);
    expect(byCluster["eu-west"]).to.be.greaterThan(0);
    await distribution(front(), 8);
    expect(await distribution(front(), 40)).to.deep.equal({
      "us-east": 10,
      "eu-west": 20,
      "ap-south": 10,
    });
  });

  it("serves with what a Secret of the host cluster holds, and with what it holds later", async () => {
    await toEurope.open();
    const path = "/api/v1/namespaces/ingress-test/secrets/held";
    const hold = async ([crt = "", ownKey = ""]: readonly string[]) => {
      const data = { "tls.crt": crt, "tls.key": ownKey };
      const body = { metadata: { name: "held" }, type: "kubernetes.io/tls", stringData: data };
      const isThere = (await readLive(member("ap-south"), path)) !== undefined;
      const collection = path.slice(0, path.lastIndexOf("/"));
      await changeLive(
        member("ap-south"),
        isThere
          ? { method: "PATCH", path, body: { stringData: data } }
          : { method: "POST", path: collection, body },
      );
    };
    const other = selfSigned("other.test");
    await hold(other);
    const certificates = { "shop-tls": { secretName: "held" } };
    await stack.configure({ ...declared, ingress: { certificates } });
    const refused = await stack.preview();
    expect(refused.output).to.include(
      'certificates["shop-tls"]: is not for "shop.test"; it is for "other.test"',
    );
    for (const next of [selfSigned(host), selfSigned(host)]) {
      await hold(next);
      const up = await stack.up();
      expect(up.succeeded, up.output).to.equal(true);
      const { [`shop-tls.pem`]: served } = await liveFiles();
      expect(served).to.equal(`${next[0].trim()}\n${next[1].trim()}\n`);
    }
    const base64 = Buffer.from(other[1]).toString("base64").slice(0, 60);
    expect(stack.state()).to.not.include("PRIVATE KEY").and.not.include(base64);
    expect((await stack.preview()).changes).to.deep.equal([]);
    await changeLive(member("ap-south"), { method: "DELETE", path });
  });

  it("leaves nothing behind", async () => {
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect(await readLive(member("ap-south"), deploymentPath("ingress-test", name))).to.equal(
      undefined,
    );
    expect(await addressOf("us-east")).to.equal("none");
  });
});
