import { expect } from "chai";
import { convertDocuments } from "../../../provider/migration/convertObjects";
import type { Migration } from "../../../provider/migration/migration";
import { proveMigration } from "../../../provider/migration/proof/proof";
import { deepFreeze } from "../../support/deepFreeze";

const policyGroup = "policy.karmada.io/v1alpha1";

const clusters = [
  cluster("a", {}),
  cluster("b", {}),
  cluster("dirty", { taints: [{ key: "maintenance", effect: "NoSchedule" }] }),
];

function cluster(name: string, spec: object): object {
  return { apiVersion: "cluster.karmada.io/v1alpha1", kind: "Cluster", metadata: { name }, spec };
}

const web = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", labels: { app: "web" } },
  spec: { replicas: 5, template: { spec: { containers: [{ name: "web", image: "nginx:1.25" }] } } },
};

const byName = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
const byKind = { apiVersion: "apps/v1", kind: "Deployment" };
const byLabel = { ...byKind, labelSelector: { matchLabels: { app: "web" } } };

function policy(
  name: string,
  given: { kind?: string; selector?: object; to?: string; placement?: object; priority?: number },
): object {
  const { kind = "PropagationPolicy", selector = byKind, to, placement, priority } = given;
  const own = placement ?? (to === undefined ? {} : { clusterAffinity: { clusterNames: [to] } });
  const spec = { resourceSelectors: [selector], placement: own, priority };
  return { apiVersion: policyGroup, kind, metadata: { name }, spec };
}

function convert(...objects: readonly object[]): Migration {
  const documents = deepFreeze([...clusters, web, ...objects]);
  const migration = convertDocuments({ documents, clusters: [] });
  if (migration === undefined) throw new Error("nothing to convert");
  expect(proveMigration(migration).isEqual).to.equal(true);
  return migration;
}

function placeOf(migration: Migration): string[] {
  return migration.expectations
    .filter(({ object, kind }) => object !== undefined && kind === "Deployment")
    .map(({ cluster: name }) => name);
}

function replicasOf(migration: Migration): Record<string, unknown> {
  return Object.fromEntries(
    migration.expectations.flatMap(({ cluster: name, object }) =>
      object === undefined ? [] : [[name, Reflect.get(Object(object.spec), "replicas")]],
    ),
  );
}

describe("a conversion from Karmada", () => {
  const rows = [
    {
      what: "a policy of the namespace beats one for all",
      policies: [
        policy("x", { kind: "ClusterPropagationPolicy", selector: byName, to: "a" }),
        policy("y", { to: "b" }),
      ],
    },
    {
      what: "a higher priority beats a closer selector",
      policies: [policy("x", { selector: byName, to: "a" }), policy("y", { to: "b", priority: 1 })],
    },
    {
      what: "a name beats a label, a label beats a kind",
      policies: [
        policy("w", { to: "a" }),
        policy("x", { selector: byLabel, to: "a" }),
        policy("y", { selector: byName, to: "b" }),
      ],
    },
    {
      what: "of equals the smaller name counts",
      policies: [policy("z", { to: "a" }), policy("y", { to: "b" })],
    },
  ];
  for (const { what, policies } of rows) {
    it(what, () => {
      expect(placeOf(convert(...policies))).to.deep.equal(["b"]);
    });
  }

  it("keeps off clusters whose taints are not tolerated", () => {
    expect(placeOf(convert(policy("x", {})))).to.deep.equal(["a", "b"]);
    const tolerant = { clusterTolerations: [{ key: "maintenance", operator: "Exists" }] };
    const all = placeOf(convert(policy("x", { placement: tolerant })));
    expect(all).to.deep.equal(["a", "b", "dirty"]);
  });

  it("takes what a ResourceBinding says before it computes anything", () => {
    const divided = {
      replicaScheduling: {
        replicaSchedulingType: "Divided",
        replicaDivisionPreference: "Aggregated",
      },
    };
    const binding = {
      apiVersion: "work.karmada.io/v1alpha2",
      kind: "ResourceBinding",
      metadata: { name: "web-deployment", namespace: "default" },
      spec: {
        resource: { apiVersion: "apps/v1", kind: "Deployment", namespace: "default", name: "web" },
        clusters: [
          { name: "b", replicas: 4 },
          { name: "a", replicas: 1 },
        ],
      },
    };
    const known = convert(policy("x", { placement: divided }), binding);
    expect(replicasOf(known)).to.deep.equal({ a: 1, b: 4 });
    expect(known.notes.filter(({ sort }) => sort === "assumed")).to.deep.equal([]);
    const guessed = convert(policy("x", { placement: divided }));
    expect(guessed.notes.find(({ sort }) => sort === "assumed")?.message).to.include(
      "add the ResourceBindings to have the real ones",
    );
  });

  it("leaves out what no policy propagates, and says so", () => {
    const { declarations, notes } = convert();
    expect(declarations).to.deep.equal([]);
    expect(notes.map(({ source, sort }) => [source, sort])).to.deep.equal([
      ["Deployment default/web", "left out"],
    ]);
  });

  it("says where it cannot tell what an overrider made", () => {
    const spec = {
      overrideRules: [{ overriders: { fieldOverrider: [{ fieldPath: "/data/x" }] } }],
    };
    const override = {
      apiVersion: policyGroup,
      kind: "OverridePolicy",
      metadata: { name: "o" },
      spec,
    };
    const { notes } = convert(policy("x", { to: "a" }), override);
    expect(notes.map(({ message }) => message).join("\n")).to.include(
      "on a it cannot be told what Karmada made of it (OverridePolicy o: a fieldOverrider changes",
    );
  });
});
