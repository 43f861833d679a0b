import * as pulumi from "@pulumi/pulumi";
import { applyPatch } from "../../core/paths/jsonPatch";
import { compareText } from "../../core/plain/text";
import { failuresOf } from "../../core/stages/strategy";
import { nextRecords } from "../../core/stages/nextRecord";
import { afterCommand } from "../../core/rollout/command";
import { ownPart, overShards } from "../../core/shards/stageRecords";
import { planStages } from "../../core/stages/planStages";
import type { StagedCluster, StagesPlan, StagesRequest } from "../../core/stages/stagesPlan";
import { stageLines } from "../../core/stages/stageText";
import { clusterStandings } from "../../core/stages/standing";
import { isPreview, wholeUpdate } from "../../engine/engine";
import { keptOutageOf } from "../../engine/probes";
import { otherStages } from "../../engine/shards/shardStages";
import { newSalt, revisionOf } from "../../engine/stages/revision";
import type {
  StagedMember,
  StagedPart,
  StagedUpdate,
  StagesDecision,
} from "../../engine/stages/stagedUpdate";
import { readApprovals, readCommand } from "../../engine/stages/approvals";
import { currentRun } from "../../engine/run";
import { stagesState } from "../../engine/stages/stagesState";
import { stackState } from "../../engine/state/stackState";
import { healthProblem } from "../../observe/stageHealth";

/**
 * Decides, once in a run and after the gate, how far an update goes. Waits for every value of the staged
 * objects, because their revision is a hash of all of it.
 */
export function decideStages(update: StagedUpdate): Promise<StagesDecision> {
  update.decision ??= decide(update);
  return update.decision;
}

/** After this long it is said that a value is waited for. */
const patienceMs = 60_000;

async function decide(update: StagedUpdate): Promise<StagesDecision> {
  const { settings, parts, name, component } = update;
  const { record, attempts, salt: known, components } = stagesState(await stackState(), name);
  const { shard } = currentRun();
  const own = known ?? (isPreview() ? undefined : newSalt());
  // What another shard's clusters are to have is known here as well, and must be called the same there.
  const salt = shard === undefined ? own : shard.salt;
  const others = shard === undefined ? {} : await otherStages(shard, name);
  const members = membersOf(parts);
  const waiting = setTimeout(() => {
    const why = "waits for values that other resources give before it is known what changes";
    void pulumi.log.info(`${update.subject} ${why}`, component);
  }, patienceMs);
  const wanted = await wantedRevisions(members, parts, salt).finally(() => {
    clearTimeout(waiting);
  });
  const unstaged = await revisionOf(salt, []);
  const clusters = await Promise.all(members.map(clusterOf));
  const isConcerned = ({ name: cluster, elsewhere }: StagedCluster) => {
    const theirs = elsewhere === undefined ? record : others[elsewhere]?.record;
    const revision = theirs?.clusters[cluster]?.revision;
    const hasObjects = parts.some(({ plan }) =>
      plan.clusters.some((each) => each.cluster === cluster && each.object !== undefined),
    );
    return hasObjects || (revision !== undefined && revision !== unstaged);
  };
  const found: StagesRequest = {
    strategy: settings,
    clusters: clusters.filter(isConcerned),
    wanted,
    record,
    attempts,
    health: {},
    now: Date.now(),
    replicas: replicasOf(parts),
    approvals: readApprovals(),
  };
  const { command } = readCommand(name);
  const told = command === undefined ? found : afterCommand(found, command);
  const request = shard === undefined ? told : overShards(told, others);
  const asked = { ...request, health: await healthOf(update, members, request) };
  const plan = ownPart(planStages(asked), asked);
  if (isPreview() || plan.held.length + plan.released.length > 0) showStages(update, plan);
  const whole = wholeUpdate();
  const [held, released] =
    whole === undefined ? [[...plan.held, ...plan.failed], plan.released] : [[], []];
  return {
    request: asked,
    plan,
    next: nextRecords(asked, plan),
    elsewhere: new Set(
      asked.clusters.flatMap((each) => (each.elsewhere === undefined ? [] : each.name)),
    ),
    held: new Map(held.map(({ cluster, because }) => [cluster, because])),
    waves: new Map(released.map(({ cluster, wave }) => [cluster, wave])),
    whole,
    salt,
    components,
  };
}

/** Says what an update does about each stage, a line for each. Waits for nothing. */
function showStages({ name, component }: StagedUpdate, plan: StagesPlan): void {
  const { revision } = plan;
  const title = `staged update ${revision === undefined ? "" : `${revision} `}by ${name}`;
  for (const line of stageLines(plan)) void pulumi.log.info(`${title}: ${line}`, component);
}

/** All member clusters of a strategy's components, by name. */
export function membersOf(parts: readonly StagedPart[]): StagedMember[] {
  const all = new Map(parts.flatMap(({ members }) => members.map((each) => [each.name, each])));
  return [...all.values()].sort((a, b) => compareText(a.name, b.name));
}

/** Replicas by cluster, of all workloads together. */
export function replicasOf(parts: readonly StagedPart[]): Record<string, number> {
  const replicas: Record<string, number> = {};
  for (const { plan } of parts) {
    for (const { cluster, replicas: own = 0 } of plan.clusters)
      replicas[cluster] = (replicas[cluster] ?? 0) + own;
  }
  return replicas;
}

async function clusterOf(member: StagedMember): Promise<StagedCluster> {
  const { name, labels, region, zones, retire, elsewhere } = member;
  const away = await keptOutageOf(member);
  return {
    name,
    labels,
    zones,
    retire,
    ...(region === undefined ? {} : { region }),
    ...(away === undefined ? {} : { away }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  };
}

async function wantedRevisions(
  members: readonly StagedMember[],
  parts: readonly StagedPart[],
  salt: string | undefined,
): Promise<Record<string, string | undefined>> {
  const entries = members.map(
    async ({ name }) => [name, await revisionOf(salt, wantedOn(name, parts))] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** What a cluster is to have of all components; without what preferences divide, which all clusters decide. */
function wantedOn(cluster: string, parts: readonly StagedPart[]): unknown[] {
  return parts
    .map(({ plan, name }) => ({
      name,
      kind: plan.kind,
      planned: plan.clusters.find((each) => each.cluster === cluster),
    }))
    .filter(({ planned }) => planned?.object !== undefined)
    .sort((a, b) => compareText(`${a.kind} ${a.name}`, `${b.kind} ${b.name}`))
    .map(({ planned }) => {
      const divided = (planned?.divided ?? []).map((path) => ({ op: "remove" as const, path }));
      return applyPatch(planned?.object ?? {}, divided).object;
    });
}

/** How those clusters are that have what they are to have and have not proven it, or were to get it. */
async function healthOf(
  update: StagedUpdate,
  members: readonly StagedMember[],
  request: StagesRequest,
): Promise<Record<string, string | undefined>> {
  const standings = clusterStandings(request);
  const mayFail = (failuresOf(request.strategy.maxFailures, request.clusters.length) ?? 0) > 0;
  const asked = members.filter(({ name, elsewhere }) => {
    const standing = standings.get(name);
    // Another shard's clusters are asked there, and its record tells.
    if (
      elsewhere !== undefined ||
      standing === undefined ||
      standing.cluster.away !== undefined ||
      standing.isProven
    )
      return false;
    const isTried =
      standing.wanted !== undefined && request.attempts[name]?.revision === standing.wanted;
    return standing.isAt || (mayFail && isTried);
  });
  const entries = asked.map(
    async (member) => [member.name, await healthProblem(update, member)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
