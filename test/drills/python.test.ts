import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Cluster, parseKubeconfig } from "../fleet";
import { contextsFile } from "../support/contextsFile";
import { kubefed } from "../support/kubefed";
import { configMapPath, deploymentPath, readLive } from "../support/live";
import { type PythonWithSdk, pythonWithSdk } from "../support/pythonEnvironment";
import { pythonStack } from "../support/pythonStack";
import { sharedFleet } from "../support/sharedFleet";
import type { TestStack } from "../support/stack";

const settings = configMapPath("shop", "settings");
const members = {
  "us-east": { tier: "prod", region: "us" },
  "eu-west": { tier: "prod", region: "eu" },
};

/** What the example has not: clusters that a file names, passed on as they come. */
const more = `
fleet = kubefed.FleetFromKubeconfig(
    "fleet",
    path="clusters.yaml",
    names={"gke_far": "ap-south"},
    members={"ap-south": kubefed.FleetMemberArgs(labels={"tier": "far"})},
)
kubefed.FederatedConfigMap(
    "far",
    clusters=fleet.clusters,
    namespace_name="default",
    placement=kubefed.PlacementArgs(cluster_names=fleet.cluster_names),
    template=k8s.core.v1.ConfigMapArgs(data={"greeting": "hello"}),
)
pulumi.export("far", fleet.clusters.apply(lambda all: [each.labels for each in all]))
`;

describe("a program in Python on real clusters", function () {
  this.timeout(900_000);
  let clusters: readonly Cluster[];
  let far: Cluster;
  let python: PythonWithSdk;
  let stack: TestStack;

  before(async () => {
    const fleet = await sharedFleet();
    clusters = Object.keys(members).flatMap((name) => fleet.clusters[name] ?? []);
    const { "ap-south": other } = fleet.clusters;
    if (other === undefined) throw new Error("no fleet");
    far = other;
    python = await pythonWithSdk();
    const secrets = clusters.map(({ name, kubeconfig }) => [`${name}-kubeconfig`, kubeconfig]);
    stack = await pythonStack({
      folder: "shop/python",
      python,
      secrets: Object.fromEntries(secrets) as Record<string, string>,
      config: { members: JSON.stringify(members) },
    });
    const { directory } = stack.shell;
    writeFileSync(join(directory, "clusters.yaml"), contextsFile({ gke_far: far }));
    appendFileSync(join(directory, "__main__.py"), more);
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
    python.remove();
  });

  const live = async (path: string) =>
    await Promise.all(clusters.map((each) => readLive(each, path)));

  it("says at preview which clusters get what and why, as a TypeScript program does", async () => {
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const said = preview.diagnostics.map(({ message }) => message).join("\n");
    expect(said).to.include(
      "[dev] ConfigMap shop/settings on 2 of 2 member clusters, matched by tier=prod: eu-west (2 overrides), us-east",
    );
    expect(said).to.include("6 of 9: weight 2 of 3");
    expect(await live("/api/v1/namespaces/shop")).to.deep.equal([undefined, undefined]);
  });

  it("writes the same objects, and no secret into the state", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const [us, eu] = await live(settings);
    expect(us?.data).to.deep.equal({ greeting: "hello", currency: "USD" });
    expect(eu?.data).to.deep.equal({ greeting: "bonjour", currency: "EUR" });
    const deployments = await live(deploymentPath("shop", "web"));
    expect(deployments.map((each) => each?.spec?.replicas)).to.deep.equal([6, 3]);
    expect(up.outputs.far).to.deep.equal([{ tier: "far" }]);
    const there = await readLive(far, configMapPath("default", "far"));
    expect(there?.data).to.deep.equal({ greeting: "hello" });
    for (const { kubeconfig } of [...clusters, far])
      expect(stack.state()).not.to.include(parseKubeconfig(kubeconfig).token);
  });

  it("has nothing to do but a changed override on its cluster, in the table of every language", async () => {
    await stack.setConfig("euGreeting", "salut");
    const { code, out, err } = await kubefed({ words: ["plan", "--exit-code"], ...stack.shell });
    expect(code, err).to.equal(2);
    expect(out).to.match(/ConfigMap shop\/settings +~ update +=/);
    expect(out).to.match(/^1 to update, /m);
  });

  it("names a cluster that is not there any more where an override says it, and deletes nothing", async () => {
    const { "us-east": us } = members;
    await stack.setConfig("members", JSON.stringify({ "us-east": us }));
    const up = await stack.up();
    expect(up.succeeded).to.equal(false);
    const said = up.diagnostics.map(({ message }) => message).join("\n");
    expect(said).to.include('no member cluster is called "eu-west"; known: "us-east"');
    expect((await live(settings)).map((each) => each?.data?.greeting)).to.deep.equal([
      "hello",
      "bonjour",
    ]);
  });

  it("takes everything back", async () => {
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect(await live("/api/v1/namespaces/shop")).to.deep.equal([undefined, undefined]);
  });
});
