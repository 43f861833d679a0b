import { IssuesError } from "../../../../provider/core/issue";
import type { ReplicaCounts } from "../../../../provider/core/replicas/candidate";
import { dispenseAsKarmada } from "../../../../provider/migration/karmada/replicas/dispense";
import { ownValue, setOwn } from "../../../../provider/core/plain/ownKey";

/** Karmada's ways to divide; `NonWorkload` is for objects that have no replicas. */
export type KarmadaStrategy =
  "Aggregated" | "Duplicated" | "DynamicWeight" | "NonWorkload" | "StaticWeight";

/** A cluster that Karmada has selected. */
export interface KarmadaCluster {
  readonly name: string;
  /** How many replicas more it can take. @default all of them */
  readonly allocatable?: number;
  /** How many it can have, those that it has included. @default `allocatable` and what it has */
  readonly available?: number;
  /** Which group it is in when replicas overflow, from 0. @default 0 */
  readonly overflowOrder?: number;
}

/** One rule of a static weight list. */
export interface KarmadaWeight {
  /** @default all clusters */
  readonly clusterNames?: readonly string[];
  readonly weight: number;
}

/** What Karmada assigns, and to which clusters. */
export interface KarmadaAssignment {
  readonly strategy: KarmadaStrategy;
  /** `Steady` only moves the difference to what was assigned before; `Fresh` divides anew. @default "Steady" */
  readonly mode?: "Fresh" | "Steady";
  readonly replicas: number;
  readonly clusters: readonly KarmadaCluster[];
  /** Of several rules for a cluster the largest weight counts. @default 1 for all */
  readonly staticWeights?: readonly KarmadaWeight[];
  /** What was assigned before. @default nothing */
  readonly previous?: ReplicaCounts;
  /** Whether groups of clusters are filled in their order. @default false */
  readonly overflow?: boolean;
  /** Of the object, for ties. @default "" */
  readonly uid?: string;
}

/**
 * The replicas that Karmada assigns to selected clusters. A cluster that is not in the result gets nothing;
 * Karmada leaves out those with 0 when it writes the result.
 *
 * Throws `IssuesError` where the clusters cannot take all replicas: Karmada assigns none then.
 *
 * Source: Karmada pkg/scheduler/core/assignment.go, division_algorithm.go, common.go.
 *
 * @example
 * assignAsKarmada({ strategy: "DynamicWeight", replicas: 12, clusters: [{ name: "a", allocatable: 6 }, { name: "b", allocatable: 18 }] })
 * //=> { a: 3, b: 9 }
 */
export function assignAsKarmada(assignment: KarmadaAssignment): Record<string, number> {
  const { strategy, replicas, clusters, overflow = false } = assignment;
  switch (strategy) {
    case "NonWorkload":
      return countsOf(clusters, () => 0);
    case "Duplicated":
      return countsOf(clusters, () => replicas);
    case "StaticWeight":
      return byStaticWeight(assignment);
    case "Aggregated":
    case "DynamicWeight":
      return overflow ? inGroups(assignment) : byRoom(assignment);
  }
}

function byStaticWeight(assignment: KarmadaAssignment): Record<string, number> {
  const { replicas, clusters, staticWeights = [], uid } = assignment;
  const weights: Record<string, number> = {};
  for (const { name } of clusters) {
    const matching = staticWeights.filter(({ clusterNames: names = [] }) => {
      return names.length === 0 || names.includes(name);
    });
    const value = Math.max(0, ...matching.map(({ weight }) => weight));
    if (value > 0) setOwn(weights, { key: name, value });
  }
  const isWeighted = Object.keys(weights).length > 0;
  return dispenseAsKarmada({
    replicas,
    weights: isWeighted ? weights : countsOf(clusters, () => 1),
    uid,
  });
}

/** Each group takes what it can hold; within it, the strategy is what it is. */
function inGroups(assignment: KarmadaAssignment): Record<string, number> {
  const { replicas, clusters, previous } = assignment;
  const result: Record<string, number> = {};
  let left = replicas;
  const orders = new Set(clusters.map(({ overflowOrder = 0 }) => overflowOrder));
  for (const order of [...orders].sort((a, b) => a - b)) {
    const group = clusters.filter(({ overflowOrder = 0 }) => overflowOrder === order);
    let room = 0;
    for (const { name, allocatable = replicas, available } of group) {
      room += available ?? allocatable + (ownValue(previous, name) ?? 0);
    }
    const toGroup = Math.min(left, room);
    if (toGroup === 0) continue;
    const assigned = byRoom({ ...assignment, clusters: group, replicas: toGroup });
    for (const [key, value] of Object.entries(assigned)) setOwn(result, { key, value });
    left -= toGroup;
  }
  if (left > 0) throw unschedulable(replicas, replicas - left);
  return result;
}

function byRoom(assignment: KarmadaAssignment): Record<string, number> {
  const { mode = "Steady", replicas, clusters } = assignment;
  const scheduled = scheduledOf(assignment);
  const assigned = sumOf(scheduled);
  const roomOf = ({ allocatable = replicas }: KarmadaCluster): number => allocatable;
  if (mode === "Fresh") {
    const had = new Map(scheduled);
    const rooms = clusters.map((cluster): Room => [
      cluster.name,
      roomOf(cluster) + (had.get(cluster.name) ?? 0),
    ]);
    return divideRoom({ ...assignment, rooms });
  }
  if (assigned > replicas) return divideRoom({ ...assignment, rooms: scheduled });
  if (assigned === replicas) return toCounts(scheduled);
  const rooms = clusters.map((cluster): Room => [cluster.name, roomOf(cluster)]);
  return divideRoom({ ...assignment, replicas: replicas - assigned, rooms, scheduled });
}

type Room = readonly [name: string, replicas: number];

/** What was assigned to clusters that are selected still. */
function scheduledOf({ clusters, previous = {} }: KarmadaAssignment): Room[] {
  const selected = new Set(clusters.map(({ name }) => name));
  return Object.entries(previous).filter(([name]) => selected.has(name));
}

/** What is divided by room: the roomiest clusters come first. */
export interface KarmadaRoomDivision {
  readonly strategy: KarmadaStrategy;
  readonly replicas: number;
  /** In any order; of equal rooms, the first comes first. */
  readonly rooms: readonly Room[];
  /** What clusters have already and keep; `Aggregated` takes those with some first. @default nothing */
  readonly scheduled?: readonly Room[];
  readonly uid?: string;
}

/**
 * Divides replicas by room, over all clusters or, `Aggregated`, over the first that have enough together.
 * Throws `IssuesError` where all of them have not.
 *
 * Source: Karmada pkg/scheduler/core/division_algorithm.go, dynamicDivideReplicas.
 *
 * @example
 * divideRoom({ strategy: "Aggregated", replicas: 12, rooms: [["a", 6], ["b", 6], ["c", 6]] })
 * //=> { a: 6, b: 6 }
 */
export function divideRoom(division: KarmadaRoomDivision): Record<string, number> {
  const { strategy, replicas, rooms, scheduled = [], uid } = division;
  if (sumOf(rooms) < replicas) throw unschedulable(replicas, sumOf(rooms));
  const sorted = [...rooms].sort((a, b) => b[1] - a[1]);
  const used = strategy === "Aggregated" ? firstEnough(sorted, { replicas, scheduled }) : sorted;
  return dispenseAsKarmada({
    replicas,
    weights: toCounts(used),
    initial: toCounts(scheduled),
    uid,
  });
}

function firstEnough(
  rooms: readonly Room[],
  { replicas, scheduled }: { readonly replicas: number; readonly scheduled: readonly Room[] },
): Room[] {
  const hasSome = new Set(scheduled.filter(([, n]) => n > 0).map(([name]) => name));
  const ordered = [
    ...rooms.filter(([name]) => hasSome.has(name)),
    ...rooms.filter(([name]) => !hasSome.has(name)),
  ];
  let sum = 0;
  const at = ordered.findIndex(([, room]) => (sum += room) >= replicas);
  return ordered.slice(0, at + 1);
}

function countsOf(
  clusters: readonly KarmadaCluster[],
  replicas: (cluster: KarmadaCluster) => number,
): Record<string, number> {
  return toCounts(clusters.map((cluster): Room => [cluster.name, replicas(cluster)]));
}

function toCounts(rooms: readonly Room[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [key, value] of rooms) setOwn(counts, { key, value });
  return counts;
}

function sumOf(rooms: readonly Room[]): number {
  let sum = 0;
  for (const [, replicas] of rooms) sum += replicas;
  return sum;
}

function unschedulable(replicas: number, room: number): IssuesError {
  const message = `${replicas} replicas do not fit: the clusters have room for ${room}`;
  const issue = { code: "replicas-unplaced", path: "replicas", message } as const;
  return new IssuesError("assignment", [issue]);
}
