/*
 * Fields that are not only ours: those that a member cluster owns, those that a former owner hands over, and those
 * that a program gives no longer. Which they are says core/retention.
 */

import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";
import type { ClusterPlan, PropagationPlan } from "../../core/objects/propagationPlan";
import type { Scope } from "../../core/kinds/federatedTypes";
import { objectTitle } from "../../core/kinds/objectTitle";
import { type KnownObject, retainedValue } from "../../core/retention/retainedFields";
import { isOwnOfKind } from "../../core/retention/retention";
import { heldBack, isAsWritten } from "../../core/retention/retainedObject";
import { wantedFields } from "../../core/retention/wantedFields";
import { mapAt } from "../../core/plain/fields";
import { mapPathEnds, outermostPaths, type PathEnd } from "../../core/retention/retainedPlaces";
import { parsePropertyPath, type PropertyPath } from "../../core/paths/propertyPath";
import { hasRealEngine } from "../../engine/engine";
import { knownText } from "../../engine/knownText";
import { hasUnknown, plainValue } from "../../engine/plainValue";
import { childObjectUrn } from "../../engine/state/stateObjects";
import { type StackState, stackState } from "../../engine/state/stackState";
import type { AskableCluster } from "../../observe/askClusters";
import { readLiveObject } from "../../observe/objects/liveObject";
import { probeOf } from "../../engine/probes";
import type { WatchedCluster } from "../clusters/clusterAvailability";

/** One object of a federated component, just before it is registered. */
export interface RetainingChild {
  readonly parent: pulumi.ComponentResource;
  /** The resource's name. */
  readonly child: string;
  readonly plan: PropagationPlan;
  readonly planned: ClusterPlan;
  readonly scope?: Scope | undefined;
  readonly object: KubeObject;
  readonly member: WatchedCluster & AskableCluster;
  readonly opts: pulumi.CustomResourceOptions;
  /** Whether an object that exists already is taken over. */
  readonly adopt: boolean;
  /** The URN that the stack had it under, if another one. */
  readonly formerUrn: Promise<string | undefined> | undefined;
  /** Resolves when the child may be registered: the cluster is not asked before. */
  readonly gate: Promise<unknown>;
}

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
 * - What cannot be asked, and what is imported, is left to the engine's `ignoreChanges`, as the one field
 *   is that an autoscaler may change at any moment: the Kubernetes plugin reads that one as it writes.
 */
export function retaining(request: RetainingChild): Retaining {
  const { planned, member, opts, object } = request;
  const own = opts.ignoreChanges ?? [];
  const owned = planned.ignoreChanges ?? [];
  const isAsked = hasRealEngine() && opts.import === undefined && member.memberKubeconfig;
  if (!isAsked) return { object, ignoreChanges: [...own, ...owned] };
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
  return {
    object: kept.reduce((given, path) => mapPathEnds({ object: given, path, change }), object),
    ignoreChanges: [...own, ...scaled],
  };
}

interface Found extends KnownObject {
  /** The object as wanted, without Outputs. */
  readonly wanted: KubeObject;
}

/** Undefined where the object does not exist yet, or is written for the first time. */
async function knowObject(
  request: RetainingChild,
  paths: readonly PropertyPath[],
): Promise<Found | undefined> {
  const { object, adopt, gate } = request;
  // Whatever is wrong with the program or one of its values is for the registration to say.
  await gate.catch(() => undefined);
  const memory = await memoryOf(request);
  if (memory.before === undefined && !adopt) return undefined;
  const plain = await plainValue(object).catch(() => undefined);
  return isPlainObject(plain?.value)
    ? askMember(request, { paths, memory, wanted: plain.value })
    : undefined;
}

function ownsOnlyKindsOwn({ planned }: RetainingChild): boolean {
  return isOwnOfKind(planned.ignoreChanges ?? []);
}

interface Question {
  readonly paths: readonly PropertyPath[];
  readonly memory: Pick<KnownObject, "before" | "once">;
  readonly wanted: KubeObject;
}

async function askMember(
  request: RetainingChild,
  { paths, memory, wanted }: Question,
): Promise<Found | undefined> {
  const { kind } = request.plan;
  const apiVersion = textOf(wanted.apiVersion) ?? request.plan.apiVersion;
  const about = { apiVersion, kind, ...memory, wanted };
  const isNamed = [wanted, memory.before?.inputs ?? {}].some(
    (desired) => wantedFields({ apiVersion, kind, paths, desired }).length > 0,
  );
  // Addresses that nobody ever gave stay without our asking: no object of a large fleet is read for them.
  if (!isNamed && ownsOnlyKindsOwn(request)) return undefined;
  const live = await liveOf(request, apiVersion);
  if (live === undefined) return memory.before && { ...about, live: undefined, source: "state" };
  const asked: Found = { ...about, live, source: "live" };
  const isSame = !hasUnknown(wanted) && isAsWritten(asked, { desired: wanted, paths });
  return isSame ? { ...asked, source: "state" } : asked;
}

/** What the last update left: the child as it was written, and what was wanted of it before. */
export async function memoryOf(
  request: Pick<RetainingChild, "parent" | "child" | "plan" | "planned" | "formerUrn">,
): Promise<Pick<KnownObject, "before" | "once">> {
  const { parent, child, plan, planned, formerUrn } = request;
  const [state, parentUrn, former] = await Promise.all([
    stackState().catch((): StackState => new Map()),
    knownText(parent.urn),
    formerUrn,
  ]);
  const own =
    parentUrn === undefined
      ? undefined
      : childObjectUrn(state, { ...plan, parent: parentUrn, child });
  const component = parentUrn === undefined ? undefined : state.get(parentUrn);
  const { wanted } = mapAt(component, "retained", planned.cluster);
  const once = Array.isArray(wanted) ? wanted.map(String) : [];
  return { before: beforeOf(state.get(own ?? former ?? "")), once: new Set(once) };
}

/** The plugin keeps what it wrote beside what came of it. */
function beforeOf(outputs: Readonly<Record<string, unknown>> | undefined): KnownObject["before"] {
  if (outputs === undefined) return undefined;
  const { __inputs: inputs, ...object } = outputs;
  return isPlainObject(inputs) ? { inputs, object } : undefined;
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

async function liveOf(
  { member, plan, scope }: RetainingChild,
  apiVersion: string,
): Promise<KubeObject | undefined> {
  const probe = await probeOf(member);
  return readLiveObject({ cluster: member, probe, key: { ...plan, apiVersion, scope } });
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
  return outermostPaths(texts.map(parsePropertyPath).filter((path) => path !== undefined));
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
