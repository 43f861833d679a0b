/*
 * How far an update goes: stages, their waves, what is released and what is held, each with its reason. Proof
 * belongs to a cluster and a revision, never to a stage or a run.
 */

import { type Issue, sortIssues } from "../issue";
import { compareText } from "../plain/text";
import { type AssignedStage, assignStages, unknownStageClusters } from "./assignment";
import { clusterStandings, type Standing } from "./standing";
import { digestOf } from "./digest";
import { judgeStage, type StageVerdict } from "./stageVerdict";
import type {
  HeldCluster,
  PlannedStage,
  ReleasedCluster,
  StagesPlan,
  StagesRequest,
} from "./stagesPlan";
import { gateText } from "./stageText";
import { limitIssues, wavesOf } from "./waves";

/** Why nothing is written of an update that somebody paused. */
const pausedBecause = "the update is paused until somebody resumes it";

/**
 * Plans an update: it goes as far as the gates let it.
 *
 * - A stage is passed when each of its clusters is proven at what it is to have. A stage without changes is.
 * - The first stage that is not passed is released; with time or an approval after it, those behind it are held
 *   until a later update finds that its gate is open. Without, they follow in the same update, wave by wave.
 * - What a cluster proved before needs no gate: it is released whatever its stage, in reverse order.
 * - What somebody paused is held from the first stage on; what somebody aborted, at the revision it had then.
 * - Clusters that joined, or were away, when the update had begun come as soon as their stage is passed, and
 *   nobody waits for them.
 *
 * @example
 * planStages({ strategy: { stages: [{ name: "canary", clusterNames: ["b"], afterStage: { approval: true } }] }, clusters: [{ name: "a" }, { name: "b" }], wanted: { a: "2", b: "2" }, record: { clusters: { a: { revision: "1", proven: true, before: [] }, b: { revision: "1", proven: true, before: [] } } }, attempts: {}, health: {}, now: 0, replicas: {}, approvals: [] }).held
 * //=> [{ cluster: "a", stage: "rest", because: 'stage "canary" is not passed: its clusters are updated now' }]
 */
export function planStages(request: StagesRequest): StagesPlan {
  const standings = clusterStandings(request);
  const assigned = assignStages({ ...request, known: knownStages(request, standings) });
  const free = ungated(request, standings, assigned);
  const released: ReleasedCluster[] = [...free];
  const planned: StageStep[] = [];
  let wave = Math.max(-1, ...released.map((each) => each.wave)) + 1;
  let closed = request.record.paused === true ? pausedBecause : undefined;
  for (const stage of assigned) {
    const verdict = judgeStage({ request, stage, standings, closed });
    const step = planStep({ request, stage, verdict, closed, wave });
    planned.push(step);
    released.push(...step.released);
    wave += step.waves;
    if (verdict.blocks) closed ??= notPassed(stage.name, verdict.because);
  }
  const verdicts = planned.map(({ verdict }) => verdict);
  const useful = new Set(planned.map(({ stage }) => stage.approval));
  return {
    revision: digestOf([...standings.values()].map(({ wanted }) => wanted)),
    stages: planned.map(({ stage }) => withUngated(stage, free, request.replicas)),
    released: released.sort((a, b) => a.wave - b.wave || compareText(a.cluster, b.cluster)),
    held: planned.flatMap(({ held }) => held).sort(byCluster),
    proven: verdicts.flatMap(({ proven }) => proven).sort(compareText),
    restarted: verdicts.flatMap(({ unhealthy }) => unhealthy).sort(compareText),
    soaked: verdicts.flatMap(({ soaked }) => soaked).sort(compareText),
    failed: verdicts.flatMap(({ failed }) => failed).sort(byCluster),
    away: verdicts.flatMap(({ away }) => away).sort(byCluster),
    strayApprovals: request.approvals.filter((each) => !useful.has(each)).sort(compareText),
    issues: stageIssues(request),
  };
}

/** What is wrong with a strategy for these clusters, whatever they have. */
export function stageIssues(
  request: Pick<StagesRequest, "strategy" | "clusters" | "replicas">,
): Issue[] {
  // Only where one cluster of a group goes at a time does it matter which stage a cluster is in.
  const stages = request.strategy.oneAtATimePer === undefined ? [] : assignStages(request);
  return sortIssues([...unknownStageClusters(request), ...limitIssues(request, stages)]);
}

/** The clusters that keep the stage they have. */
function knownStages(
  { record }: StagesRequest,
  standings: ReadonlyMap<string, Standing>,
): StagesRequest["record"]["clusters"] {
  const kept = Object.entries(record.clusters).filter(([name]) => standings.get(name)?.frozen);
  return Object.fromEntries(kept);
}

/** One stage of a plan, and what it adds to it. */
interface StageStep {
  readonly verdict: StageVerdict;
  readonly stage: PlannedStage;
  readonly released: readonly ReleasedCluster[];
  readonly held: readonly HeldCluster[];
  /** How many waves of this update are its own. */
  readonly waves: number;
}

function planStep(of: {
  readonly request: StagesRequest;
  readonly stage: AssignedStage;
  readonly verdict: StageVerdict;
  readonly closed: string | undefined;
  readonly wave: number;
}): StageStep {
  const { request, stage, verdict, closed, wave } = of;
  const { name, clusters } = stage;
  const { state, because, approval, waitMs, leastMs } = verdict;
  const size = clusters.length;
  const own = wavesOf(request, { size, names: verdict.pending });
  // Its stage is passed, so that nobody waits for it and it waits for nobody.
  const late = wavesOf(request, { size, names: verdict.latePending });
  const isNow = state === "now";
  const ownReleased = (isNow ? own : []).flatMap((names, place) =>
    names.map((cluster) => ({
      cluster,
      stage: name,
      wave: wave + place,
      proves: !verdict.blocks,
      because: `stage "${name}" comes now`,
    })),
  );
  const ownWaves = isNow ? own.length : 0;
  const lateReleased = (verdict.lateMayGo ? late : []).flatMap((names, place) =>
    names.map((cluster) => ({
      cluster,
      stage: name,
      wave: wave + ownWaves + place,
      proves: true,
      because: `its stage "${name}" is passed`,
    })),
  );
  const stays = [
    ...(isNow ? [] : verdict.pending),
    ...(verdict.lateMayGo ? [] : verdict.latePending),
  ];
  const why = closed ?? notPassed(name, because);
  const waves = [...own, ...late];
  return {
    verdict,
    stage: {
      name,
      state,
      clusters,
      waves,
      atRisk: largest(waves, request.replicas),
      after: gateText(stage.gate),
      because,
      ...(approval === undefined ? {} : { approval }),
      ...(waitMs === undefined ? {} : { waitMs }),
      now: ownReleased.length + lateReleased.length,
      leastMs,
    },
    released: [...ownReleased, ...lateReleased],
    held: stays.map((cluster) => ({ cluster, stage: name, because: why })),
    waves: ownWaves + (verdict.lateMayGo ? late.length : 0),
  };
}

function notPassed(stage: string, because: string): string {
  return `stage "${stage}" is not passed: ${because}`;
}

/** A stage with those of its clusters that need no gate, which this update writes first of all. */
function withUngated(
  stage: PlannedStage,
  free: readonly ReleasedCluster[],
  replicas: Readonly<Record<string, number>>,
): PlannedStage {
  const own = free.filter((each) => each.stage === stage.name);
  const because = own[0]?.because;
  if (because === undefined) return stage;
  const numbers = [...new Set(own.map(({ wave }) => wave))].sort((a, b) => a - b);
  const first = numbers.map((number) =>
    own.filter(({ wave }) => wave === number).map(({ cluster }) => cluster),
  );
  const waves = [...first, ...stage.waves];
  const isAll = stage.state === "passed";
  return {
    ...stage,
    ...(isAll ? { state: "now", because } : {}),
    waves,
    atRisk: largest(waves, replicas),
    now: stage.now + own.length,
  };
}

/** What needs no gate: what goes back to what it proved before, the last stage first, and a first update at once. */
function ungated(
  request: StagesRequest,
  standings: ReadonlyMap<string, Standing>,
  stages: readonly { readonly name: string; readonly clusters: readonly string[] }[],
): ReleasedCluster[] {
  const wavesWith = (is: "isBack" | "isInitial") =>
    stages.flatMap(({ name: stage, clusters }) => {
      const names = clusters.filter((name) => standings.get(name)?.[is] === true);
      return wavesOf(request, { size: clusters.length, names }).map((wave) => ({ stage, wave }));
    });
  const back = wavesWith("isBack").reverse();
  const initial = wavesWith("isInitial");
  return [...back, ...initial].flatMap(({ stage, wave: names }, wave) =>
    names.map((cluster) => ({
      cluster,
      stage,
      wave,
      proves: true,
      because: wave < back.length ? "it has proven this before" : "the first update is not staged",
    })),
  );
}

function largest(
  waves: readonly (readonly string[])[],
  replicas: Readonly<Record<string, number>>,
): number {
  const sums = waves.map((wave) => wave.reduce((sum, name) => sum + (replicas[name] ?? 0), 0));
  return Math.max(0, ...sums);
}

function byCluster(a: HeldCluster, b: HeldCluster): number {
  return compareText(a.cluster, b.cluster);
}
