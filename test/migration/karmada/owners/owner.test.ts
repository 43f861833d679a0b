import { expect } from "chai";
import type { KarmadaWorld } from "../../../../provider/migration/karmada/karmadaWorld";
import { ownerOf } from "../../../../provider/migration/karmada/owners/owner";
import { refusalOf } from "../../../../provider/migration/karmada/owners/refusedPolicy";
import { deepFreeze } from "../../../support/deepFreeze";

type Plain = Readonly<Record<string, unknown>>;

const selector = { apiVersion: "v1", kind: "ConfigMap" };

function policy(name: string, spec: Plain = {}, kind = "PropagationPolicy"): Plain {
  const metadata = { name, ...(kind === "PropagationPolicy" ? { namespace: "n" } : {}) };
  return { kind, metadata, spec: { resourceSelectors: [selector], ...spec } };
}

function configMap(annotations: Plain = {}): Plain {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "c", namespace: "n", annotations },
  };
}

const byA = {
  "propagationpolicy.karmada.io/name": "a",
  "propagationpolicy.karmada.io/namespace": "n",
};
const byAll = { "clusterpropagationpolicy.karmada.io/name": "all" };
const bound = { spec: { resource: { ...selector, namespace: "n", name: "c" } } };
const other = { spec: { resource: { ...selector, namespace: "n", name: "x" } } };

describe("the owner of an object in Karmada", () => {
  const rows: readonly {
    what: string;
    object?: Plain;
    propagation: readonly Plain[];
    overrides?: readonly Plain[];
    bindings?: readonly Plain[];
    owner?: string;
    doubt?: string;
  }[] = [
    { what: "the only one that selects it", propagation: [policy("a")], owner: "a" },
    {
      what: "the one that has claimed it, whatever came later",
      object: configMap(byA),
      propagation: [policy("0", { priority: 9 }), policy("a")],
      owner: "a",
    },
    {
      what: "the cluster-wide one that has claimed it",
      object: configMap(byAll),
      propagation: [policy("a"), policy("all", {}, "ClusterPropagationPolicy")],
      owner: "all",
    },
    {
      what: "nobody, where the claimant is gone",
      object: configMap(byA),
      propagation: [policy("b")],
      doubt: "PropagationPolicy a is not there any more",
    },
    {
      what: "one that selects it no more, and left it as it was",
      object: configMap(byA),
      propagation: [policy("a", { resourceSelectors: [{ ...selector, name: "x" }] })],
      owner: "a",
      doubt: "does not select it any more",
    },
    {
      what: "nobody knows which of two",
      propagation: [policy("a"), policy("b")],
      owner: "a",
      doubt: "several policies select it",
    },
    {
      what: "nobody, and something may have been left",
      propagation: [],
      doubt: "one that is gone may have left it there",
    },
    { what: "nobody, where bindings are what there is", propagation: [], bindings: [other] },
    {
      what: "nobody any more, where its binding is there still",
      propagation: [],
      bindings: [bound],
      doubt: "the policy that propagated it is gone",
    },
    {
      what: "one that waits for an override",
      propagation: [policy("a", { dependentOverrides: ["later"] })],
      owner: "a",
      doubt: 'waits for the override policy "later"',
    },
    {
      what: "one whose override is there",
      propagation: [policy("a", { dependentOverrides: ["now"] })],
      overrides: [{ kind: "OverridePolicy", metadata: { name: "now", namespace: "n" } }],
      owner: "a",
    },
    {
      what: "a lazy one",
      propagation: [policy("a", { activationPreference: "Lazy" })],
      owner: "a",
      doubt: "it is lazy",
    },
    {
      what: "one with another scheduler",
      propagation: [policy("a", { schedulerName: "mine" })],
      owner: "a",
      doubt: 'the scheduler "mine" decides',
    },
    {
      what: "one that is suspended",
      propagation: [policy("a", { suspension: { dispatching: true } })],
      owner: "a",
      doubt: "it is suspended",
    },
    {
      what: "not one that admission refuses",
      propagation: [policy("a", { placement: { spreadConstraints: [{ spreadByField: "zone" }] } })],
      doubt: "Karmada refuses PropagationPolicy n/a",
    },
  ];
  for (const row of rows) {
    it(`is ${row.what}`, () => {
      const { object = configMap(), propagation, overrides = [], bindings = [] } = row;
      const rest = { clusters: [], templates: [], others: [] };
      const world: KarmadaWorld = deepFreeze({ ...rest, propagation, overrides, bindings });
      const { policy: found, doubts } = ownerOf(object, world);
      const metadata = found?.metadata as { readonly name: string } | undefined;
      expect(metadata?.name).to.equal(row.owner);
      const reasons = doubts.map(({ reason }) => reason).join("\n");
      if (row.doubt === undefined) expect(reasons).to.equal("");
      else expect(reasons).to.include(row.doubt);
    });
  }
});

describe("what Karmada's admission refuses", () => {
  const rows: readonly { what: string; spec: Plain; says: string | undefined }[] = [
    { what: "nothing of a plain policy", spec: {}, says: undefined },
    {
      what: "another namespace than the policy's",
      spec: { resourceSelectors: [{ ...selector, namespace: "other" }] },
      says: "another namespace",
    },
    {
      what: "both sorts of affinity",
      spec: { placement: { clusterAffinity: {}, clusterAffinities: [{ affinityName: "a" }] } },
      says: "exclude each other",
    },
    {
      what: "a fieldSelector that asks whether there is any",
      spec: {
        placement: {
          clusterAffinity: {
            fieldSelector: { matchExpressions: [{ key: "zone", operator: "Exists" }] },
          },
        },
      },
      says: 'operator "Exists"',
    },
    {
      what: "a region without clusters",
      spec: { placement: { spreadConstraints: [{ spreadByField: "region" }] } },
      says: "need one by cluster",
    },
    {
      what: "a maximum below the minimum",
      spec: {
        placement: {
          spreadConstraints: [{ spreadByField: "cluster", minGroups: 3, maxGroups: 2 }],
        },
      },
      says: "impossible",
    },
    {
      what: "overflow without a division by room",
      spec: {
        placement: {
          clusterAffinities: [{ affinityName: "a", overflowAffinities: [{ affinityName: "b" }] }],
        },
      },
      says: "overflowAffinities need",
    },
    {
      what: "preemption of what has no name",
      spec: { preemption: "Always" },
      says: "needs a name",
    },
  ];
  for (const { what, spec, says } of rows) {
    it(`is ${what}`, () => {
      const refusal = refusalOf(policy("a", spec));
      if (says === undefined) expect(refusal).to.equal(undefined);
      else expect(refusal).to.include(says);
    });
  }
});
