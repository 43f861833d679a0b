import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import type { KubeFedCluster } from "../../../provider/components/clusters/kubeFedCluster";
import { type MemberLists, memberLists } from "../../support/memberLists";
import { Refused, servedProgram, type ServedProgram } from "../../support/servedProgram";

describe("a fleet that another language asks for", () => {
  let lists: MemberLists;
  let path: string;
  let program: ServedProgram;

  before(async () => {
    lists = await memberLists({
      contexts: ["prod_EU", "staging", "us"],
      registered: ["us"],
      bare: ["eu"],
    });
    path = lists.path;
  });
  after(() => lists.remove());
  beforeEach(async () => {
    program = await servedProgram(lists.answers);
  });

  const refusal = async (type: string, inputs: object): Promise<Refused> => {
    try {
      await program.construct("fleet", type, inputs);
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
    throw new Error("nothing was refused");
  };
  /** The clusters of a fleet, as another component meets them: by their URNs. */
  const clustersOf = async (type: string, inputs: object): Promise<KubeFedCluster[]> => {
    const { state } = await program.construct("fleet", type, inputs);
    const clusters = state.clusters as readonly KubeFedCluster[];
    expect(state.clusterNames).to.deep.equal(clusters.map(({ name }) => name));
    const urns = clusters.map(
      ({ urn }) => new Promise<string>((done) => pulumi.output(urn).apply(done)),
    );
    return (await Promise.all(urns)).map((urn) => program.refer(urn) as KubeFedCluster);
  };
  const namesOf = (type: string) =>
    program.registered.filter((each) => each.type === type).map(({ name }) => name);

  it("has clusters that every other component takes, once for a program", async () => {
    const clusters = await clustersOf("FleetFromKubeconfig", {
      path,
      contexts: ["us", "prod_EU"],
      names: { prod_EU: "eu" },
      members: { eu: { labels: { tier: "prod" }, region: "eu-west", zones: ["a"] } },
    });
    expect(clusters.map(({ name, labels, region }) => ({ name, labels, region }))).to.deep.equal([
      { name: "eu", labels: { tier: "prod" }, region: "eu-west" },
      { name: "us", labels: {}, region: undefined },
    ]);
    const place = { clusters, placement: { clusterSelector: { matchLabels: { tier: "prod" } } } };
    const map = await program.construct("map", "FederatedConfigMap", {
      ...place,
      template: { metadata: { namespace: "default" }, data: {} },
    });
    expect(Object.keys(map.state.resources as object)).to.deep.equal(["eu"]);
    expect(namesOf("kubernetes:core/v1:ConfigMap")).to.deep.equal(["map-eu"]);
    expect(namesOf("kubefed:index:KubeFedCluster")).to.deep.equal(["eu", "us"]);
  });

  it("has clusters in a program in YAML too, whose host loses the references of a list", async () => {
    const contexts = ["staging", "us"];
    const { urn } = await program.construct("fleet", "FleetFromKubeconfig", { path, contexts });
    const fleet = program.refer(urn) as pulumi.Resource;
    const made = await program.construct("alone", "KubeFedCluster", { kubeconfig: "{}" });
    const alone = program.refer(made.urn) as pulumi.Resource;
    const from = (resource: pulumi.Resource, count: number) =>
      resource.urn.apply(() => Array.from({ length: count }, () => ({})));
    const map = (name: string, clusters: unknown) =>
      program.construct(name, "FederatedConfigMap", {
        clusters,
        placement: { clusterSelector: {} },
        template: { metadata: { namespace: "default", name }, data: {} },
      });
    const { state } = await map("map", from(fleet, 2));
    expect(Object.keys(state.resources as object)).to.deep.equal(contexts);
    const unclear = [from(fleet, 1), from(alone, 1), pulumi.output([{}, {}])];
    for (const [index, clusters] of unclear.entries()) {
      const refused = await map(`map-${index}`, clusters).catch((error: unknown) => error);
      expect((refused as Refused).paths).to.include("clusters[0] (not shown)");
    }
  });

  it("has clusters with the URNs that they have one by one, whatever it is called", async () => {
    const contexts = { path, contexts: ["us"] };
    const [fromFile] = await clustersOf("FleetFromKubeconfig", contexts);
    program = await servedProgram();
    const alone = await program.construct("us", "KubeFedCluster", { kubeconfig: "{}" });
    const urn = await new Promise((done) => pulumi.output(fromFile?.urn).apply(done));
    expect(urn).to.equal(alone.urn);
  });

  it("is refused with every name that its file has not, and has no cluster then", async () => {
    const refused = await refusal("FleetFromKubeconfig", {
      path,
      contexts: ["us", "prod-eu"],
      names: { prod: "eu" },
      members: { eu: { labels: {} }, us: { labels: {} } },
    });
    expect([...refused.paths].sort()).to.deep.equal([
      "contexts (a list)",
      'members["eu"] (an object)',
      'names["prod"]',
    ]);
    expect(refused.message)
      .to.include(`"${path}" has no context "prod-eu"; known: "prod_EU", "staging", "us"`)
      .and.include('no member cluster is called "eu"; known: "us"');
    expect(namesOf("kubefed:index:KubeFedCluster")).to.deep.equal([]);
    const unnamed = await refusal("FleetFromKubeconfig", { path });
    expect(unnamed.paths).to.deep.equal(['names["prod_EU"]']);
    const nowhere = await refusal("FleetFromKubeconfig", { path: `${path}-none` });
    expect(nowhere.paths).to.deep.equal(["path"]);
  });

  it("is the only one that takes all contexts, so that none is missed in the other", async () => {
    const all = { path, names: { prod_EU: "eu" } };
    await program.construct("first", "FleetFromKubeconfig", all);
    const refused = await refusal("FleetFromKubeconfig", all);
    expect(refused.paths).to.deep.equal(["contexts"]);
    expect(refused.message).to.include("another fleet of this program takes all contexts");
  });

  it("is what another stack exported, with credentials that are secret and leave no trace", async () => {
    const output = { stack: "org/fleet/dev", output: "fleet" };
    const clusters = await clustersOf("FleetFromStack", output);
    expect(clusters.map(({ name, labels, region, zones }) => [name, labels, region, zones]))
      .to //
      .deep.equal([
        ["eu", { tier: "prod" }, "eu", ["eu-a"]],
        ["us", {}, undefined, []],
      ]);
    for (const { memberKubeconfig } of clusters)
      expect(await pulumi.isSecret(memberKubeconfig ?? pulumi.output(""))).to.equal(true);
    const fleets = program.registered.filter(({ type }) => type.includes("FleetFrom"));
    expect(JSON.stringify(fleets)).not.to.include(lists.token);
  });

  it("is refused where the other stack has no such output, or cannot be read, and its siblings are not", async () => {
    const stack = "org/fleet/dev";
    const sibling = program.construct("alone", "KubeFedCluster", { kubeconfig: "{}" });
    const none = await refusal("FleetFromStack", { stack, output: "flete" });
    expect(none.paths).to.deep.equal(["output"]);
    expect(none.message).to.include('stack "org/fleet/dev" has no output "flete"');
    const strange = await refusal("FleetFromStack", { stack, output: "strange" });
    expect(strange.message).to.include('"eu" in output "strange" was not made by exportClusters');
    expect(strange.message).not.to.include(lists.token);
    const unread = await refusal("FleetFromStack", { stack: "org/flete/dev", output: "fleet" });
    expect(unread.paths).to.deep.equal(["stack"]);
    expect(unread.message).to.include('unknown stack "org/flete/dev"');
    expect((await sibling).urn).to.include("::alone");
    expect(namesOf("kubefed:index:KubeFedCluster")).to.deep.equal(["alone"]);
  });

  it("is what a registry lists; without credentials or an address a cluster is refused by name", async () => {
    const registry = { kubeconfig: lists.kubeconfig, kind: "KubeFedCluster" };
    const bare = await refusal("FleetFromRegistry", registry);
    expect(bare.message).to.include(
      'the registry has no credentials for cluster "eu"; give a kubeconfig for it by members',
    );
    const members = { ap: { region: "ap" }, eu: { kubeconfig: pulumi.secret("{}") } };
    const strange = await refusal("FleetFromRegistry", { ...registry, members });
    expect(strange.paths).to.deep.equal(['members["ap"] (an object)']);
    const { eu } = members;
    const clusters = await clustersOf("FleetFromRegistry", { ...registry, members: { eu } });
    expect(clusters.map(({ name, labels }) => [name, labels])).to.deep.equal([
      ["eu", { name: "eu" }],
      ["us", { name: "us" }],
    ]);
    const used = clusters[1]?.memberKubeconfig ?? pulumi.output("");
    expect(await pulumi.isSecret(used)).to.equal(true);
    const away = await refusal("FleetFromRegistry", { ...registry, namespace: "elsewhere" });
    expect(away.paths).to.deep.equal(['FleetFromRegistry "fleet"']);
    const later = { ...registry, kubeconfig: pulumi.output(pulumi.unknown) };
    const unknown = await refusal("FleetFromRegistry", later);
    expect(unknown.message).to.include("kubeconfig must be known when the program runs");
  });
});
