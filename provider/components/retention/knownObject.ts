import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";
import type { ClusterPlan, PropagationPlan } from "../../core/objects/propagationPlan";
import type { Scope } from "../../core/kinds/federatedTypes";
import { objectTitle } from "../../core/kinds/objectTitle";
import type { KnownObject } from "../../core/retention/retainedFields";
import { isOwnOfKind } from "../../core/retention/retention";
import { isAsWritten } from "../../core/retention/retainedObject";
import { wantedFields } from "../../core/retention/wantedFields";
import { mapAt } from "../../core/plain/fields";
import type { PropertyPath } from "../../core/paths/propertyPath";
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

/** What is known of an object, and what is wanted of it. */
export interface Found extends KnownObject {
  /** The object as wanted, without Outputs. */
  readonly wanted: KubeObject;
}

/** Undefined where the object does not exist yet, or is written for the first time. */
export async function knowObject(
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
  const live = await liveOf(request, apiVersion, memory.before !== undefined);
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

async function liveOf(
  request: RetainingChild,
  apiVersion: string,
  isWritten: boolean,
): Promise<KubeObject | undefined> {
  const { member, plan, scope } = request;
  const probe = await probeOf(member);
  const key = { ...plan, apiVersion, scope };
  const live = await readLiveObject({ cluster: member, probe, key });
  const isRepeated = live === undefined && probe.kind === "not-asked" && isWritten;
  if (isRepeated) await sayWhatIsRepeated(request);
  return live;
}

function sayWhatIsRepeated({ parent, plan, planned }: RetainingChild): Promise<void> {
  const message = `retained fields of ${objectTitle(plan)} on "${planned.cluster}" stay as the last update left them: the cluster cannot be asked what it has`;
  return pulumi.log.warn(message, parent);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
