import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { readClusterStatus } from "../../provider/observe/clusterFacts";
import type { Probe } from "../../provider/engine/run";
import { probeCluster, type ProbeRequest } from "../../provider/observe/probe";
import { actLikeEngine } from "../support/engineLike";
import { askedCluster, type AskedCluster } from "./askedCluster";

const request = { context: undefined, timeoutMs: 300, failureThreshold: 1 };
const node = { metadata: { labels: { "topology.kubernetes.io/zone": "z2" } } };
const stated = { region: undefined, zones: [] };

describe("the probe of a cluster", () => {
  const asked: Record<string, AskedCluster> = {};
  let failing = 0;

  before(async () => {
    asked.well = await askedCluster("well", {
      "/healthz": "ok",
      "/version": { gitVersion: "v1.36.3" },
      "/api/v1/nodes": { items: [node] },
    });
    asked.shy = await askedCluster("shy", { "/healthz": "ok" });
    asked.refusing = await askedCluster("refusing", {});
    asked.portal = await askedCluster("portal", { "/healthz": "ok", "/version": "<html>" });
    asked.silent = await askedCluster("silent", { "/healthz": undefined });
  });
  beforeEach(actLikeEngine);
  after(() => Promise.all(Object.values(asked).map((each) => each.close())));

  const kubeconfigOf = (name: string): pulumi.Output<string> => {
    const kubeconfig = asked[name]?.cluster.memberKubeconfig;
    if (kubeconfig === undefined) throw new Error(`no cluster "${name}"`);
    return kubeconfig;
  };
  const textOf = (name: string): Promise<string> =>
    new Promise((resolve) => pulumi.unsecret(kubeconfigOf(name)).apply(resolve));
  const probe = (given: Partial<ProbeRequest>): Promise<Probe> =>
    probeCluster({ ...request, kubeconfig: undefined, ...given });
  const reasonOf = (found: Probe): string =>
    found.kind === "asked" ? found.health.reason : `not asked: ${found.why}`;

  it("says in KubeFed's words how it is, and of one that was not asked, why", async () => {
    const found: Record<string, string> = {};
    for (const name of Object.keys(asked)) {
      found[name] = reasonOf(await probe({ kubeconfig: kubeconfigOf(name) }));
    }
    expect(found).to.deep.equal({
      well: "ClusterReady",
      shy: "ClusterReady",
      refusing: "ClusterNotReachable",
      portal: "ClusterNotReachable",
      silent: "ClusterNotReachable",
    });
    const malformed = await probe({ kubeconfig: pulumi.output("{}") });
    expect(reasonOf(malformed)).to.equal("ClusterConfigMalformed");
    expect(reasonOf(await probe({}))).to.match(/^not asked: the credentials of a provider/);
    const late = pulumi.output(new Promise<string>(() => undefined));
    expect(reasonOf(await probe({ kubeconfig: late }))).to.match(/^not asked: its kubeconfig is/);
  });

  it("asks so many times as must fail in a row, and no more once it answers", async () => {
    failing = 2;
    const flaky = await askedCluster("flaky", {
      get "/healthz"() {
        failing -= 1;
        return failing < 0 ? "ok" : "starting";
      },
    });
    asked.flaky = flaky;
    const kubeconfig = kubeconfigOf("flaky");
    const first = await probe({ kubeconfig, failureThreshold: 3 });
    // What answers, even without ok, is there; only what gives no answer is asked again.
    expect(reasonOf(first)).to.equal("ClusterNotReady");
    expect(failing).to.equal(1);
    const started = Date.now();
    await probe({ kubeconfig: kubeconfigOf("silent"), failureThreshold: 3 });
    expect(Date.now() - started).to.be.greaterThan(3 * request.timeoutMs - 50);
  });

  it("takes the answer to the credentials that joining gave when it is good, else the other", async () => {
    const rows: [given: string, joined: string, server: string, reason: string][] = [
      ["refusing", "well", "well", "ClusterReady"],
      ["silent", "well", "well", "ClusterReady"],
      ["well", "refusing", "well", "ClusterReady"],
      ["refusing", "silent", "refusing", "ClusterNotReachable"],
    ];
    for (const [given, joined, server, reason] of rows) {
      const found = await probe({ kubeconfig: kubeconfigOf(given), joined: textOf(joined) });
      const at = JSON.parse(await textOf(server)) as { clusters: { cluster: object }[] };
      expect(reasonOf(found), `${given}, ${joined}`).to.equal(reason);
      expect(found).to.have.nested.property(
        "api.server",
        Reflect.get(at.clusters[0]?.cluster ?? {}, "server"),
      );
    }
    const never = await probe({ joined: Promise.resolve(undefined) });
    expect(never.kind).to.equal("not-asked");
  });

  it("asks nobody under mocks", async () => {
    await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) });
    const found = await probe({ kubeconfig: kubeconfigOf("well") });
    expect(reasonOf(found)).to.equal("not asked: the program is run by mocks");
  });

  it("gives a status with version and place, without what the cluster does not tell", async () => {
    const statusOf = async (name: string) => {
      const found = await probe({ kubeconfig: kubeconfigOf(name) });
      const { apiEndpoint, conditions, message, ...rest } = await readClusterStatus(found, stated);
      return rest;
    };
    const well = { ready: true, reason: "ClusterReady" };
    expect(await statusOf("well")).to.deep.equal({
      ...well,
      kubernetesVersion: "v1.36.3",
      zones: ["z2"],
    });
    expect(await statusOf("shy")).to.deep.equal({ ...well, zones: [] });
    expect(await statusOf("refusing")).to.deep.equal({
      ready: false,
      reason: "ClusterNotReachable",
      zones: [],
    });
    const unknown = await readClusterStatus({ kind: "not-asked", why: "so" }, { zones: ["z"] });
    expect(unknown).to.include({ reason: "ClusterNotProbed", message: "so" });
  });
});
