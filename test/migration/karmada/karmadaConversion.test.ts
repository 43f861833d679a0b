import { expect } from "chai";
import { convertDocuments } from "../../../provider/migration/convertObjects";
import type { Migration } from "../../../provider/migration/migration";
import { proveMigration } from "../../../provider/migration/proof/proof";
import { deepFreeze } from "../../support/deepFreeze";
import { binding, clusters, policy, policyGroup, web } from "./karmadaObjects";

function convert(...objects: readonly object[]): Migration {
  const documents = deepFreeze([...clusters, web, ...objects]);
  const migration = convertDocuments({ documents, clusters: [] });
  if (migration === undefined) throw new Error("nothing to convert");
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

/** Why the workload is unknown, on whatever clusters. */
function doubtsOf(migration: Migration): string {
  return migration.expectations
    .filter(({ kind }) => kind === "Deployment")
    .flatMap(({ unknown }) => unknown ?? [])
    .join("\n");
}

const byName = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
const byLabel = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  labelSelector: { matchLabels: { app: "web" } },
};
const aggregated = {
  replicaScheduling: {
    replicaSchedulingType: "Divided",
    replicaDivisionPreference: "Aggregated",
  },
};

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
    it(`${what}, as far as anybody knows`, () => {
      const migration = convert(...policies);
      expect(placeOf(migration)).to.deep.equal(["b"]);
      expect(doubtsOf(migration)).to.include("it stays with the one that came first");
    });
  }

  it("proves what bindings say, and nothing without any", () => {
    const one = policy("x", { to: "a" });
    const bound = convert(one, binding([{ name: "a", replicas: 5 }]));
    expect(proveMigration(bound).isProved).to.equal(true);
    const proof = proveMigration(convert(one));
    expect([proof.isEqual, proof.isProved]).to.deep.equal([true, false]);
    expect(proof.assumptions.join()).to.include("there is no ResourceBinding");
  });

  it("does not lose a cluster that was tainted after it had got the object", () => {
    const now = convert(policy("x", {}));
    expect(placeOf(now)).to.deep.equal(["a", "b"]);
    expect(doubtsOf(now)).to.include("moves nothing that was there before");
    const bound = convert(
      policy("x", {}),
      binding(["a", "b", "dirty"].map((name) => ({ name, replicas: 5 }))),
    );
    expect(placeOf(bound)).to.deep.equal(["a", "b", "dirty"]);
    expect(proveMigration(bound).isProved).to.equal(true);
    const tolerant = { clusterTolerations: [{ key: "maintenance", operator: "Exists" }] };
    const all = convert(policy("x", { placement: tolerant }));
    expect([placeOf(all), doubtsOf(all)]).to.deep.equal([["a", "b", "dirty"], ""]);
  });

  it("takes what a ResourceBinding says before it computes anything", () => {
    const known = convert(
      policy("x", { placement: aggregated }),
      binding([
        { name: "b", replicas: 4 },
        { name: "a", replicas: 1 },
      ]),
    );
    expect(replicasOf(known)).to.deep.equal({ a: 1, b: 4 });
    expect(proveMigration(known).isProved).to.equal(true);
    expect(doubtsOf(convert(policy("x", { placement: aggregated })))).to.include(
      "by the room that clusters had, which no file tells; add the ResourceBindings",
    );
  });

  it("knows what no policy propagates only where it has bindings", () => {
    const without = convert();
    expect(without.declarations).to.deep.equal([]);
    expect(doubtsOf(without)).to.include("one that is gone may have left it there");
    const other = {
      ...binding([{ name: "a" }]),
      spec: { resource: { apiVersion: "v1", kind: "Secret", name: "x" }, clusters: [] },
    };
    const withBindings = convert(other);
    expect(proveMigration(withBindings).isProved).to.equal(true);
    expect(withBindings.notes.map(({ source, sort }) => [source, sort])).to.deep.equal([
      ["Deployment default/web", "left out"],
    ]);
  });

  it("says what is unknown where an overrider fails, and what to do", () => {
    const plaintext = [{ operator: "replace", path: "/spec/nothing/here", value: 1 }];
    const override = {
      apiVersion: policyGroup,
      kind: "OverridePolicy",
      metadata: { name: "o" },
      spec: {
        overrideRules: [{ targetCluster: { clusterNames: ["a"] }, overriders: { plaintext } }],
      },
    };
    const migration = convert(
      policy("x", {}),
      override,
      binding(["a", "b"].map((name) => ({ name, replicas: 5 }))),
    );
    const proof = proveMigration(migration);
    expect(proof.isProved).to.equal(false);
    const verdicts = proof.verdicts.map(({ cluster, verdict }) => [cluster, verdict]);
    expect(verdicts).to.deep.include.members([
      ["a", "unknown"],
      ["b", "equal"],
      ["dirty", "absent"],
    ]);
    expect(doubtsOf(migration)).to.include("mend the policy, or say with --expect");
  });

  const unsettled = [
    {
      what: "a member refused it",
      changed: {
        status: { conditions: [{ type: "FullyApplied", status: "False", message: "no" }] },
      },
      says: "could not apply it everywhere (no)",
    },
    {
      what: "it has no status",
      changed: { status: {} },
      says: "does not say whether it was applied",
    },
    {
      what: "dispatching is suspended",
      spec: { suspension: { dispatching: true } },
      says: "dispatching is suspended",
    },
    {
      what: "it is being evicted",
      spec: { gracefulEvictionTasks: [{ fromCluster: "a" }] },
      says: "evicting",
    },
    {
      what: "it names a cluster that is not there",
      spec: { clusters: [{ name: "mars", replicas: 5 }] },
      says: "names mars",
    },
  ];
  for (const { what, changed = {}, spec = {}, says } of unsettled) {
    it(`proves nothing by a binding where ${what}`, () => {
      const good = binding([{ name: "a", replicas: 5 }]);
      const bad = { ...good, ...changed, spec: { ...good.spec, ...spec } };
      const migration = convert(policy("x", { to: "a" }), bad);
      expect(doubtsOf(migration)).to.include(says);
      expect(proveMigration(migration).isProved).to.equal(false);
    });
  }

  it("leaves what Karmada has for itself in Karmada, tokens of members included", () => {
    const own = ["karmada-cluster", "karmada-es-a", "kube-system"].map((namespace) => ({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "token", namespace },
      data: { token: "c2VjcmV0" },
    }));
    const all = policy("all", {
      kind: "ClusterPropagationPolicy",
      selector: { apiVersion: "v1", kind: "Secret" },
    });
    const { declarations } = convert(all, ...own);
    expect(declarations).to.deep.equal([]);
  });

  it("keeps each cluster's replicas where Karmada was told to", () => {
    const labels = { app: "web", "resourcetemplate.karmada.io/retain-replicas": "true" };
    const own = { ...web, metadata: { ...web.metadata, labels } };
    const documents = [...clusters, own, policy("x", { to: "a" })];
    const migration = convertDocuments({ documents, clusters: [] });
    expect(migration?.declarations[0]?.retainReplicas).to.equal(true);
  });

  it("does not speak of what policies have by default", () => {
    const usual = policy("x", { to: "a" }) as { spec: object };
    const defaulted = {
      ...usual,
      spec: { ...usual.spec, preemption: "Never", conflictResolution: "Abort", priority: 0 },
    };
    expect(convert(defaulted).notes).to.deep.equal([]);
  });

  const held = [
    { what: "waits for an override", spec: { dependentOverrides: ["later"] }, says: '"later"' },
    { what: "is lazy", spec: { activationPreference: "Lazy" }, says: "lazy" },
    { what: "is suspended", spec: { suspension: { dispatching: true } }, says: "suspended" },
    { what: "has another scheduler", spec: { schedulerName: "mine" }, says: '"mine"' },
  ];
  for (const { what, spec, says } of held) {
    it(`leaves out what is not there yet, because its policy ${what}`, () => {
      const usual = policy("x", { to: "a" }) as { spec: object };
      const migration = convert({ ...usual, spec: { ...usual.spec, ...spec } });
      expect(migration.declarations).to.deep.equal([]);
      expect(doubtsOf(migration)).to.include(says);
      const [note] = migration.notes.map(({ message }) => message);
      expect(note).to.include(says).and.include("not there yet and not in the program");
    });
  }

  it("leaves out a cluster that its policy suspends alone", () => {
    const usual = policy("x", {}) as { spec: object };
    const suspension = { dispatchingOnClusters: { clusterNames: ["b"] } };
    const migration = convert({ ...usual, spec: { ...usual.spec, suspension } });
    expect(placeOf(migration)).to.deep.equal(["a"]);
    expect(doubtsOf(migration)).to.include("dispatching is suspended");
  });
});
