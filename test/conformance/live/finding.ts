import { isDeepStrictEqual } from "node:util";
import type { Issue } from "../../../provider/core/issue";
import type { KubeObject } from "../../../provider/core/model";
import type { PropagationRequest } from "../../../provider/core/objects/propagationRequest";
import type { FieldDifference } from "./comparison";
import type { LiveObjects, MemberPlan } from "./memberPlan";
import type { Observation } from "./scenario";
import type { Objects } from "./world";

/** Something that is not as it was with the original. */
export interface Difference extends FieldDifference {
  /** Where it was found: the scenario's own finding, or that of a request without what is broken. */
  readonly finding: Finding;
  readonly step: string;
  /** `ConfigMap shop/settings`. */
  readonly object: string;
  /** The member cluster; absent for a difference of the whole. */
  readonly cluster?: string;
  /** Our error, where that is the difference. */
  readonly issue?: Issue;
}

/** All that is known of one federated object after one step. */
export interface Finding {
  readonly step: string;
  readonly host: Objects;
  /** The federated object; absent once it is deleted. */
  readonly federated?: KubeObject;
  /** The federated object one step ago, or as it was when it was deleted. */
  readonly before?: KubeObject;
  /** What we would plan for it; absent where there is nothing to plan. */
  readonly request?: PropagationRequest;
  readonly plan: MemberPlan;
  /** The objects that the member clusters had before the original wrote. */
  readonly live: LiveObjects;
  readonly observation: Observation;
}

/** What the member cluster has, or `undefined`. */
export function observedOn({ observation }: Finding, cluster: string): KubeObject | undefined {
  const { members } = observation;
  return Object.hasOwn(members, cluster) ? (members[cluster] ?? undefined) : undefined;
}

/** What the original reported of a member cluster: `""` for success; `undefined` where not placed. */
export function statusOn({ observation }: Finding, cluster: string): string | undefined {
  const { statuses } = observation;
  return Object.hasOwn(statuses, cluster) ? statuses[cluster] : undefined;
}

/** Whether the original failed to write to a member cluster. */
export function hasFailedOn(finding: Finding, cluster: string): boolean {
  const status = statusOn(finding, cluster);
  return status !== undefined && status !== "";
}

/** Whether the original wrote to no member cluster, and not because there was none to write to. */
export function hasFailedEverywhere(finding: Finding): boolean {
  const statuses = Object.values(finding.observation.statuses);
  if (finding.observation.reason === "ComputePlacementFailed") return true;
  return statuses.length > 0 && !statuses.includes("");
}

/** Whether a member cluster has what it had before: nothing was written there, or it was refused. */
export function isUntouched(finding: Finding, cluster: string): boolean {
  return isDeepStrictEqual(finding.live.get(cluster), observedOn(finding, cluster));
}
