import { expect } from "chai";
import { unknownValue } from "../../provider/core/policy/fleet";
import { knownProps } from "../../provider/policy/knownProps";
import { readFleet, type StackResource } from "../../provider/policy/readFleet";
import { fleetPolicies } from "../../provider/policy";

const head = "urn:pulumi:dev::shop";
const clusterUrn = (name: string) => `${head}::kubefed:index:KubeFedCluster::${name}`;
const providerOf = (name: string) => ({
  urn: `${head}::kubefed:index:KubeFedCluster$pulumi:providers:kubernetes::${name}`,
});
const component = (type: string, name: string, props: object): StackResource => ({
  type: `kubefed:index:${type}`,
  urn: `${head}::kubefed:index:${type}::${name}`,
  props,
});
const copy = (type: string, name: string, rest: Partial<StackResource>): StackResource => ({
  type: `kubernetes:${type}`,
  urn: `${head}::kubernetes:${type}::${name}`,
  props: {},
  ...rest,
});
const configMap = { apiVersion: "v1", kind: "ConfigMap" };

/** As the host gives it: reading one of its values throws. */
function withUnknown(props: object, key: string): object {
  return new Proxy(props, {
    get: (of, name) => {
      if (name === key) throw Object.assign(new Error("not known"), { unknownTypeSentinel: "1c" });
      return Reflect.get(of, name) as unknown;
    },
  });
}

describe("what a policy reads of a stack", () => {
  const settings = component("FederatedConfigMap", "settings", {
    secretFields: { "data.password": ["us-east"], "data.ip": unknownValue },
  });
  const metadata = { name: "settings", namespace: "shop" };
  const settingsOn = (cluster: string, parent: StackResource | undefined): StackResource =>
    copy("core/v1:ConfigMap", `settings-${cluster}`, {
      parent,
      provider: providerOf(cluster),
      props: { ...configMap, metadata },
    });

  it("is one object with a copy for each cluster, and what is secret in it", () => {
    const { objects } = readFleet([settingsOn("us-east", settings), settingsOn("eu", settings)]);
    expect(objects).to.have.length(1);
    expect(objects[0]).to.deep.include({
      title: "ConfigMap shop/settings",
      urn: settings.urn,
      isFederated: true,
      secretFields: { "data.password": ["us-east"], "data.ip": undefined },
    });
    expect(objects[0]?.copies.map(({ cluster }) => cluster)).to.deep.equal(["eu", "us-east"]);
  });

  it("is also the copy on a member with a provider of the program's own", () => {
    const provider = { urn: `${head}::pulumi:providers:kubernetes::own` };
    const own = { ...settingsOn("ap-south", settings), provider };
    const { objects } = readFleet([settingsOn("us-east", settings), own]);
    expect(objects[0]?.copies.map(({ cluster }) => cluster)).to.deep.equal(["ap-south", "us-east"]);
  });

  it("is nothing of objects elsewhere, of patches, and of what is no object", () => {
    const elsewhere = { urn: `${head}::pulumi:providers:kubernetes::own` };
    const own = { ...settingsOn("us-east", undefined), provider: elsewhere };
    const patch = { ...settingsOn("us-east", settings), type: "kubernetes:core/v1:ConfigMapPatch" };
    const file = copy("yaml/v2:ConfigFile", "file", { provider: providerOf("us-east") });
    expect(readFleet([own, patch, file]).objects).to.deep.equal([]);
  });

  it("says of a chart's objects that they are federated, and not what is secret", () => {
    const chart = component("FederatedHelmChart", "app", { plan: {} });
    const release: StackResource = {
      type: "kubernetes:helm.sh/v4:Chart",
      urn: `${head}::kubernetes:helm.sh/v4:Chart::app-us-east`,
      props: {},
      parent: chart,
    };
    const [object] = readFleet([settingsOn("us-east", release)]).objects;
    expect(object).to.include({ isFederated: true, urn: chart.urn });
    expect(object).not.to.have.property("secretFields");
  });

  it("has the members with their regions and their rights", () => {
    const cluster = (name: string, props: object): StackResource => ({
      ...component("KubeFedCluster", name, props),
      urn: clusterUrn(name),
    });
    const joinedAs = (parent: StackResource, props: object): StackResource => ({
      type: "pulumi-nodejs:dynamic/kubefed:ClusterMembership",
      urn: `${parent.urn}-membership`,
      props,
      parent,
    });
    const [all, few, late, none] = ["all", "few", "late", "none"].map((name) =>
      cluster(name, { region: `${name}-1` }),
    ) as [StackResource, StackResource, StackResource, StackResource];
    const rule = { verbs: ["get"], apiGroups: [""], resources: ["secrets"], resourceNames: ["a"] };
    const { members } = readFleet([
      none,
      joinedAs(late, withUnknown({ scope: "Cluster", rules: 1 }, "rules")),
      joinedAs(few, { scope: "Cluster", rules: [rule] }),
      joinedAs(all, { scope: "Cluster" }),
      late,
      few,
      all,
    ]);
    expect(members.map(({ name, region, access }) => [name, region, access])).to.deep.equal([
      ["all", "all-1", { isJoined: true, scope: "Cluster" }],
      ["few", "few-1", { isJoined: true, scope: "Cluster", rules: [rule] }],
      ["late", "late-1", undefined],
      ["none", "none-1", { isJoined: false }],
    ]);
  });

  it("has the Services with a record", () => {
    const record = component("ServiceDNSRecord", "web", { service: "shop/web" });
    expect(readFleet([record]).recorded).to.deep.equal(["shop/web"]);
  });
});

describe("what is known of a resource", () => {
  it("is a plain copy with words for what is not, deep inside too", () => {
    const props = { list: [withUnknown({ a: 1, b: 2 }, "b")], text: "x", none: null };
    expect(knownProps(props)).to.deep.equal({
      list: [{ a: 1, b: unknownValue }],
      text: "x",
      none: null,
    });
  });

  it("passes on what else goes wrong", () => {
    const broken = Object.defineProperty({}, "a", {
      enumerable: true,
      get: () => {
        throw new Error("broken");
      },
    });
    expect(() => knownProps(broken)).to.throw("broken");
  });
});

describe("the policies of a fleet", () => {
  const report = async (
    rules: Parameters<typeof fleetPolicies>[0],
    resources: StackResource[],
    declared: StackResource[] = [],
  ) => {
    const said: string[] = [];
    for (const policy of fleetPolicies(rules)) {
      const say = (message: string) => {
        said.push(`${policy.name} (${policy.enforcementLevel ?? ""}): ${message}`);
      };
      if ("validateStack" in policy) await policy.validateStack({ resources } as never, say);
      else if (typeof policy.validateResource === "function")
        for (const each of declared) {
          const args = { ...each, opts: { parent: each.parent?.urn } };
          await policy.validateResource(args as never, say);
        }
    }
    return said;
  };
  const settings = component("FederatedDeployment", "web", {});
  const metadata = { name: "web", namespace: "shop" };
  const deployment = (spec: object) =>
    copy("apps/v1:Deployment", "web-us-east", {
      parent: settings,
      provider: providerOf("us-east"),
      props: { apiVersion: "apps/v1", kind: "Deployment", metadata, spec },
    });

  it("say what rules find at their level, and at another what is not known yet, once", async () => {
    const rules = { regions: { atLeast: 2 }, disruptionBudgets: {} } as const;
    expect(await report(rules, [deployment({ replicas: 1 })])).to.deep.equal([
      "regions (mandatory): Deployment shop/web: 1 replica in 0 regions (without a region 1), at least 2 asked for; the fleet has 0",
    ]);
    const open = deployment(withUnknown({ replicas: 1 }, "replicas"));
    expect(await report(rules, [open])).to.deep.equal([
      "notYetKnown (advisory): Deployment shop/web: its number of replicas is known only after the update",
    ]);
  });

  it("judge what the program declares where a preview knows no outputs yet", async () => {
    const rules = { regions: { atLeast: 2 } } as const;
    const declared = deployment({ replicas: 1 });
    const said = await report(rules, [{ ...declared, props: {} }], [declared]);
    expect(said).to.have.length(1);
    expect(await report(rules, [{ ...declared, props: {} }])).to.deep.equal([]);
    // What is there counts more than what is declared.
    const none = deployment({ replicas: 0 });
    expect(await report(rules, [none], [declared])).to.deep.equal([]);
  });

  it("are refused with every problem at once", () => {
    const wrong = () => fleetPolicies({ regions: { atLeast: 0 }, replicaShares: {} });
    expect(wrong).to.throw(/^fleetPolicies: 2 problems\n {2}- regions\.atLeast: .+\n {2}- replica/);
  });
});
