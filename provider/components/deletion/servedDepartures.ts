import type * as pulumi from "@pulumi/pulumi";
import { type Departure, judgeDepartures } from "../../core/deletion/departures";
import type { Issue } from "../../core/issue";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { readAllowance } from "../../engine/deletion/allowedDeletes";
import { knownText } from "../../engine/knownText";
import { currentRun, type LeavableCluster } from "../../engine/run";
import { indexOf } from "../../engine/state/stateIndex";
import { stackState } from "../../engine/state/stackState";
import { excusedClusters } from "./departures";

/** A component whose copies are counted. */
export interface CountedObjects {
  readonly component: pulumi.ComponentResource;
  readonly plan: PropagationPlan;
  readonly where: { readonly members: readonly LeavableCluster[] };
}

/**
 * Counts what leaves in a program that a plugin serves, as far as its components have been asked for, and refuses the
 * one with which it is too much at once: nothing is deleted before the program has ended. What the program does not
 * declare any more at all is not counted, because nobody knows that before.
 */
export async function countDepartures(
  leavable: CountedObjects,
  isRetained: boolean,
): Promise<Issue[]> {
  const { component, plan, where } = leavable;
  const allowance = readAllowance();
  if (!("allowed" in allowance)) {
    const got = JSON.stringify(allowance.given);
    const message = `${allowance.place} must be true or a whole number of copies; got ${got}`;
    return [{ code: "deletion-limit", path: "", message }];
  }
  const { allowed } = allowance;
  const state = await stackState();
  const all = (state.index ?? indexOf(state)).copies();
  const urn = (await knownText(component.urn)) ?? "";
  const selected = new Set(plan.clusters.flatMap((each) => (each.selected ? each.cluster : [])));
  const excused = await excusedClusters(where.members);
  const own = (all.get(urn) ?? []).map((copy): Departure => {
    const { cluster } = copy;
    if (cluster === undefined || selected.has(cluster)) return { ...copy, fate: "stays" };
    return { ...copy, fate: isRetained || excused.has(cluster) ? "excused" : "leaves" };
  });
  const { departures } = currentRun().deletions;
  departures.set(urn, own);
  // One that keeps none is refused with words of its own.
  const isEmptied = allowed === "usual" && selected.size === 0;
  if (isEmptied || own.every(({ fate }) => fate !== "leaves")) return [];
  const copies = [...all].flatMap(
    ([each, held]) =>
      departures.get(each) ?? held.map((copy): Departure => ({ ...copy, fate: "stays" })),
  );
  const [issue] = judgeDepartures({
    ...{ copies, allowed, isPartial: true },
    declared: new Map(),
    clusters: { before: 1, now: 1 },
  }).map((each) => each.issue);
  return issue === undefined ? [] : [issue];
}
