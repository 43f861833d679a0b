import * as fc from "fast-check";
import type { ReplicasToPlan } from "../../provider/core/replicas/plan";

/** Names that a careless record would lose or find where nothing is. */
const NAMES = [
  ...["eu", "us", "ap", "us-east1", "us-west1", "eu-west1", "cluster1", "cluster2", "cluster10"],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "7", "köln", "東京", "🚢", ""],
];

const replicas = fc.oneof(fc.nat(12), fc.nat(200));
const preference = fc
  .record({
    weight: fc.oneof(fc.constant(1), fc.nat(4), fc.nat(1000)),
    limits: fc.tuple(replicas, replicas),
  })
  .chain(({ weight, limits }) =>
    fc.record(
      {
        weight: fc.constant(weight),
        minReplicas: fc.constant(Math.min(...limits)),
        maxReplicas: fc.constant(Math.max(...limits)),
      },
      { requiredKeys: [] },
    ),
  );

/** A map from some of these names to values; its keys are its own, `__proto__` too. */
function mapOf<Value>(
  names: readonly string[],
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Record<string, Value>> {
  const some = fc.uniqueArray(fc.constantFrom(...names));
  return some.chain((keys) =>
    fc
      .tuple(...keys.map(() => value))
      .map((values) =>
        Object.fromEntries(keys.flatMap((key, i) => values.slice(i, i + 1).map((v) => [key, v]))),
      ),
  );
}

/** Valid arguments of `planReplicas`, with scarce and plentiful totals, and limits that bite. */
export const replicaDivisions: fc.Arbitrary<ReplicasToPlan> = fc.record(
  {
    key: fc.constantFrom("", "shop/web", "prod/api", "ns/größe"),
    clusters: fc.uniqueArray(fc.constantFrom(...NAMES)),
    totalReplicas: replicas,
    rebalance: fc.boolean(),
    preferences: mapOf([...NAMES, "*", "*"], preference),
    current: mapOf(NAMES, replicas),
    capacity: mapOf(NAMES, replicas),
  },
  { requiredKeys: ["clusters", "totalReplicas"] },
);
