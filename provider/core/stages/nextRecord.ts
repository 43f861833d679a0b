import { compareText } from "../plain/text";
import { type ClusterRecord, provenBefore, type StagesRecord } from "./record";
import type { AskedStages } from "../rollout/asked";
import type { StagedCluster, StagesPlan, StagesRequest } from "./stagesPlan";
import { clusterStandings, type Standing } from "./standing";

/** What is to be known of one cluster after an update. */
export interface NextRecord {
  /** As long as nothing of it is written in this update. */
  readonly kept: ClusterRecord;
  /** When all of it is written, but for the time; absent where nothing is written. */
  readonly written?: ClusterRecord;
}

/**
 * What the next update is to know, by cluster. The record follows the write: an entry becomes `written` only
 * when everything of its cluster is, so that an update that fails leaves it behind, never ahead.
 */
export function nextRecords(
  request: StagesRequest,
  plan: StagesPlan,
): Readonly<Record<string, NextRecord>> {
  const released = new Map(plan.released.map((each) => [each.cluster, each]));
  const stageOf = new Map(
    plan.stages.flatMap(({ name, clusters }) =>
      clusters.map((cluster) => [cluster, name] as const),
    ),
  );
  const proven = new Set(plan.proven);
  const restarted = new Set(plan.restarted);
  const failed = new Set(plan.failed.map(({ cluster }) => cluster));
  const soaked = new Set(plan.soaked);
  const isOpen = plan.released.length + plan.held.length > 0;
  const entries = [...clusterStandings(request)].flatMap(([name, standing]) => {
    const { wanted, entry } = standing;
    const given = released.get(name);
    const kept = keptRecord(standing, {
      now: request.now,
      stage: stageOf.get(name),
      isOpen,
      isProvenNow: proven.has(name),
      isRestarted: restarted.has(name),
      hasFailed: failed.has(name),
      hasSoaked: soaked.has(name),
    });
    if (given === undefined || wanted === undefined) return [[name, { kept }] as const];
    const stage = stageOf.get(name);
    const written: ClusterRecord = {
      revision: wanted,
      proven: given.proves,
      before: provenBefore(entry, wanted),
      ...(given.proves ? {} : { coming: wanted }),
      ...(stage === undefined ? {} : { stage }),
    };
    return [[name, { kept, written }] as const];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => compareText(a, b)));
}

/** What the next update is to know beside its clusters: whether it is paused, and which approvals are still asked for. */
export function nextFlags(
  { record, approvals }: StagesRequest,
  { stages }: StagesPlan,
): Omit<StagesRecord, "clusters"> {
  const asked = stages.flatMap(({ state, approval }) =>
    state === "passed" ? [] : (approval ?? []),
  );
  const given = new Set([...approvals, ...(record.approved ?? [])]);
  const approved = asked.filter((each) => given.has(each)).sort(compareText);
  return {
    ...(record.paused === true ? { paused: true } : {}),
    ...(approved.length === 0 ? {} : { approved }),
  };
}

/** What the plan says of a cluster. */
interface Kept {
  readonly now: number;
  readonly stage: string | undefined;
  readonly isOpen: boolean;
  readonly isProvenNow: boolean;
  readonly isRestarted: boolean;
  readonly hasFailed: boolean;
  readonly hasSoaked: boolean;
}

function keptRecord(standing: Standing, of: Kept): ClusterRecord {
  const { wanted, isAt, isProven, entry } = standing;
  const base = {
    ...soFar(entry, of),
    ...(isAt && of.stage !== undefined ? { stage: of.stage } : {}),
  };
  // Proven and at what it is to have: nothing is on its way.
  if (isProven || (isAt && of.isProvenNow)) return base;
  if (wanted === undefined) return { ...base, ...pickComing(entry) };
  return { ...base, coming: wanted, ...comingTo(standing, of) };
}

/** What it has, and since when. */
function soFar(entry: ClusterRecord | undefined, of: Kept): ClusterRecord {
  const { revision, since, before = [], proven = false } = entry ?? {};
  return {
    ...(revision === undefined ? {} : { revision }),
    ...(since === undefined ? {} : { since: of.isRestarted ? of.now : since }),
    proven: proven || of.isProvenNow,
    before,
  };
}

/** How it waits for what is coming to it. */
function comingTo(standing: Standing, of: Kept): Partial<ClusterRecord> {
  const { isAborted, wanted } = standing;
  return {
    ...(of.stage === undefined ? {} : { stage: of.stage }),
    ...(isLateNow(standing, of) ? { late: true as const } : {}),
    ...(of.hasSoaked ? { soaked: true as const } : {}),
    ...(of.hasFailed && wanted !== undefined ? { failed: wanted } : {}),
    ...(isAborted && wanted !== undefined ? { aborted: wanted } : {}),
  };
}

function isLateNow({ isLate, cluster, wanted, entry }: Standing, { isOpen }: Kept): boolean {
  const wasLate = entry?.late === true && entry.coming === wanted;
  return isLate || wasLate || (cluster.away !== undefined && isOpen);
}

function pickComing(entry: ClusterRecord | undefined): Partial<ClusterRecord> {
  return entry === undefined ? {} : pick(entry, ["coming", "stage", "late", "failed", "aborted"]);
}

/** Those fields of a record that it has. */
function pick(
  entry: ClusterRecord,
  fields: readonly (keyof ClusterRecord)[],
): Partial<ClusterRecord> {
  const own = fields.filter((field) => entry[field] !== undefined);
  return Object.fromEntries(own.map((field) => [field, entry[field]]));
}

/** An entry of a cluster when it is written, at a time. */
export function writtenAt(record: ClusterRecord, now: number): ClusterRecord {
  return { ...record, since: now };
}

/** Why a cluster is away, for who looks later: what it answered then tells nothing of now. */
const awayThen = "it was away in the last update";

/** What an update is asked for, without what is only so at the time. */
export function askedFor({ strategy, clusters, replicas, wanted }: StagesRequest): AskedStages {
  return { strategy, clusters: clusters.map(keptCluster), replicas, wanted };
}

function keptCluster({ away, ...cluster }: StagedCluster): StagedCluster {
  return away === undefined ? cluster : { ...cluster, away: awayThen };
}
