import type * as pulumi from "@pulumi/pulumi";
import { isRefused } from "../../core/stages/wholeUpdate";
import { childName } from "../../core/kinds/federatedTypes";
import type { ClusterPlan } from "../../core/objects/propagationPlan";
import { applyPatch } from "../../core/paths/jsonPatch";
import { parsePointer, valueAt } from "../../core/paths/jsonPointer";
import { type ReplicaPlace, replicaSteps } from "../../core/stages/replicaSteps";
import { knownText } from "../../engine/knownText";
import { flatDependencies, isWithin } from "../../engine/stages/dependencies";
import type { StagedPart, StagedUpdate, StagesDecision } from "../../engine/stages/stagedUpdate";
import { childUrn, stackState } from "../../engine/state/stackState";
import { decideStages } from "./decideStages";
import { resourcesBefore, waveHealthy } from "./waveBarrier";

/** A component and the strategy that stages it. */
export interface Staging {
  readonly update: StagedUpdate;
  readonly part: StagedPart;
}

/** What a staged object waits for, and what it is now. */
export interface StagedStep {
  readonly planned: ClusterPlan;
  readonly after: readonly pulumi.Input<pulumi.Resource>[];
}

const refusedText = "an API server refuses it, and so it stays as it is in this preview";

/** Why a cluster is held; undefined where it is not. */
export function heldBecause(
  { update, part: { name, plan } }: Staging,
  gate: Promise<void>,
  cluster: string,
): Promise<string | undefined> {
  const held = gate.then(async () => {
    const { held: all, whole = new Set() } = await decideStages(update);
    return isRefused(whole, { kind: plan.kind, name, cluster }) ? refusedText : all.get(cluster);
  });
  // Whatever is wrong with the program is for the gate to say.
  held.catch(() => undefined);
  return held;
}

/** What one cluster's object is in this update, after the waves before its own. */
export async function stepOf(staging: Staging, planned: ClusterPlan): Promise<StagedStep> {
  const { update, part } = staging;
  const { cluster } = planned;
  const decision = await decideStages(update);
  await update.attempted;
  const wave = decision.waves.get(cluster);
  if (wave !== undefined && wave > 0) await waveHealthy(update, decision, wave - 1);
  const before = wave === undefined ? [] : resourcesBefore(update, decision, wave);
  const step = (await replicasOf(part, decision))[cluster];
  const path = planned.divided?.[0];
  if (step === undefined || path === undefined) return { planned, after: before };
  // One that is refused must not hide the others.
  const first = decision.whole === undefined ? step.after : [];
  const growing = first.flatMap((name) => part.children[name]?.resource ?? []);
  const change = { op: "replace" as const, path, value: step.replicas };
  const { object } = applyPatch(planned.object ?? {}, [change]);
  return { planned: { ...planned, object }, after: [...before, ...growing] };
}

/** How many replicas each cluster gets in this update: those that get more first, those that give last. */
async function replicasOf({ component, name, plan }: StagedPart, decision: StagesDecision) {
  const divided = plan.clusters.filter(
    ({ replicas, cluster }) => replicas !== undefined && !decision.elsewhere.has(cluster),
  );
  if (divided.length === 0) return {};
  const [state, parent] = await Promise.all([stackState(), knownText(component.urn)]);
  const stays = staysIn(decision);
  const places = divided.map(({ cluster, replicas = 0, divided: paths = [] }): ReplicaPlace => {
    const child = { parent: parent ?? "", name: childName(name, cluster) };
    const urn = childUrn(state, child);
    const tokens = parsePointer(paths[0] ?? "") ?? [];
    const before = urn === undefined ? 0 : valueAt(state.get(urn), tokens);
    const wave = decision.waves.get(cluster);
    return {
      cluster,
      planned: replicas,
      isHeld: stays.has(cluster),
      ...(typeof before === "number" ? { before } : {}),
      ...(wave === undefined ? {} : { wave }),
    };
  });
  return replicaSteps(places);
}

/** The clusters on which nothing is written; none where a preview shows the whole update. */
function staysIn({ whole, held, plan }: StagesDecision): ReadonlySet<string> {
  const all = [...held.keys(), ...plan.away.map(({ cluster }) => cluster)];
  return new Set(whole === undefined ? all : []);
}

/**
 * What a component's object on one cluster depends on: of what the same strategy stages only what is on that
 * cluster, because what is on others may come after it.
 */
export async function dependenciesOn(
  { update: { parts } }: Staging,
  cluster: string,
  given: unknown,
): Promise<pulumi.Input<pulumi.Resource>[]> {
  const dependencies = await flatDependencies(given);
  return dependencies.flatMap((dependency) => {
    const mates = parts.filter(({ component }) => isWithin(component, dependency));
    if (mates.length === 0) return [dependency];
    return mates.flatMap(({ children }) => children[cluster]?.resource ?? []);
  });
}
