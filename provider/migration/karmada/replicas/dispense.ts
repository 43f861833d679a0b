/*
 * How Karmada divides, with its rounding and its ties.
 */

import { ownValue, setOwn } from "../../../core/plain/ownKey";
import type { ReplicaCounts } from "../../../core/replicas/candidate";
import { type Claimant, compareClaims } from "../../../core/replicas/webster/claim";
import { apportion } from "../../../core/replicas/webster/webster";
import { fnv1a } from "./fnv1a";

/** What Karmada's dispenser gives out. */
export interface KarmadaDispense {
  readonly replicas: number;
  readonly weights: ReplicaCounts;
  /** What clusters have already and keep; it does not count when they claim more. @default none */
  readonly initial?: ReplicaCounts;
  /**
   * The UID of the object, which decides whether ties go to the smaller or to the larger name.
   * @default "", so the smaller
   */
  readonly uid?: string;
}

/**
 * Karmada's dispenser: divides by weight, and adds what clusters had before.
 *
 * Source: Karmada pkg/util/helper/binding.go.
 *
 * @example
 * dispenseAsKarmada({ replicas: 3, weights: { a: 1, b: 2 }, initial: { a: 4 } })
 * //=> { a: 5, b: 2 }
 */
export function dispenseAsKarmada(request: KarmadaDispense): Record<string, number> {
  const { replicas, weights, initial = {}, uid = "" } = request;
  const names = [...new Set([weights, initial].flatMap((map) => Object.keys(map)))].sort();
  const isDownward = uid !== "" && fnv1a(uid) % 2 === 1;
  const weighted = Object.keys(weights).sort();
  const claimants = weighted.map((name, index): Claimant => {
    const rank = isDownward ? -index : index;
    const weight = ownValue(weights, name) ?? 0;
    return { weight, floor: 0, ceiling: replicas, rank, replicas: 0 };
  });
  const isDivisible = claimants.some(({ weight }) => weight > 0);
  if (isDivisible) apportion({ claimants, total: replicas, compare: compareClaims });
  const added = new Map(weighted.map((name, i) => [name, claimants[i]?.replicas ?? 0]));
  const result: Record<string, number> = {};
  for (const name of names) {
    const value = (ownValue(initial, name) ?? 0) + (added.get(name) ?? 0);
    setOwn(result, { key: name, value });
  }
  return result;
}

/**
 * Karmada's division of a Job's completions: by the parallelism that each cluster was assigned.
 *
 * Source: Karmada pkg/controllers/binding/common.go.
 *
 * @example
 * divideCompletionsAsKarmada({ completions: 10, parallelism: { a: 1, b: 3 } })
 * //=> { a: 3, b: 7 }
 */
export function divideCompletionsAsKarmada(job: {
  readonly completions: number;
  readonly parallelism: ReplicaCounts;
  readonly uid?: string;
}): Record<string, number> {
  return dispenseAsKarmada({ replicas: job.completions, weights: job.parallelism, uid: job.uid });
}
