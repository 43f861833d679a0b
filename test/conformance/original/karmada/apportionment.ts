import type { ReplicaCounts } from "../../../../provider/core/replicas/candidate";
import {
  type Claim,
  type Claimant,
  compareQuotients,
} from "../../../../provider/core/replicas/webster/claim";
import { ownValue, setOwn } from "../../../../provider/core/plain/ownKey";
import { apportion } from "../../../../provider/core/replicas/webster/webster";

/** Who is served first where claims are equal. */
export type KarmadaTieBreak = "default" | "nameAsc" | "nameDesc";

/** What Karmada's apportionment gives out. */
export interface KarmadaApportionment {
  /** How many replicas to give out, besides those of `initial`. */
  readonly replicas: number;
  /** By cluster. */
  readonly weights: ReplicaCounts;
  /** What clusters have already, and what counts when they claim more. @default none */
  readonly initial?: ReplicaCounts;
  /**
   * `default`: fewer replicas, then the smaller name; `nameAsc` and `nameDesc`: by name alone.
   * @default "default"
   */
  readonly tieBreak?: KarmadaTieBreak;
}

/**
 * Webster's method as Karmada calls it: by cluster of `weights` or `initial`, what each ends with. Where
 * nobody has a weight, the fewest replicas come first. Karmada compares quotients as fractions of 53 bits;
 * these are exact, and the same for all weights below 2^53 ÷ twice the replicas.
 *
 * Source: Karmada pkg/util/helper/webstermethod.go.
 *
 * @example
 * apportionAsKarmada({ replicas: 4, weights: { alpha: 1200, beta: 900, gamma: 400 } })
 * //=> { alpha: 2, beta: 1, gamma: 1 }
 */
export function apportionAsKarmada(request: KarmadaApportionment): Record<string, number> {
  const { replicas, weights, initial = {}, tieBreak = "default" } = request;
  const names = namesOf(weights, initial);
  const entries = names.map((name, index): { name: string; claimant: Claimant } => {
    const floor = ownValue(initial, name) ?? 0;
    const rank = tieBreak === "nameDesc" ? -index : index;
    const weight = ownValue(weights, name) ?? 0;
    return { name, claimant: { weight, floor, ceiling: floor + replicas, rank, replicas: floor } };
  });
  const claimants = entries.map(({ claimant }) => claimant);
  if (claimants.length > 0) apportionBy({ claimants, replicas, tieBreak });
  const result: Record<string, number> = {};
  for (const { name, claimant } of entries) setOwn(result, { key: name, value: claimant.replicas });
  return result;
}

function apportionBy(about: {
  readonly claimants: readonly Claimant[];
  readonly replicas: number;
  readonly tieBreak: KarmadaTieBreak;
}): void {
  const { claimants, replicas, tieBreak } = about;
  let total = replicas;
  for (const { floor } of claimants) total += floor;
  if (tieBreak === "default") {
    apportion({ claimants, total });
  } else if (claimants.every(({ weight }) => weight === 0)) {
    // By name alone, the first of those who all claim nothing is first every time.
    const [first] = [...claimants].sort((a, b) => a.rank - b.rank);
    if (first !== undefined) first.replicas += replicas;
  } else {
    apportion({ claimants, total, compare: compareByRank });
  }
}

function compareByRank(a: Claim, b: Claim): number {
  return compareQuotients(a, b) || a.of.rank - b.of.rank;
}

function namesOf(...maps: readonly ReplicaCounts[]): string[] {
  return [...new Set(maps.flatMap((map) => Object.keys(map)))].sort();
}
