import { parseDuration } from "../plain/duration";
import { ownValue } from "../plain/ownKey";
import { compareText, count } from "../plain/text";
import type { AssignedStage } from "./assignment";
import { digestOf } from "./digest";
import type { Standing } from "./standing";
import type { HeldCluster, StagesRequest, StageState } from "./stagesPlan";
import { durationText } from "./stageText";
import { failuresOf } from "./strategy";

/** What is decided about one stage. */
export interface StageVerdict {
  readonly state: StageState;
  readonly because: string;
  /** Whether what comes after it is held. */
  readonly blocks: boolean;
  /** To be written, of those that the stage waits for. */
  readonly pending: readonly string[];
  /** To be written, of those that nobody waits for. */
  readonly latePending: readonly string[];
  readonly lateMayGo: boolean;
  readonly proven: readonly string[];
  readonly unhealthy: readonly string[];
  readonly soaked: readonly string[];
  readonly failed: readonly HeldCluster[];
  readonly away: readonly HeldCluster[];
  readonly approval: string | undefined;
  readonly waitMs: number | undefined;
  /** How long its clusters have to be healthy yet, whether the stage has come or not. */
  readonly leastMs: number;
}

/** A stage in a plan that is being made. */
export interface StageQuestion {
  readonly request: StagesRequest;
  readonly stage: AssignedStage;
  readonly standings: ReadonlyMap<string, Standing>;
  /** Why one before it is not passed; undefined where all are. */
  readonly closed: string | undefined;
}

/** Decides about one stage. */
export function judgeStage(question: StageQuestion): StageVerdict {
  const parts = partsOf(question);
  const answer = decide(question, parts);
  const { stage, closed } = question;
  const away = parts.away.map(({ cluster: { name, away: why = "" } }) => ({
    cluster: name,
    stage: stage.name,
    because: `${why}; it is kept as it is and comes level when it is back`,
  }));
  const isAsked = parts.pending.length + parts.soaking.length + away.length > 0;
  return {
    blocks: false,
    lateMayGo: false,
    proven: [],
    waitMs: undefined,
    pending: names(parts.pending),
    latePending: names(parts.latePending),
    unhealthy: closed === undefined ? names(parts.unhealthy) : [],
    soaked: names(soakedOf(question, parts)),
    failed: parts.failed,
    away,
    approval: isAsked ? parts.approval : undefined,
    leastMs: leastOf(question, parts),
    ...answer,
  };
}

/** The clusters of a stage by how they stand, and what its gate asks for. */
interface Parts {
  readonly all: readonly Standing[];
  readonly away: readonly Standing[];
  readonly failed: readonly HeldCluster[];
  readonly counted: readonly Standing[];
  readonly late: readonly Standing[];
  readonly pending: readonly Standing[];
  readonly latePending: readonly Standing[];
  readonly soaking: readonly Standing[];
  readonly unhealthy: readonly Standing[];
  readonly approval: string | undefined;
  readonly isApproved: boolean;
  readonly isGated: boolean;
  readonly isAborted: boolean;
}

function partsOf(question: StageQuestion): Parts {
  const { request, stage, standings } = question;
  const all = stage.clusters.flatMap((name) => standings.get(name) ?? []);
  const isAway = ({ cluster }: Standing) => cluster.away !== undefined;
  const there = all.filter((each) => !isAway(each) && !each.isBack && !each.isInitial);
  const failed = failedOf(question, there);
  const gone = new Set(failed.map(({ cluster }) => cluster));
  const going = there.filter(({ cluster }) => !gone.has(cluster.name));
  const [late, counted] = [
    going.filter(({ isLate }) => isLate),
    going.filter(({ isLate }) => !isLate),
  ];
  const soaking = counted.filter(({ isAt, isProven }) => isAt && !isProven);
  const needsApproval = stage.gate.approval === true;
  const digest = digestOf(all.map(({ wanted }) => wanted));
  const approval = needsApproval && digest !== undefined ? `${stage.name}@${digest}` : undefined;
  return {
    all,
    away: all.filter((each) => isAway(each) && !each.isProven),
    failed,
    counted,
    late,
    pending: counted.filter(({ isAt }) => !isAt),
    latePending: late.filter(({ isAt }) => !isAt),
    soaking,
    unhealthy: soaking.filter(
      ({ cluster }) => ownValue(request.health, cluster.name) !== undefined,
    ),
    approval,
    isApproved:
      approval !== undefined &&
      (request.approvals.includes(approval) ||
        request.record.approved?.includes(approval) === true),
    isGated: needsApproval || stage.gate.minSuccessTime !== undefined,
    isAborted: counted.some((each) => each.isAborted),
  };
}

type Answer = Pick<StageVerdict, "state" | "because"> & Partial<StageVerdict>;

function decide(question: StageQuestion, parts: Parts): Answer {
  const { closed } = question;
  if (parts.all.length === 0) return { state: "empty", because: "no cluster is in it" };
  const isDone = parts.pending.length + parts.soaking.length === 0;
  if (closed !== undefined) {
    return isDone && parts.latePending.length === 0
      ? { state: "passed", because: "there is nothing to change" }
      : { state: "held", because: closed };
  }
  return isDone ? decideDone(parts) : decideOpen(question, parts);
}

/** Why a stage stays as it is that somebody ended. */
const abortedBecause = "the update was aborted; it stays as it is until it is resumed or changed";

/** All that the stage waits for is proven. */
function decideDone({ away, counted, failed, isGated, isApproved }: Parts): Answer {
  if (isGated && !isApproved && away.length > 0 && counted.length === 0) {
    const because = `none of its clusters is there to prove it: ${names(away).join(", ")}`;
    return { state: "waits", because, blocks: true };
  }
  const without = failed.map(({ cluster }) => cluster).join(", ");
  const because = without === "" ? "all is proven" : `it goes on without ${without}`;
  return { state: "passed", because, lateMayGo: true };
}

/** Something of the stage is to be written, or has not been through its gate. */
function decideOpen(question: StageQuestion, parts: Parts): Answer {
  const { unhealthy, pending, isGated, soaking, late, isAborted } = parts;
  if (isAborted) return { state: "held", because: abortedBecause, blocks: true, unhealthy: [] };
  if (unhealthy.length > 0) {
    const { health } = question.request;
    const said = names(unhealthy).map((name) => `${name}: ${ownValue(health, name) ?? ""}`);
    return { state: "unhealthy", because: said.join("; "), blocks: true };
  }
  if (pending.length > 0) {
    const because = "its clusters are updated now";
    return { state: "now", because, blocks: isGated, lateMayGo: !isGated };
  }
  const waiting = waitsOf(question, parts);
  if (waiting !== undefined) return waiting;
  const open = [...soaking, ...late].filter(({ isAt, isProven }) => isAt && !isProven);
  return { state: "passed", because: "its gate is open", lateMayGo: true, proven: names(open) };
}

/** What a stage waits for whose clusters are all written and healthy; undefined for nothing. */
function waitsOf(question: StageQuestion, parts: Parts): Answer | undefined {
  const { gate } = question.stage;
  const waitMs = waitOf(question, parts.soaking);
  const time = `${durationText(waitMs)} of ${durationText(parseDuration(gate.minSuccessTime ?? "") ?? 0)} are left`;
  const approval = `it waits for the approval ${parts.approval ?? "of what is only known in the update"}`;
  const isAsked = gate.approval === true && !parts.isApproved;
  const unseen = parts.soaking.flatMap(({ cluster: { name, elsewhere }, entry }) =>
    elsewhere === undefined || entry?.soaked === true ? [] : [`${name} (shard ${elsewhere})`],
  );
  const seen = `other shards have to find their clusters healthy: ${unseen.join(", ")}`;
  const waits = [
    ...(waitMs > 0 ? [time] : []),
    ...(isAsked ? [approval] : []),
    ...(unseen.length > 0 ? [seen] : []),
  ];
  if (waits.length === 0) return undefined;
  const because = waits.join(", and ");
  return { state: "waits", because, blocks: true, ...(waitMs > 0 ? { waitMs } : {}) };
}

/** What is written, or is not healthy, has its whole time before it. */
function leastOf(question: StageQuestion, { pending, soaking, unhealthy }: Parts): number {
  const { minSuccessTime = "" } = question.stage.gate;
  const isWhole = pending.length + unhealthy.length > 0;
  return isWhole ? (parseDuration(minSuccessTime) ?? 0) : waitOf(question, soaking);
}

/** This stack's own clusters that are healthy and have been for the stage's time. */
function soakedOf(question: StageQuestion, { soaking, unhealthy }: Parts): Standing[] {
  const sick = new Set(unhealthy);
  return soaking.filter(
    (each) =>
      each.cluster.elsewhere === undefined && !sick.has(each) && waitOf(question, [each]) === 0,
  );
}

/** How long the one that waits longest has to wait yet. */
function waitOf({ request, stage }: StageQuestion, soaking: readonly Standing[]): number {
  const time = parseDuration(stage.gate.minSuccessTime ?? "") ?? 0;
  return Math.max(
    0,
    ...soaking.map(({ entry }) => (entry?.since ?? request.now) + time - request.now),
  );
}

/** Where no deadline is given, what Pulumi itself waits for a workload. */
const usualDeadlineMs = 600_000;

/** The clusters that did not take the revision, as far as so many of the stage may. */
function failedOf({ request, stage }: StageQuestion, there: readonly Standing[]): HeldCluster[] {
  const { strategy, attempts, health, now } = request;
  const allowed = failuresOf(strategy.maxFailures, stage.clusters.length) ?? 0;
  const deadline = parseDuration(strategy.progressDeadline ?? "") ?? usualDeadlineMs;
  const failed = there.filter(({ cluster: { name }, wanted, entry, isProven }) => {
    if (wanted === undefined || isProven) return false;
    if (entry?.failed === wanted) return true;
    const attempt = ownValue(attempts, name);
    const isTried = attempt?.revision === wanted && now - attempt.at >= deadline;
    return isTried && ownValue(health, name) !== undefined;
  });
  if (failed.length > allowed) return [];
  const because = `it did not take the revision; its stage goes on without it (${count(failed.length, "failure")} of ${allowed} allowed)`;
  return failed.map(({ cluster: { name } }) => ({ cluster: name, stage: stage.name, because }));
}

function names(standings: readonly Standing[]): string[] {
  return standings.map(({ cluster }) => cluster.name).sort(compareText);
}
