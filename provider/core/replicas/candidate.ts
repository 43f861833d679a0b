import type { Issue } from "../issue";
import type { ReplicaPreference, ReplicaPreferences } from "../model";
import { OwnValues, ownValue } from "../plain/ownKey";

/** What one cluster brings to a division: its preference with defaults filled in, and its limits. */
export interface Candidate {
  readonly name: string;
  readonly weight: number;
  readonly minReplicas: number;
  /** Infinity is no limit. */
  readonly maxReplicas: number;
  /** How many replicas the cluster can run. Infinity is unknown, so no limit. */
  readonly capacity: number;
  /** How many replicas run there now. */
  readonly current: number;
}

/** Replicas by cluster name. */
export type ReplicaCounts = Readonly<Record<string, number>>;

/** What is known about clusters when replicas are divided. */
export interface KnownOfClusters {
  readonly preferences?: ReplicaPreferences;
  readonly current?: ReplicaCounts;
  readonly capacity?: ReplicaCounts;
}

const EVENLY: ReplicaPreferences = { "*": { weight: 1 } };

/**
 * The candidate that each cluster is, or undefined where no preference is for it: not one of its name, and
 * none for `*`. Absent or empty preferences stand for `{ "*": { weight: 1 } }`, as in KubeFed.
 *
 * @example
 * findCandidates(["eu"], { preferences: { "*": { weight: 2 } }, capacity: { eu: 5 } })
 * //=> [{ name: "eu", weight: 2, minReplicas: 0, maxReplicas: Infinity, capacity: 5, current: 0 }]
 */
export function findCandidates(
  clusters: readonly string[],
  { preferences: given = EVENLY, current, capacity }: KnownOfClusters,
): (Candidate | undefined)[] {
  const preferences = Object.keys(given).length === 0 ? EVENLY : given;
  const forAllOthers = ownValue(preferences, "*");
  const named = valuesOf(isForAll(preferences) ? undefined : preferences);
  const capacities = valuesOf(capacity);
  const running = valuesOf(current);
  const candidates: (Candidate | undefined)[] = [];
  for (const name of clusters) {
    const preference = named?.at(name) ?? forAllOthers;
    const known = { capacity: capacities?.at(name), current: running?.at(name) };
    candidates.push(preference && toCandidate(name, preference, known));
  }
  return candidates;
}

function valuesOf<Value>(
  record: Readonly<Record<string, Value>> | undefined,
): OwnValues<Value> | undefined {
  return record && new OwnValues(record);
}

/** Whether no cluster is named, which spares a look for each of them. */
function isForAll(preferences: ReplicaPreferences): boolean {
  for (const name of Object.keys(preferences)) if (name !== "*") return false;
  return true;
}

function toCandidate(
  name: string,
  { weight = 0, minReplicas = 0, maxReplicas = Infinity }: ReplicaPreference,
  {
    capacity = Infinity,
    current = 0,
  }: { capacity: number | undefined; current: number | undefined },
): Candidate {
  return { name, weight, minReplicas, maxReplicas, capacity, current };
}

/** The issue of weights whose sum JavaScript cannot hold exactly. Single weights are valid already. */
export function validateWeights(candidates: readonly Candidate[]): Issue[] {
  let sum = 0;
  for (const { weight } of candidates) sum += weight;
  if (sum <= Number.MAX_SAFE_INTEGER) return [];
  const message = `weights of the clusters add up to more than ${Number.MAX_SAFE_INTEGER}`;
  return [{ code: "preference-invalid", path: "preferences", message }];
}
