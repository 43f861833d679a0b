import * as pulumi from "@pulumi/pulumi";
import type { KubeObject } from "../../core/model";
import { withoutDivided } from "../../core/objects/clusterObject";
import { ownValue } from "../../core/plain/ownKey";
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
import { otherStages } from "../../engine/shards/runShard";
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
  const wanted = wantedObjects(parts);
  const revisions = await wantedRevisions(members, wanted, salt).finally(() => {
    clearTimeout(waiting);
  });
  const unstaged = await revisionOf(salt, []);
  const clusters = await Promise.all(members.map(clusterOf));
  const isConcerned = ({ name: cluster, elsewhere }: StagedCluster) => {
    const theirs = elsewhere === undefined ? record : others[elsewhere]?.record;
    const revision = theirs?.clusters[cluster]?.revision;
    return wanted.has(cluster) || (revision !== undefined && revision !== unstaged);
  };
  const found: StagesRequest = {
    strategy: settings,
    clusters: clusters.filter(isConcerned),
    wanted: revisions,
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

/** By cluster: what it is to have of all components, without what preferences divide, which all clusters decide. */
function wantedObjects(parts: readonly StagedPart[]): ReadonlyMap<string, readonly KubeObject[]> {
  const wanted = new Map<string, KubeObject[]>();
  const sorted = [...parts].sort((a, b) => compareText(titleOf(a), titleOf(b)));
  for (const { plan, elsewhere } of sorted) {
    for (const { cluster, object, divided = [] } of plan.clusters) {
      const own = object && withoutDivided(object, divided);
      const whole = own ?? ownValue(elsewhere, cluster);
      if (whole !== undefined) wanted.set(cluster, [...(wanted.get(cluster) ?? []), whole]);
    }
  }
  return wanted;
}

function titleOf({ plan, name }: StagedPart): string {
  return `${plan.kind} ${name}`;
}

/** By cluster. Clusters that are to have the very same objects are asked about once. */
async function wantedRevisions(
  members: readonly StagedMember[],
  wanted: ReadonlyMap<string, readonly KubeObject[]>,
  salt: string | undefined,
): Promise<Record<string, string | undefined>> {
  const numbers = new Map<KubeObject, number>();
  const numberOf = (object: KubeObject): number => {
    const number = numbers.get(object) ?? numbers.size;
    numbers.set(object, number);
    return number;
  };
  const known = new Map<string, Promise<string | undefined>>();
  const entries = members.map(async ({ name }) => {
    const objects = wanted.get(name) ?? [];
    const key = objects.map(numberOf).join(" ");
    const revision = known.get(key) ?? revisionOf(salt, objects);
    known.set(key, revision);
    return [name, await revision] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
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
