/*
 * What leaves member clusters: counted and looked at when the program has declared everything, and the guard that
 * looks again when the engine deletes. What counts as too much says core/deletion.
 */

import * as pulumi from "@pulumi/pulumi";
import { type Departure, judgeDepartures, titleOfUrn } from "../../core/deletion/departures";
import { unfinishedAmong } from "../../core/checkpoints/unfinishedUpdate";
import { guardedKey, type GuardedObject } from "../../core/deletion/guardedObject";
import { obstacleText, type PlacedObstacle } from "../../core/deletion/obstacleText";
import type { Issue } from "../../core/issue";
import { isPlainObject } from "../../core/plain/plainObject";
import { readAllowance } from "../../engine/deletion/allowedDeletes";
import { hasRealEngine } from "../../engine/engine";
import { outageOf, probeOf } from "../../engine/probes";
import { refuse } from "../../engine/program";
import { hasEnded, holdingOpen, stackResource } from "../../engine/programEnd";
import { type Registrations, registrations } from "../../engine/deletion/registered";
import { currentRun, type Problem, type Run } from "../../engine/run";
import { type GuardRecord, guardRecord, writtenUid } from "../../engine/deletion/stateGuard";
import { stackOwner } from "../../engine/owner/stackOwner";
import { type StackState, stackState } from "../../engine/state/stackState";
import { obstaclesOn } from "../../observe/objects/deletionObstacles";
import type { Remains } from "./leftBehind";
import { guardDeletions, takingContents } from "./deletionGuard";
import { clustersIn, copiesOf, declaredCopies, departuresIn, uidIn } from "./departures";

/** What is judged when the program has declared everything. */
interface Ending {
  readonly run: Run;
  readonly stack: pulumi.Resource;
  readonly state: StackState;
  readonly guard: GuardRecord;
  readonly declared: Registrations;
}

/**
 * Waits, once in a run, until the program has declared everything, and judges what leaves the member clusters
 * then, which is before the engine deletes anything:
 *
 * - more than anybody can have meant without saying so is refused;
 * - what leaves must be what the stack has put there, and a namespace or a definition that leaves must
 *   hold nothing of others;
 * - what a killed update made and nobody declares any more goes;
 * - what stays is remembered by the stack's guard, which looks at it in a `pulumi destroy`.
 */
export function watchDeletions(): void {
  const run = currentRun();
  if (run.deletions.isWatched || !hasRealEngine()) return;
  run.deletions.isWatched = true;
  void holdingOpen(() => judgeEnd(run));
}

async function judgeEnd(run: Run): Promise<void> {
  const stack = stackResource();
  if (stack === undefined || !(await hasEnded())) return;
  // What is wrong with the program ends it here as well: where nothing is selected nobody else waits.
  await Promise.all(run.gates);
  const declared = await registrations();
  await Promise.all(run.gates);
  if (declared === undefined) return;
  const state = await stackState();
  const ending = { run, stack, state, guard: guardRecord(state), declared };
  const departures = await departuresIn(ending);
  const remains = await remainsIn(ending);
  const all = [...departures, ...(remains?.departures ?? [])];
  refuse(await limitProblems(ending, all), "nothing was deleted");
  const leaving = departures.filter(({ fate }) => fate === "leaves");
  const obstacles = await obstacleProblems(ending, leaving);
  refuse([...obstacles, ...(remains?.problems ?? [])], "nothing was deleted");
  await remains?.clear();
  await guardDeletions(ending);
}

/** What a killed update left; undefined after one that has ended, which is nearly always. */
async function remainsIn(ending: Ending): Promise<Remains | undefined> {
  const unfinished = unfinishedAmong(ending.state);
  const ownerId = await stackOwner().id;
  if (unfinished === undefined || ownerId === undefined) return undefined;
  const { findRemains } = await import("./leftBehind");
  return findRemains(ending, { unfinished, ownerId });
}

async function limitProblems(ending: Ending, copies: readonly Departure[]): Promise<Problem[]> {
  const { run, state, stack, declared } = ending;
  const allowance = readAllowance();
  if ("given" in allowance) {
    const { place, given } = allowance;
    const message = `must be true or a whole number of copies; got ${JSON.stringify(given)}`;
    const issue: Issue = { code: "deletion-limit", path: place, message };
    return [{ subject: "this stack", issues: [issue], resource: stack }];
  }
  const refusals = judgeDepartures({
    copies,
    declared: await declaredCopies(run, declared),
    clusters: { before: clustersIn(state.keys()).length, now: run.deletions.clusters.length },
    allowed: allowance.allowed,
  });
  return refusals.map(({ component, subject, issue }) => {
    const found = declared.resources.find(({ urn }) => urn === component);
    return { subject, issues: [issue], resource: found?.resource ?? stack };
  });
}

/** What is in the way of what leaves, by component. */
async function obstacleProblems(ending: Ending, leaving: readonly Departure[]): Promise<Problem[]> {
  const { state, stack, declared } = ending;
  const byCluster = new Map<string, Departure[]>();
  for (const copy of leaving) {
    const name = copy.cluster ?? "";
    byCluster.set(name, [...(byCluster.get(name) ?? []), copy]);
  }
  const found = await Promise.all(
    [...byCluster].map(([name, copies]) => obstaclesAt(ending, name, copies)),
  );
  const issues = new Map<string, Issue[]>();
  for (const obstacle of found.flat()) {
    const key = guardedKey(obstacle.object);
    const copy = leaving.find(({ urn, cluster = "" }) => {
      const own = objectIn(state, urn);
      return own !== undefined && cluster === obstacle.cluster && guardedKey(own) === key;
    });
    const component = copy?.component ?? "";
    const message = obstacleText(obstacle);
    const issue: Issue = { code: "deletion-foreign", path: "", message };
    issues.set(component, [...(issues.get(component) ?? []), issue]);
  }
  return [...issues].map(([component, own]) => ({
    subject: titleOfUrn(component),
    issues: own,
    resource: declared.resources.find(({ urn }) => urn === component)?.resource ?? stack,
  }));
}

async function obstaclesAt(
  ending: Ending,
  name: string,
  copies: readonly Departure[],
): Promise<readonly PlacedObstacle[]> {
  const { run, state, guard } = ending;
  const objects = copies.flatMap(
    ({ urn }) => writtenObject({ state, guard, urn, cluster: name }) ?? [],
  );
  if (objects.length === 0) return [];
  const probe = await probeOf({ name });
  const member = run.deletions.clusters.find((each) => each.name === name);
  if (member?.unreachable === "keep" && outageOf(probe) !== undefined) return [];
  const takes = await takingContents(ending);
  const leaving = {
    objects,
    own: { uids: ownUids(ending), ownerId: await stackOwner().id },
    takesContents: (object: GuardedObject) => takes.has(`${name} ${guardedKey(object)}`),
  };
  const obstacles = await obstaclesOn({ name, probe, lastAccess: guard.access[name] }, leaving);
  if (obstacles !== undefined) return obstacles;
  const what = `${objects.length} of this stack's objects on it are deleted without a look at what is there, because its credentials cannot be read`;
  await pulumi.log.warn(`KubeFedCluster "${name}": ${what}`, member);
  return [];
}

/** All that the stack has, but for what stays on its cluster. */
function ownUids({ run, state, guard }: Ending): ReadonlySet<string> {
  const names = run.deletions.clusters.map(({ name }) => name);
  const clusters = new Map(copiesOf(state, names).map(({ urn, cluster }) => [urn, cluster]));
  const retained = new Set(guard.retained);
  const uids = [...state.keys()].flatMap((urn) => {
    const object = writtenObject({ state, guard, urn, cluster: clusters.get(urn) });
    return object?.uid ?? uidIn(state, urn) ?? [];
  });
  return new Set(uids.filter((uid) => !retained.has(uid)));
}

/** What an update left: the state may have what a refresh has found under the name since. */
function writtenObject(of: {
  readonly state: StackState;
  readonly guard: GuardRecord;
  readonly urn: string;
  readonly cluster: string | undefined;
}): GuardedObject | undefined {
  const { state, guard, urn, cluster } = of;
  const object = objectIn(state, urn);
  if (object === undefined) return undefined;
  return { ...object, uid: writtenUid(guard, { cluster, key: guardedKey(object) }) ?? object.uid };
}

function objectIn(state: StackState, urn: string): GuardedObject | undefined {
  const { apiVersion, kind, metadata } = state.get(urn) ?? {};
  const { name, namespace, uid } = isPlainObject(metadata) ? metadata : {};
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  if (typeof name !== "string" || typeof uid !== "string") return undefined;
  return { apiVersion, kind, name, uid, ...(typeof namespace === "string" ? { namespace } : {}) };
}
