/*
 * Fields that are not only ours: those that a member cluster owns, those that a former owner hands over, and those
 * that a program gives no longer. Which they are says core/retention.
 */

import * as pulumi from "@pulumi/pulumi";
import type { KubeObject } from "../../core/model";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { objectTitle } from "../../core/kinds/objectTitle";
import { retainedValue } from "../../core/retention/retainedFields";
import { heldBack } from "../../core/retention/retainedObject";
import { wantedFields } from "../../core/retention/wantedFields";
import { mapPathEnds, outermostPaths, type PathEnd } from "../../core/retention/retainedPlaces";
import { parsePropertyPaths, type PropertyPath } from "../../core/paths/propertyPath";
import { hasRealEngine } from "../../engine/engine";
import { hasUnknown, plainValue } from "../../engine/plainValue";
import { type Found, knowObject, type RetainingChild } from "./knownObject";

/** The arguments and options that a child is registered with. */
export interface Retaining {
  readonly object: KubeObject;
  readonly ignoreChanges: string[];
}

/**
 * Gives the fields of a child that its member cluster owns the values that they have there, so that an
 * update which changes something else never takes them back; while nothing else changes, those that the
 * stack has, so that there is nothing to do.
 *
 * - The member is asked as late as possible, and only where the object may exist and the field be ours.
 * - What cannot be asked gets what the stack has, and that is said.
 * - What is imported is left to the engine's `ignoreChanges`, as the one field is that an autoscaler may
 *   change at any moment: the Kubernetes plugin reads that one as it writes, but not as it takes over.
 */
export function retaining(request: RetainingChild): Retaining {
  const { planned, opts, object, adopt } = request;
  const own = opts.ignoreChanges ?? [];
  const owned = planned.ignoreChanges ?? [];
  if (!hasRealEngine() || opts.import !== undefined)
    return { object, ignoreChanges: [...own, ...owned] };
  const scaled = owned.filter((path) => path === planned.scaledField);
  const kept = pathsOf(owned.filter((path) => path !== planned.scaledField));
  const all = pathsOf(owned);
  if (all.length === 0) return { object, ignoreChanges: [...own] };
  const known = knowObject(request, all);
  void known
    .then((found) => found && sayWhatIsHeldBack(request, found, all))
    // What is wrong with the child is told where it is registered.
    .catch(() => undefined);
  const change = (end: PathEnd): unknown =>
    // What is not there and is not wanted is a promise of nothing, which no resource has.
    known.then((found) => (found === undefined ? end.wanted : valueAt(request, found, end)));
  const changeFirst = (end: PathEnd): unknown =>
    known.then((found) => (found?.before ? end.wanted : change(end)));
  const given = kept.reduce((each, path) => mapPathEnds({ object: each, path, change }), object);
  const counts = adopt ? pathsOf(scaled) : [];
  return {
    object: counts.reduce(
      (each, path) => mapPathEnds({ object: each, path, change: changeFirst }),
      given,
    ),
    ignoreChanges: [...own, ...scaled],
  };
}

/**
 * What the next run has to know of retained fields, for the component's own outputs: per cluster their
 * paths, and which of them were wanted, without any value.
 */
export function retainedOutputs(plan: PropagationPlan): pulumi.Inputs {
  const entries = plan.clusters.flatMap(({ cluster, object, ignoreChanges = [], scaledField }) => {
    const paths = ignoreChanges.filter((path) => path !== scaledField);
    const { apiVersion, kind } = plan;
    const desired = object ?? {};
    const wanted = wantedFields({ apiVersion, kind, desired, paths: pathsOf(paths) });
    return wanted.length === 0 ? [] : [[cluster, { paths, wanted }] as const];
  });
  return entries.length === 0 ? {} : { retained: Object.fromEntries(entries) };
}

/** What a program wanted as a secret stays one, whoever has set it. */
async function valueAt(request: RetainingChild, found: Found, end: PathEnd): Promise<unknown> {
  const { value: plain, hasSecret } = await plainValue(end.wanted);
  const seen = hasUnknown(plain) ? end.wanted : plain;
  const value = retainedValue(found, { desired: request.object, ...end, wanted: seen });
  // The Output itself knows what it depends on.
  if (value === undefined || value === seen) return value === undefined ? undefined : end.wanted;
  return hasSecret || found.kind === "Secret" ? pulumi.secret(value) : value;
}

async function sayWhatIsHeldBack(
  { parent, plan, planned, adopt }: RetainingChild,
  found: Found,
  paths: readonly PropertyPath[],
): Promise<void> {
  const held = heldBack(found, { desired: found.wanted, paths });
  if (held.length === 0 || (adopt && found.before === undefined)) return;
  const message = `retained, not written: ${held.join(", ")} of ${objectTitle(plan)} on "${planned.cluster}"`;
  await pulumi.log.info(message, parent);
}

function pathsOf(texts: readonly string[]): readonly PropertyPath[] {
  return outermostPaths(parsePropertyPaths(texts));
}
