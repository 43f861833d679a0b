import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { componentClasses } from "../../../provider/plugin/host/componentClasses";
import {
  type ArrivingSpec,
  ownReference,
  readSchema,
} from "../../../provider/plugin/host/packageSchema";
import { readInputs } from "../../../provider/plugin/host/readInputs";
import { type MemberLists, memberLists } from "../../support/memberLists";
import { type Referred, sampleProvider, sampleValue } from "../../support/servedValues";
import { servedProgram, type ServedProgram } from "../../support/servedProgram";

const schema = readSchema();
const tokens = Object.keys(schema.resources).filter((token) => componentClasses.has(token));

/** The least that each component takes, and what it refers to by its name here. */
const least: Readonly<Record<string, (of: Referred, lists: MemberLists) => object>> = {
  ClusterRegistry: (of) => ({ clusters: [of.KubeFedCluster], hostCluster: of.KubeFedCluster }),
  DomainRecord: (of) => ({
    dnsName: "api.example.com",
    records: { A: ["10.0.0.1"] },
    rfc2136Zone: of.Rfc2136Zone,
  }),
  ExternalDns: (of) => ({ hostCluster: of.KubeFedCluster }),
  FederatedCustomResource: () => ({ apiVersion: "velero.io/v1", kind: "Schedule" }),
  FederatedHelmChart: (of) => ({ namespace: of.FederatedNamespace, chart: "./chart" }),
  FederatedNamespace: (of) => ({
    clusters: [of.KubeFedCluster],
    placement: { clusterSelector: {} },
  }),
  FederatedYaml: (of) => ({
    namespace: of.FederatedNamespace,
    yaml: ["{ apiVersion: v1, kind: ConfigMap, metadata: { name: entries }, data: {} }"],
  }),
  FleetFromKubeconfig: (_of, { path }) => ({ path }),
  FleetFromRegistry: (_of, { kubeconfig }) => ({ kubeconfig, kind: "KubeFedCluster" }),
  FleetFromStack: () => ({ stack: "org/fleet/dev", output: "fleet" }),
  HorizontalPodAutoscalerPreference: () => ({ totalMinReplicas: 1, totalMaxReplicas: 3 }),
  IngressDNSRecord: (of) => ({
    ingress: of.FederatedIngress,
    hosts: ["shop.example.com"],
    rfc2136Zone: of.Rfc2136Zone,
  }),
  JobSchedulingPreference: () => ({ totalParallelism: 2, totalCompletions: 4 }),
  KubeFedCluster: () => ({ kubeconfig: pulumi.secret("{}"), region: "eu", zones: ["eu-a"] }),
  MultiClusterIngress: (of) => ({ service: of.FederatedService }),
  ReplicaSchedulingPreference: () => ({ totalReplicas: 9 }),
  Rfc2136Zone: () => ({ server: ["ns.example.com"], zone: "example.com" }),
  ServiceDNSRecord: (of) => ({
    service: of.FederatedService,
    domain: "example.com",
    rfc2136Zone: of.Rfc2136Zone,
  }),
};

/** What templates of some kinds cannot be without. */
const bodies: Readonly<Record<string, object>> = {
  FederatedService: { spec: { type: "LoadBalancer", ports: [{ port: 80 }] } },
  FederatedClusterRoleBinding: { roleRef: { apiGroup: "g", kind: "ClusterRole", name: "r" } },
  FederatedCustomResourceDefinition: {
    metadata: { name: "crontabs.stable.example.com" },
    spec: { group: "stable.example.com", names: { kind: "CronTab", plural: "crontabs" } },
  },
  FederatedRoleBinding: { roleRef: { apiGroup: "g", kind: "Role", name: "r" } },
};

/** Those that others refer to come first. */
const order = [
  "KubeFedCluster",
  "FederatedNamespace",
  "FederatedIngress",
  "FederatedService",
  "Rfc2136Zone",
];

/** A served component cannot be one that is told when all is declared. */
const notServed = "StagedUpdateStrategy";

const named = (token: string): string => token.replace("kubefed:index:", "");

describe("the plugin against the schema", () => {
  let program: ServedProgram;
  let lists: MemberLists;
  const referred: Record<string, pulumi.Resource> = {};
  const urns: Record<string, string> = {};
  const states: Record<string, object> = {};

  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : 99);

  before(async () => {
    lists = await memberLists({ contexts: ["named"], registered: ["listed"] });
    program = await servedProgram(lists.answers);
    const all = tokens
      .map(named)
      .filter((name) => name !== notServed)
      .sort((a, b) => rank(a) - rank(b));
    for (const name of all) {
      const template = { metadata: {}, ...bodies[name] };
      const given = {
        ...(name.startsWith("Federated") && name !== "FederatedNamespace"
          ? { namespace: referred.FederatedNamespace }
          : {}),
        ...("template" in (schema.resources[`kubefed:index:${name}`]?.inputProperties ?? {})
          ? { template }
          : {}),
        ...least[name]?.(referred, lists),
      };
      const { urn, state } = await program.construct(`a-${name.toLowerCase()}`, name, given);
      urns[name] = urn;
      states[name] = state;
      const found = program.refer(urn);
      if (pulumi.Resource.isInstance(found)) referred[name] = found;
    }
  });

  after(() => lists.remove());

  it("constructs exactly the components that the schema has", () => {
    expect([...componentClasses.keys()].sort()).to.deep.equal([...tokens].sort());
    const components = Object.entries(schema.resources).filter(
      ([, each]) => "isComponent" in each && each.isComponent === true,
    );
    expect(components.map(([token]) => token).sort()).to.deep.equal([...tokens].sort());
  });

  for (const token of tokens.filter((each) => named(each) !== notServed)) {
    it(`constructs ${named(token)}, gives its outputs and knows it again by its URN`, () => {
      const name = named(token);
      expect(urns[name]).to.match(new RegExp(`::${token}::a-${name.toLowerCase()}$`));
      expect(Reflect.get(referred[name] ?? {}, "__pulumiType")).to.equal(token);
      const { properties = {}, required = [] } = schema.resources[token] as {
        properties?: object;
        required?: readonly string[];
      };
      expect(Object.keys(properties)).to.include.members(Object.keys(states[name] ?? {}));
      expect(Object.keys(states[name] ?? {})).to.include.members([...required]);
    });
  }

  it("takes what it has not made for a URN and nothing else", () => {
    const found = program.refer("urn:pulumi:dev::shop::kubefed:index:KubeFedCluster::stranger");
    expect(pulumi.Resource.isInstance(found)).to.equal(true);
    expect(Reflect.get(found as object, "__pulumiType")).not.to.equal(
      "kubefed:index:KubeFedCluster",
    );
  });

  describe("lets every input reach the class", () => {
    const samples = (spec: ArrivingSpec): unknown => {
      const byToken = Object.entries(referred).map(
        ([name, each]) => [`kubefed:index:${name}`, each] as const,
      );
      const provider = { "pulumi:providers:kubernetes": sampleProvider() };
      return sampleValue(schema, spec, { ...Object.fromEntries(byToken), ...provider });
    };

    for (const token of tokens.filter((each) => named(each) !== notServed)) {
      const inputs = Object.entries(schema.resources[token]?.inputProperties ?? {});
      it(named(token), async () => {
        for (const [input, spec] of inputs) {
          // Those that are looked up by others, below.
          if (input === "stagedUpdate" || input in lookedUp) continue;
          const value = samples(spec);
          const read = async (given: unknown) =>
            await readInputs({ [input]: given }, { schema, token });
          const plain = await read(value);
          const at = `${named(token)}.${input}`;
          expect(argumentFor(input, plain.args), at).to.deep.equal(asArgument(input, value));
          expect(problemsAt(plain.problems, input), at).to.deep.equal([]);
          // What an SDK knows it may wrap all the same.
          const wrapped = await read(pulumi.output(Promise.resolve(value)));
          const arrived = mayWait(spec) ? wrapped.args : plain.args;
          expect(argumentFor(input, wrapped.args), at).to.deep.equal(argumentFor(input, arrived));
          // What is not known is never taken as absent.
          const unknown = await read(pulumi.output(pulumi.unknown));
          const refused = problemsAt(unknown.problems, input);
          expect(refused.length, at).to.equal(mayWait(spec) ? 0 : 1);
          if (refused.length > 0) expect(refused[0]?.message, at).to.include("known at preview");
        }
      });
    }

    it("and the resources that an object type holds in TypeScript, by a key or in a list beside", async () => {
      const token = "kubefed:index:FederatedYaml";
      const maps = ["replica", "job"].map((sort) => `${sort}SchedulingPreferences`);
      const preferences = [referred.ReplicaSchedulingPreference, referred.JobSchedulingPreference];
      const given = {
        [maps[0] ?? ""]: { nine: preferences[0] },
        [maps[1] ?? ""]: { job: preferences[1] },
        scheduling: [
          { kind: "Deployment", preference: "nine" },
          { kind: "Job", preference: "job" },
          { kind: "Job", preference: "none" },
        ],
      };
      const { args, problems } = await readInputs(given, { schema, token });
      expect(args).to.deep.equal({
        scheduling: [
          { kind: "Deployment", preference: preferences[0] },
          { kind: "Job", preference: preferences[1] },
          { kind: "Job", preference: "none" },
        ],
      });
      expect(problems.map(({ path }) => path)).to.deep.equal(["scheduling[2].preference"]);
      const target = { kind: "Deployment", namespace: "shop", name: "web" };
      const targetClusters = [referred.KubeFedCluster];
      const preference = "kubefed:index:ReplicaSchedulingPreference";
      const read = await readInputs({ target, targetClusters }, { schema, token: preference });
      expect(read.args).to.deep.equal({ target: { ...target, clusters: targetClusters } });
      expect(read.inputPath("target.clusters[0]")).to.equal("targetClusters[0]");
    });
  });
});

/** Inputs that others need, which are tested beside them. */
const lookedUp = {
  horizontalPodAutoscalerPreferences: "a-horizontalpodautoscalerpreference",
  jobSchedulingPreferences: "a-jobschedulingpreference",
  replicaSchedulingPreferences: "a-replicaschedulingpreference",
  scheduling: "",
  targetClusters: "",
};

const problemsAt = (
  problems: readonly { readonly path: string; readonly message: string }[],
  input: string,
) => problems.filter(({ path, message }) => path.startsWith(input) && message !== "is needed");

/** Where an input stands among the arguments of the class. */
function argumentFor(input: string, args: Readonly<Record<string, unknown>>): unknown {
  const names: Readonly<Record<string, string>> = {
    namespaceName: "namespace",
    rfc2136Zone: "dns",
    externalDns: "dns",
  };
  return args[names[input] ?? input];
}

/** What an input becomes, where that is another value than it was. */
function asArgument(input: string, value: unknown): unknown {
  // Its clusters are an input of their own.
  if (input === "target") return { ...(value as object), clusters: undefined };
  return value;
}

/** Whether a value may be known only later. */
function mayWait(spec: ArrivingSpec): boolean {
  const isSingle = spec.items === undefined && spec.additionalProperties === undefined;
  if (spec.plain === true || !isSingle) return false;
  return ownReference(spec, "resources") === undefined && ownReference(spec, "types") === undefined
    ? true
    : schema.types[ownReference(spec, "types") ?? ""]?.properties === undefined &&
        ownReference(spec, "resources") === undefined;
}
