import { compareText } from "../plain/text";

/** One cluster's part of a workload whose replicas are divided. */
export interface ReplicaPlace {
  readonly cluster: string;
  /** What the stack has there; absent where it has no such object. */
  readonly before?: number;
  readonly planned: number;
  /** Whether nothing is written there now. */
  readonly isHeld: boolean;
  /** The wave in which it is written; absent where nothing but the count changes. */
  readonly wave?: number;
}

/** What a cluster gets in this update. */
export interface ReplicaStep {
  readonly replicas: number;
  /** The clusters that get more first. */
  readonly after: readonly string[];
  /** What there is to say about a count that is not the planned one. */
  readonly because?: string;
}

/**
 * Grows first and trims last: while an update is open a cluster keeps what it has of replicas that go elsewhere,
 * so that the sum of all is never below the smaller of the old and the new total. What is not held is listed.
 *
 * @example
 * replicaSteps([{ cluster: "a", before: 5, planned: 2, isHeld: false }, { cluster: "b", before: 1, planned: 4, isHeld: true }]).a
 * //=> { replicas: 5, after: [], because: "5 (2 after the last stage)" }
 */
export function replicaSteps(
  places: readonly ReplicaPlace[],
): Readonly<Record<string, ReplicaStep>> {
  const isOpen = places.some(({ isHeld }) => isHeld);
  const growing = places.filter(({ planned, before = 0 }) => planned > before);
  const entries = places
    .filter(({ isHeld }) => !isHeld)
    .map((place): readonly [string, ReplicaStep] => {
      const { cluster, planned, before = planned } = place;
      if (before <= planned) return [cluster, { replicas: planned, after: [] }];
      const isLast = growing.every(
        ({ wave }) => wave === undefined || place.wave === undefined || wave < place.wave,
      );
      if (isOpen || !isLast) {
        const because = `${before} (${planned} after the last stage)`;
        return [cluster, { replicas: before, after: [], because }];
      }
      return [cluster, { replicas: planned, after: growing.map((each) => each.cluster) }];
    });
  return Object.fromEntries(entries.sort(([a], [b]) => compareText(a, b)));
}
