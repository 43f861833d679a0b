import { expect } from "chai";
import fc from "fast-check";
import type { MemberCluster } from "../../../provider/core/model";
import { planElsewhere, planPropagation } from "../../../provider/core/objects/propagation";
import type { PropagationRequest } from "../../../provider/core/objects/propagationRequest";
import { applyPatch } from "../../../provider/core/paths/jsonPatch";
import { deepFreeze } from "../../support/deepFreeze";

const memberNames = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;
const shards = ["eu-1", "eu-2", "us-1"] as const;
const fleet = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...memberNames),
    tier: fc.constantFrom("gold", "silver"),
    shard: fc.constantFrom(...shards),
  }),
  { selector: ({ name }) => name, minLength: 1 },
);
const settings = fc.record({
  replicas: fc.option(fc.nat(40), { nil: undefined }),
  hasOwnCount: fc.boolean(),
  isStopped: fc.boolean(),
  named: fc.constantFrom(...memberNames),
  path: fc.constantFrom("/spec/template/spec/image", "/metadata/labels/tier", "/gone/field"),
});

type Fleet = typeof fleet extends fc.Arbitrary<infer Value> ? Value : never;
type Settings = typeof settings extends fc.Arbitrary<infer Value> ? Value : never;

/** A Deployment as the stack of a shard plans it; as one stack would without. */
function requestOf(members: Fleet, given: Settings, shard?: string): PropagationRequest {
  const { replicas, hasOwnCount, isStopped, named, path } = given;
  const clusters = members.map(({ name, tier, shard: own }): MemberCluster => {
    const isElsewhere = shard !== undefined && own !== shard;
    return { name, labels: { tier }, ...(isElsewhere ? { elsewhere: own } : {}) };
  });
  return deepFreeze({
    kind: "Deployment",
    apiVersion: "apps/v1",
    name: "web",
    namespace: "shop",
    template: {
      metadata: { labels: { app: "web" } },
      spec: { ...(hasOwnCount ? { replicas: 2 } : {}), template: { spec: { image: "web:1" } } },
    },
    clusters,
    placement: { clusterSelector: isStopped ? { matchLabels: { tier: "gold" } } : {} },
    overrides: [
      {
        clusterSelector: { matchLabels: { tier: "gold" } },
        merge: { metadata: { annotations: { paid: "yes" } } },
      },
      ...(members.some(({ name }) => name === named)
        ? [{ clusterName: named, clusterOverrides: [{ path, value: "not a label, says /" }] }]
        : []),
    ],
    ...(replicas === undefined ? {} : { scheduling: { totalReplicas: replicas } }),
  });
}

describe("a plan where other shards have clusters", () => {
  it("is that of one stack, problems included, and renders its own clusters' objects alone", () => {
    fc.assert(
      fc.property(fleet, settings, (members, given) => {
        const whole = planPropagation(requestOf(members, given));
        const objects: Record<string, unknown> = {};
        for (const shard of shards) {
          const own = planPropagation(requestOf(members, given, shard));
          const isOwn = (cluster: string) =>
            members.some(({ name, shard: its }) => name === cluster && its === shard);
          const expected = whole.clusters.map(({ object, ignoreChanges, ...each }) =>
            isOwn(each.cluster) && object !== undefined ? { ...each, ignoreChanges, object } : each,
          );
          expect(own).to.deep.equal({ ...whole, clusters: expected });
          for (const { cluster, object } of own.clusters)
            if (object !== undefined) objects[cluster] = object;
        }
        const rendered = whole.clusters.flatMap(({ cluster, object }) =>
          object === undefined ? [] : [[cluster, object] as const],
        );
        expect(objects).to.deep.equal(Object.fromEntries(rendered));
      }),
    );
  });

  it("knows what their clusters are to have, but for what is divided", () => {
    fc.assert(
      fc.property(fleet, settings, (members, given) => {
        const whole = planPropagation(requestOf(members, given));
        const hasErrors = whole.issues.some(({ severity }) => severity !== "warning");
        for (const shard of shards) {
          const request = requestOf(members, given, shard);
          const expected = whole.clusters.flatMap(({ cluster, object, divided = [] }) => {
            const isElsewhere = members.some(
              (each) => each.name === cluster && each.shard !== shard,
            );
            if (hasErrors || object === undefined || !isElsewhere) return [];
            const removals = divided.map((path) => ({ op: "remove" as const, path }));
            return [[cluster, applyPatch(object, removals).object] as const];
          });
          const found = planElsewhere(request, planPropagation(request));
          expect(found).to.deep.equal(Object.fromEntries(expected));
        }
      }),
    );
  });

  it("makes the object of all that the same overrides pick once", () => {
    const clusters = Array.from({ length: 500 }, (_, at) => ({
      name: `c${at}`,
      elsewhere: "eu-2",
      labels: { tier: at < 100 ? "gold" : "silver" },
    }));
    const request: PropagationRequest = {
      kind: "ConfigMap",
      apiVersion: "v1",
      name: "x",
      template: { data: { a: "1" } },
      clusters,
      placement: { clusterSelector: {} },
      overrides: [
        { clusterSelector: { matchLabels: { tier: "gold" } }, merge: { data: { a: "2" } } },
      ],
    };
    const plan = planPropagation(request);
    expect(plan.clusters.filter(({ object }) => object !== undefined)).to.deep.equal([]);
    expect(new Set(Object.values(planElsewhere(request, plan)))).to.have.property("size", 2);
  });
});
