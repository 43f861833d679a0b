import type * as pulumi from "@pulumi/pulumi";
import { wantsDecisions } from "../../engine/engine";
import type { MemberCluster, Override, Placement } from "../../core/model";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { shownObject } from "../../core/objects/shownObject";
import { overrideSteps } from "../../core/overrides/overrideSteps";
import type { Scheduling } from "../../core/scheduling/scheduling";

/** What decides where an object goes and what it is there. */
export interface Decisions {
  readonly plan: PropagationPlan;
  readonly members: readonly MemberCluster[];
  readonly template: unknown;
  readonly placement: Placement | undefined;
  readonly within: readonly string[] | undefined;
  readonly overrides: readonly Override[] | undefined;
  readonly scheduling: Scheduling | undefined;
}

/**
 * What a component registers at a preview for `kubefed plan` and `kubefed explain`: the placement, the
 * preference, the values that overrides change, and the objects that the engine would hide. Only where the command asks for it: an update would
 * have each of these values in the state a second time, and a preview that registers other outputs than
 * its update makes `pulumi up --plan` refuse it. Secrets are secrets here too.
 */
export function decisionOutputs(decisions: Decisions): pulumi.Inputs {
  if (!wantsDecisions()) return {};
  const { plan, members, template, placement, within, overrides = [], scheduling } = decisions;
  const changed = plan.clusters.filter((cluster) => cluster.overrides.length > 0);
  const steps = changed.flatMap(({ cluster: name }) => {
    const member = members.find((each) => each.name === name);
    if (member === undefined) return [];
    const { labels } = member;
    return [[name, overrideSteps({ template, overrides, cluster: { name, labels } })] as const];
  });
  const shown = plan.clusters.flatMap((each) => {
    const object = shownObject(each);
    return object === undefined ? [] : [[each.cluster, object] as const];
  });
  const objects = Object.fromEntries(shown);
  const given = { placement, within, scheduling, objects };
  return { decisions: { ...given, overrides: Object.fromEntries(steps) } };
}
