import type { FederatedType } from "../kinds/federatedTypes";
import type { Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import { parseDottedPath } from "../paths/dottedPath";
import { applyPatch } from "../paths/jsonPatch";
import { parsePointer } from "../paths/jsonPointer";
import type { KubeObject, MemberCluster } from "../model";
import { type AppliedOverride, overridesOf } from "../overrides/plannedOverrides";
import { emptyRecord, setOwn } from "../plain/ownKey";
import { parsePropertyPath } from "../paths/propertyPath";
import type { ClusterPlan } from "./propagationPlan";
import type { PropagationRequest } from "./propagationRequest";
import { retainedPaths, type RetentionRequest, scaledField } from "../retention/retention";
import type { ScheduledField } from "../scheduling/schedule";
import { defaultManagedLabel, objectLabels } from "./template";

type RetainedOfObject = Pick<
  NonNullable<ClusterObject["rendered"]>,
  "ignoreChanges" | "scaledField"
>;

type Scaled = Pick<ClusterObject, "issues"> & { readonly object: KubeObject };

/** What is planned for one selected cluster. */
export interface ClusterObjectRequest {
  readonly member: MemberCluster;
  /** What a preference decides for the cluster. @default all is as in the template */
  readonly fields?: readonly ScheduledField[];
}

/** One member cluster's object. */
export interface ClusterObject {
  readonly applied: readonly AppliedOverride[];
  readonly issues: readonly Issue[];
  /** Absent where another shard has the cluster, and renders it. */
  readonly rendered?: {
    readonly object: KubeObject;
    readonly ignoreChanges: readonly string[];
    /** The one among them that an autoscaler on the member cluster sets. */
    readonly scaledField: string | undefined;
  };
}

/**
 * Plans the object of one member cluster after the other: the template with its identity, the overrides that pick
 * the cluster, the managed label, its replicas. Template and rules must be valid. What no override changes is made
 * once for all clusters. What is wrong with the object of another shard's cluster is said as well, so that no shard
 * writes what another one refuses.
 */
export function clusterObjects(
  request: PropagationRequest,
  type: FederatedType,
): (of: ClusterObjectRequest) => ClusterObject {
  const identified = identify(request, type);
  const overriddenFor = overridesOf(identified, request.overrides ?? []);
  const plain = label(identified, labelOf(request));
  const retainedIf = (isDivided: boolean) =>
    retainedOf({ request, type, object: plain, isDivided }, []);
  const whole = retainedIf(false);
  const divided = retainedIf(true);
  const scale = scaledOnce();
  return ({ member, fields = [] }) => {
    const { applied, ...overridden } = overriddenFor(member);
    const isDivided = fields.length > 0;
    const isPlain = applied.length === 0;
    const labelled = isPlain ? plain : label(overridden.object, labelOf(request));
    const { object, issues: scaling } = scale(labelled, fields);
    // The template's labels passed already, so what is wrong here came by an override.
    const labelIssues = isPlain ? [] : objectLabels(object, `overrides["${member.name}"]`);
    const issues = [...overridden.issues, ...scaling, ...labelIssues];
    if (member.elsewhere !== undefined) return { applied, issues };
    const shared = isDivided ? divided : whole;
    const retained = isPlain ? shared : retainedOf({ request, type, object, isDivided }, applied);
    return { applied, issues, rendered: { object, ...retained } };
  };
}

/**
 * What clusters of other shards are to have, by name, without what preferences divide: one and the same object for all
 * that the same overrides pick. For who compares it with what they have had; a plan must have no errors.
 */
export function objectsElsewhere(
  request: PropagationRequest,
  { type, clusters }: { readonly type: FederatedType; readonly clusters: readonly ClusterPlan[] },
): Record<string, KubeObject> {
  const members = new Map(request.clusters.map((each) => [each.name, each]));
  const overriddenFor = overridesOf(identify(request, type), request.overrides ?? []);
  const made = new Map<KubeObject, Map<string, KubeObject>>();
  const found = emptyRecord<KubeObject>(clusters.length);
  for (const { cluster, selected, divided = [] } of clusters) {
    const member = members.get(cluster);
    if (!selected || member?.elsewhere === undefined) continue;
    const { object } = overriddenFor(member);
    const same = made.get(object) ?? new Map<string, KubeObject>();
    const key = divided.join(" ");
    const whole = same.get(key) ?? label(withoutDivided(object, divided), labelOf(request));
    made.set(object, same.set(key, whole));
    setOwn(found, { key: cluster, value: whole });
  }
  return found;
}

function labelOf({ managedLabel }: PropagationRequest): string | false {
  return managedLabel ?? defaultManagedLabel;
}

/** An object without what preferences divide, which all clusters decide together. */
export function withoutDivided(object: KubeObject, pointers: readonly string[]): KubeObject {
  // One by one: what is not there need not be removed.
  return pointers.reduce((rest, path) => applyPatch(rest, [{ op: "remove", path }]).object, object);
}

/** The template as an object of its kind and name, keys in the usual order. */
function identify(request: PropagationRequest, type: FederatedType): KubeObject {
  const template = isPlainObject(request.template) ? request.template : {};
  const { apiVersion, kind, metadata, ...body } = template;
  const { name, namespace: own, ...rest } = isPlainObject(metadata) ? metadata : {};
  const namespace = type.scope === "Cluster" ? undefined : (request.namespace ?? own);
  return {
    apiVersion: type.apiVersion,
    kind: type.kind,
    metadata: { name: request.name, ...(namespace === undefined ? {} : { namespace }), ...rest },
    ...body,
  };
}

/** Sets what a preference decides; made once for all clusters that have the same object and the same numbers. */
function scaledOnce(): (object: KubeObject, fields: readonly ScheduledField[]) => Scaled {
  const made = new Map<KubeObject, Map<string, Scaled>>();
  return (object, fields) => {
    if (fields.length === 0) return { object, issues: [] };
    const same = made.get(object) ?? new Map<string, Scaled>();
    made.set(object, same);
    const numbers = fields.map(({ path, value }) => `${path} ${value}`).join(" ");
    const known = same.get(numbers);
    if (known !== undefined) return known;
    const { object: scaled, issues } = applyPatch(object, fields);
    const result = {
      object: scaled,
      issues: issues.map((issue) => ({ ...issue, path: "scheduling" })),
    };
    same.set(numbers, result);
    return result;
  };
}

function label(object: KubeObject, key: string | false): KubeObject {
  if (key === false) return object;
  const metadata = isPlainObject(object.metadata) ? object.metadata : {};
  const labels = isPlainObject(metadata.labels) ? metadata.labels : {};
  return { ...object, metadata: { ...metadata, labels: { ...labels, [key]: "true" } } };
}

interface Retention {
  readonly request: PropagationRequest;
  readonly type: FederatedType;
  readonly object: KubeObject;
  readonly isDivided: boolean;
}

function retainedOf(given: Retention, applied: readonly AppliedOverride[]): RetainedOfObject {
  const retention = retentionOf(given);
  const ignoreChanges = retained(retention, applied);
  const scaled = scaledField(retention);
  return { ignoreChanges, scaledField: ignoreChanges.find((path) => path === scaled) };
}

function retentionOf({ request, type, object, isDivided }: Retention): RetentionRequest {
  return {
    apiVersion: type.apiVersion,
    kind: type.kind,
    template: object,
    retainReplicas: request.retainReplicas === true && !isDivided,
    replicasPath: type.replicasPath,
    ...(request.retain === undefined ? {} : { retain: request.retain }),
  };
}

/** Retained fields, except those that a preference or an override decides for this cluster. */
function retained(retention: RetentionRequest, applied: readonly AppliedOverride[]): string[] {
  const { paths } = retainedPaths(retention);
  return paths.filter((path) => !applied.some((override) => touches(override.path, path)));
}

/** Whether an override's path and a retained path lead into one another; `*` stands for any item. */
function touches(overridePath: string, retainedPath: string): boolean {
  const override = overridePath.startsWith("/")
    ? (parsePointer(overridePath) ?? [])
    : parseDottedPath(overridePath);
  const field = parsePropertyPath(retainedPath) ?? [];
  const shared = Math.min(override.length, field.length);
  return override
    .slice(0, shared)
    .every((token, depth) => field[depth] === "*" || String(field[depth]) === token);
}
