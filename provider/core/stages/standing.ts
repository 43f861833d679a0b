import { ownValue } from "../plain/ownKey";
import type { ClusterRecord } from "./record";
import type { StagedCluster, StagesRequest } from "./stagesPlan";

/** How a cluster stands towards what it is to have. */
export interface Standing {
  readonly cluster: StagedCluster;
  readonly wanted: string | undefined;
  readonly entry: ClusterRecord | undefined;
  /** Whether it has it, and nothing else was begun to be written since. */
  readonly isAt: boolean;
  /** Whether it has it and has been through its stage's gate with it. */
  readonly isProven: boolean;
  /** Whether somebody ended the update to what it is to have. */
  readonly isAborted: boolean;
  /** Whether it is to go back to what it proved before. */
  readonly isBack: boolean;
  /** Whether it is the strategy's first update, which is not staged. */
  readonly isInitial: boolean;
  /** Whether nobody waits for it. */
  readonly isLate: boolean;
  /** Whether it keeps its stage. */
  readonly frozen: boolean;
}

/** How every cluster stands, by name; what no update ever gave anything to, and is to get nothing, has none. */
export function clusterStandings(request: StagesRequest): ReadonlyMap<string, Standing> {
  const { clusters, record, wanted } = request;
  const isFirst = Object.keys(record.clusters).length === 0;
  return new Map(
    clusters.map((cluster) => {
      const { name } = cluster;
      const entry = ownValue(record.clusters, name);
      const own = ownValue(wanted, name);
      return [name, standingOf({ request, cluster, entry, wanted: own, isFirst })] as const;
    }),
  );
}

function standingOf(of: {
  readonly request: StagesRequest;
  readonly cluster: StagedCluster;
  readonly entry: ClusterRecord | undefined;
  readonly wanted: string | undefined;
  readonly isFirst: boolean;
}): Standing {
  const { request, cluster, entry, wanted, isFirst } = of;
  const isAt = has(entry, wanted) && !isTouched(request, cluster.name, entry);
  const isComing = awaits(entry, wanted);
  const isProven = isAt && hasProven(entry, wanted);
  const isAborted = !isProven && isEnded(entry, wanted);
  // What is away or somebody stopped goes nowhere, back included.
  const mayGo = cluster.away === undefined && !isAborted && request.record.paused !== true;
  return {
    cluster,
    wanted,
    entry,
    isAt,
    isProven,
    isAborted,
    ...(mayGo ? ungated(of, isAt) : { isBack: false, isInitial: false }),
    isLate: !isFirst && !isAborted && waits(entry, isComing),
    frozen: isComing || isAt,
  };
}

function isEnded(entry: ClusterRecord | undefined, wanted: string | undefined): boolean {
  return wanted !== undefined && entry?.aborted === wanted;
}

/** Whether it needs no gate. */
function ungated(
  { request, entry, wanted, isFirst }: Parameters<typeof standingOf>[0],
  isAt: boolean,
): Pick<Standing, "isBack" | "isInitial"> {
  return {
    isBack: !isAt && hasProven(entry, wanted),
    isInitial: isFirst && request.strategy.initial === "atOnce",
  };
}

/** Whether nobody waits for one: it is new to the record, or was late for what is coming to it already. */
function waits(entry: ClusterRecord | undefined, isComing: boolean): boolean {
  return entry === undefined || (isComing && entry.late === true);
}

function awaits(entry: ClusterRecord | undefined, wanted: string | undefined): boolean {
  return wanted !== undefined && entry?.coming === wanted;
}

function has(entry: ClusterRecord | undefined, wanted: string | undefined): boolean {
  return wanted !== undefined && entry?.revision === wanted;
}

function hasProven(entry: ClusterRecord | undefined, wanted: string | undefined): boolean {
  if (entry === undefined || wanted === undefined) return false;
  return entry.before.includes(wanted) || (entry.proven && entry.revision === wanted);
}

/** Whether something was begun to be written there of which the record knows no end. */
function isTouched(
  { attempts }: StagesRequest,
  name: string,
  entry: ClusterRecord | undefined,
): boolean {
  const attempt = ownValue(attempts, name);
  return attempt !== undefined && attempt.revision !== entry?.revision;
}
