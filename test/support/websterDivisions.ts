import * as fc from "fast-check";
import type { ReplicaPreference } from "../../provider/core/model";
import type { ReplicasToPlan } from "../../provider/core/replicas/plan";

const NAMES = ["ap", "eu", "me", "sa", "uk", "us", "za"];

const preferenceFrom = (least: number): fc.Arbitrary<ReplicaPreference> =>
  fc
    .record({
      weight: fc.oneof(fc.constant(1), fc.integer({ min: least, max: 10 })),
      low: fc.oneof(fc.constant(0), fc.nat(4)),
      above: fc.oneof(fc.nat(8), fc.constant(undefined)),
    })
    .map(({ weight, low, above }) => ({
      weight,
      minReplicas: low,
      ...(above === undefined ? {} : { maxReplicas: low + above }),
    }));

/** How much a division has to bear. */
export interface DivisionRange {
  /** @default 7 */
  readonly clusters?: number;
  /** @default 40 */
  readonly replicas?: number;
  /** The smallest weight. @default 0 */
  readonly weights?: number;
}

/** One preference for each cluster. */
export type WebsterDivision = ReplicasToPlan & {
  readonly preferences: Readonly<Record<string, ReplicaPreference>>;
};

/** One preference for each cluster, and limits that bite; Webster's method, with nothing else asked for. */
export function websterDivisions({
  clusters = 7,
  replicas = 40,
  weights = 0,
}: DivisionRange = {}): fc.Arbitrary<WebsterDivision> {
  const names = fc.uniqueArray(fc.constantFrom(...NAMES.slice(0, clusters)), { minLength: 1 });
  return names.chain((given) =>
    fc.record({
      algorithm: fc.constant("webster" as const),
      key: fc.constantFrom("", "shop/web"),
      clusters: fc.constant(given),
      totalReplicas: fc.nat(replicas),
      preferences: byName(given, preferenceFrom(weights)),
      capacity: someByName(given, fc.nat(Math.ceil(replicas / 2))),
    }),
  );
}

/** A value for each name. */
export function byName<Value>(
  names: readonly string[],
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Record<string, Value>> {
  return fc
    .array(value, { minLength: names.length, maxLength: names.length })
    .map((values) => Object.fromEntries(values.map((each, i) => [names[i] ?? "", each])));
}

/** A value for some of the names; for most of the time, for few. */
export function someByName<Value>(
  names: readonly string[],
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Record<string, Value>> {
  return byName(names, fc.option(value, { nil: undefined, freq: 1 })).map((all) =>
    Object.fromEntries(
      Object.entries(all).flatMap(([name, each]) =>
        each === undefined ? [] : [[name, each] as const],
      ),
    ),
  );
}
