import { mayHoldOthers } from "../../core/deletion/containers";
import { type Departure, emptiedRefusal } from "../../core/deletion/departures";
import type { Issue } from "../../core/issue";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { readAllowance } from "../../engine/deletion/allowedDeletes";
import { hasRealEngine } from "../../engine/engine";
import { declareFindings } from "../../engine/program";
import { isResourceOf } from "../../engine/resourceType";
import { currentRun, type LeavableCluster } from "../../engine/run";
import { guardRecord } from "../../engine/deletion/stateGuard";
import { stackState } from "../../engine/state/stackState";
import type { FederatedOptions } from "../objects/federatedOptions";
import { watchDeletions } from "./deletionWatch";
import { copiesOf, excusedClusters, uidIn } from "./departures";
import type { CountedObjects } from "./servedDepartures";

/** A component whose objects may leave member clusters. */
export interface LeavableObjects extends CountedObjects {
  readonly subject: string;
  readonly name: string;
  readonly opts: FederatedOptions;
  readonly existing?: { readonly adopt: boolean | undefined };
  readonly deleteContents?: boolean | undefined;
}

/** Notes a member cluster for the end of the program, where it is judged what leaves it. */
export function watchClusterDeletions(cluster: LeavableCluster): void {
  currentRun().deletions.clusters.push(cluster);
  watchDeletions();
}

/**
 * What was adopted is given back, unless it is said that it goes. So is what holds things of others, where a plugin
 * serves the program and has no credentials to look into it before it is deleted.
 */
export function isRetained(
  leavable: Pick<LeavableObjects, "opts" | "plan" | "existing" | "deleteContents">,
  member?: Pick<LeavableCluster, "memberKubeconfig">,
): boolean | undefined {
  const { opts, plan, existing, deleteContents } = leavable;
  if (opts.retainOnDelete !== undefined) return opts.retainOnDelete;
  const isClosed = member !== undefined && member.memberKubeconfig === undefined;
  const isUnseen = isClosed && currentRun().served !== undefined && mayHoldOthers(plan.kind);
  return existing?.adopt === true || (isUnseen && deleteContents !== true) ? true : undefined;
}

/**
 * Notes how the objects of a component go, and lets the program's gate refuse one that keeps none of those
 * that it has: a selector's typo, an empty list that was computed. Where a plugin serves the program, what leaves is
 * counted here too.
 */
export function declareDeletions(leavable: LeavableObjects): void {
  const { component, subject, plan, deleteContents } = leavable;
  currentRun().deletions.components.push({
    component,
    isRetained: isRetained(leavable) === true,
    takesContents: deleteContents === true,
  });
  watchDeletions();
  if (!hasRealEngine()) return;
  // Whether the state can be read is for those to say who cannot go on without it.
  const found = (issues: Promise<Issue[]>) =>
    void declareFindings(
      component,
      subject,
      issues.catch(() => []),
    );
  if (!plan.clusters.some((each) => each.selected)) found(emptiedIssues(leavable));
  if (currentRun().served !== undefined) found(servedIssues(leavable));
}

async function servedIssues(leavable: LeavableObjects): Promise<Issue[]> {
  const { countDepartures } = await import("./servedDepartures");
  return countDepartures(leavable, isRetained(leavable) === true);
}

async function emptiedIssues({ component, name, where }: LeavableObjects): Promise<Issue[]> {
  const allowance = readAllowance();
  if (!("allowed" in allowance) || allowance.allowed !== "usual") return [];
  const state = await stackState();
  const names = [...currentRun().probes.keys()];
  const retained = new Set(guardRecord(state).retained);
  const excused = await excusedClusters(where.members);
  const own = copiesOf(state, names).filter((copy) => {
    const of = parseUrn(copy.component);
    return of.name === name && isResourceOf(ownType(of.type), component);
  });
  // Where two components have one name, the end of the program tells which is which.
  if (new Set(own.map((copy) => copy.component)).size !== 1) return [];
  const departures = own.map((copy): Departure => {
    const isExcused = excused.has(copy.cluster ?? "") || retained.has(uidIn(state, copy.urn) ?? "");
    return { ...copy, fate: isExcused ? "excused" : "leaves" };
  });
  const refusals = emptiedRefusal({ component: own[0]?.component ?? "", own: departures, now: 0 });
  return refusals.map(({ issue }) => issue);
}
