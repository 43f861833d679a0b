import { ownValue } from "../../core/plain/ownKey";
import { compareText } from "../../core/plain/text";
import { planStages } from "../../core/stages/planStages";
import type {
  HeldCluster,
  PlannedStage,
  StagesPlan,
  StagesRequest,
  StageState,
} from "../../core/stages/stagesPlan";
import { clusterStandings, type Standing } from "../../core/stages/standing";

/**
 * How a staged update stands: `complete`; `ready`, the next update goes on; `time` and `approval`, for which it
 * waits; `unhealthy`, it is stopped by health; `paused` and `aborted`, by a person.
 */
export type RolloutState =
  "aborted" | "approval" | "complete" | "paused" | "ready" | "time" | "unhealthy";

/** A stage as it stands between two updates. */
export interface RolloutStage {
  readonly name: string;
  readonly state: StageState;
  readonly clusters: readonly string[];
  /** How many of them have been through its gate with what they are to have. */
  readonly proven: number;
  readonly after: string;
  readonly because: string;
  readonly approval?: string;
  /** In milliseconds. */
  readonly waitMs?: number;
}

/** How one strategy's update stands. */
export interface RolloutStatus {
  readonly strategy: string;
  readonly state: RolloutState;
  readonly because: string;
  /** What the update is called; absent where part of it was not known yet. */
  readonly revision?: string;
  /** How long it waits for time yet, in milliseconds. */
  readonly waitMs?: number;
  /** Those that have clusters. */
  readonly stages: readonly RolloutStage[];
  readonly failed: readonly HeldCluster[];
  readonly away: readonly HeldCluster[];
}

/** What a strategy's update stands by, and what is going on. */
export interface RolloutQuestion {
  readonly strategy: string;
  readonly request: StagesRequest;
  /** Whether an update is running. */
  readonly isRunning: boolean;
}

/** The clusters that somebody has to look at: they have not proven what they are to have. */
export function unprovenClusters(request: StagesRequest): string[] {
  const standings = [...clusterStandings(request).values()];
  const open = standings.filter(({ isProven, cluster }) => !isProven && cluster.away === undefined);
  return open.map(({ cluster }) => cluster.name).sort(compareText);
}

/** How a strategy's update stands, as the next update would find it if the program stayed the same. */
export function rolloutStatus(question: RolloutQuestion): RolloutStatus {
  const { strategy, request } = question;
  const plan = planStages(request);
  const standings = clusterStandings(request);
  const { revision, failed, away } = plan;
  return {
    strategy,
    ...(revision === undefined ? {} : { revision }),
    ...stateOf(question, plan, standings),
    stages: plan.stages
      .filter(({ state }) => state !== "empty")
      .map(({ name, state, clusters, after, because, approval, waitMs }) => ({
        name,
        state,
        clusters,
        proven: clusters.filter((each) => standings.get(each)?.isProven).length,
        after,
        because,
        ...(approval === undefined ? {} : { approval }),
        ...(waitMs === undefined ? {} : { waitMs }),
      })),
    failed,
    away,
  };
}

type Answer = Pick<RolloutStatus, "because" | "state" | "waitMs">;

function stateOf(
  { request, isRunning }: RolloutQuestion,
  plan: StagesPlan,
  standings: ReadonlyMap<string, Standing>,
): Answer {
  const open = openStage(plan);
  const goesOn = plan.released.length > 0;
  if (isComplete(plan))
    return { state: "complete", because: "every cluster has what it is to have" };
  if (request.record.paused === true) return { state: "paused", because: open?.because ?? "" };
  if (isRunning) return running;
  const stopped = unhealthy(request, open, standings);
  if (stopped !== undefined) return stopped;
  return goesOn || open === undefined ? next : waitingOf(open);
}

const next: Answer = { state: "ready", because: "the next update goes on" };
const running: Answer = {
  state: "ready",
  because: "an update is running, or was ended while it ran",
};

function isComplete(plan: StagesPlan): boolean {
  return openStage(plan) === undefined && plan.released.length + plan.proven.length === 0;
}

/** The first stage that is not passed. */
function openStage({ stages }: StagesPlan): PlannedStage | undefined {
  return stages.find(({ state }) => state !== "empty" && state !== "passed");
}

/** What health stops it; undefined for nothing. */
function unhealthy(
  request: StagesRequest,
  open: PlannedStage | undefined,
  standings: ReadonlyMap<string, Standing>,
): Answer | undefined {
  if (open?.state === "unhealthy") return { state: "unhealthy", because: said(open) };
  const failing = [...standings.values()].flatMap((each) => failureOf(request, each));
  if (failing.length === 0) return undefined;
  return { state: "unhealthy", because: failing.sort(compareText).join("; ") };
}

/** What a stage waits for. */
function waitingOf(open: PlannedStage): Answer {
  const { waitMs, state } = open;
  const because = said(open);
  if (waitMs !== undefined) return { state: "time", because, waitMs };
  return { state: state === "held" ? "aborted" : "approval", because };
}

function said({ name, because }: { readonly name: string; readonly because: string }): string {
  return `stage "${name}": ${because}`;
}

/** Why what was begun to be written on a cluster has not come. */
function failureOf(request: StagesRequest, { cluster, wanted, isAt, entry }: Standing): string[] {
  const { name } = cluster;
  const isTried = wanted !== undefined && ownValue(request.attempts, name)?.revision === wanted;
  const why = ownValue(request.health, name);
  return isTried && !isAt && entry?.failed !== wanted && why !== undefined
    ? [`${name}: ${why}`]
    : [];
}
