import * as pulumi from "@pulumi/pulumi";
import { wantsDecisions } from "../../engine/engine";
import type { MemberCluster, Override, Placement } from "../../core/model";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { leavesOf, shownObject } from "../../core/objects/shownObject";
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

/**
 * What a component registers of the Outputs in its objects: by property path, the clusters on which the
 * value there is secret. A policy is given values without saying which of them are, so this says it. Nothing
 * for a Secret, whose values are all meant to be, and where there are no Outputs.
 */
export function secretFieldOutputs({ kind, clusters }: PropagationPlan): pulumi.Inputs {
  // What a chart makes of its values nobody knows before it is rendered.
  if (kind === "Secret" || kind === "Chart") return {};
  const places: Record<string, { cluster: string; leaf: unknown }[]> = {};
  for (const { cluster, object } of clusters) {
    for (const { path, leaf } of leavesOf(object ?? {}))
      (places[path] ??= []).push({ cluster, leaf });
  }
  const paths = Object.keys(places).sort();
  if (paths.length === 0) return {};
  const fields = paths.map((path) => [path, secretOn(places[path] ?? [])] as const);
  return { secretFields: Object.fromEntries(fields) };
}

/**
 * The clusters where a value is secret. Not known at a preview while one of the values that are not secret is
 * not known either: it may turn out to be, and an update may not register what its preview denied.
 */
function secretOn(
  copies: readonly { readonly cluster: string; readonly leaf: unknown }[],
): pulumi.Output<string[]> {
  const judged = copies.map(async ({ cluster, leaf }) => {
    const value = pulumi.output(leaf);
    return { cluster, value, isSecret: await pulumi.isSecret(value) };
  });
  // An Output that is wrapped in no list, or its value would be taken along.
  const parts = Promise.all(judged).then((all) => ({
    open: all.filter(({ isSecret }) => !isSecret).map(({ value }) => value),
    names: all.filter(({ isSecret }) => isSecret).map(({ cluster }) => cluster),
  }));
  return pulumi
    .output(parts.then(({ open }) => pulumi.all(open).apply(() => true)))
    .apply(() => parts.then(({ names }) => names));
}
