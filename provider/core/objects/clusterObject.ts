import type { FederatedType } from "../kinds/federatedTypes";
import type { Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import { parseDottedPath } from "../paths/dottedPath";
import { applyPatch } from "../paths/jsonPatch";
import { parsePointer } from "../paths/jsonPointer";
import type { KubeObject, MemberCluster } from "../model";
import { type AppliedOverride, planOverrides } from "../overrides/plannedOverrides";
import { parsePropertyPath } from "../paths/propertyPath";
import type { PropagationRequest } from "./propagationRequest";
import { retainedPaths, type RetentionRequest, scaledField } from "../retention/retention";
import type { ScheduledField } from "../scheduling/schedule";
import { defaultManagedLabel, objectLabels } from "./template";

/** What is the same on every cluster that no override picks, found once for all of them. */
export interface SharedObject {
  readonly request: PropagationRequest;
  readonly type: FederatedType;
  /** The template with its identity. */
  readonly identified: KubeObject;
  /** The same with the managed label. */
  readonly labelled: KubeObject;
  /** What member clusters own of it, where the template decides all its fields. */
  readonly retained: RetainedOfObject;
  /** The same where a preference decides some. */
  readonly retainedIfDivided: RetainedOfObject;
}

type RetainedOfObject = Pick<ClusterObject, "ignoreChanges" | "scaledField">;

/** What `planClusterObject` is asked for: one selected cluster. */
export interface ClusterObjectRequest {
  readonly shared: SharedObject;
  readonly member: MemberCluster;
  /** What a preference decides for the cluster. @default all is as in the template */
  readonly fields?: readonly ScheduledField[];
}

/** One member cluster's object. */
export interface ClusterObject {
  readonly object: KubeObject;
  readonly applied: readonly AppliedOverride[];
  readonly ignoreChanges: readonly string[];
  /** The one among them that an autoscaler on the member cluster sets. */
  readonly scaledField: string | undefined;
  readonly issues: readonly Issue[];
}

/** Makes what all clusters share. The template must be valid. */
export function shareObject(request: PropagationRequest, type: FederatedType): SharedObject {
  const identified = identify(request, type);
  const object = label(identified, request.managedLabel ?? defaultManagedLabel);
  const retainedIf = (isDivided: boolean) => retainedOf({ request, type, object, isDivided }, []);
  return {
    request,
    type,
    identified,
    labelled: object,
    retained: retainedIf(false),
    retainedIfDivided: retainedIf(true),
  };
}

/**
 * The object of one member cluster: the template with its identity, the overrides that pick the
 * cluster, the managed label, its replicas. Template and rules must be valid.
 */
export function planClusterObject({
  shared,
  member,
  fields = [],
}: ClusterObjectRequest): ClusterObject {
  const { request, type, identified } = shared;
  const overrides = request.overrides ?? [];
  const { applied, ...overridden } = planOverrides({
    overrides,
    cluster: member,
    object: identified,
  });
  const isDivided = fields.length > 0;
  if (applied.length === 0) {
    const { object, issues } = scale(shared.labelled, fields);
    const owned = isDivided ? shared.retainedIfDivided : shared.retained;
    return { object, applied, ...owned, issues: [...overridden.issues, ...issues] };
  }
  const labelled = label(overridden.object, request.managedLabel ?? defaultManagedLabel);
  const { object, issues } = scale(labelled, fields);
  // The template's labels passed already, so what is wrong here came by an override.
  const labelIssues = objectLabels(object, `overrides["${member.name}"]`);
  return {
    object,
    applied,
    ...retainedOf({ request, type, object, isDivided }, applied),
    issues: [...overridden.issues, ...issues, ...labelIssues],
  };
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

function scale(
  object: KubeObject,
  fields: readonly ScheduledField[],
): { object: KubeObject; issues: readonly Issue[] } {
  const { object: scaled, issues } = applyPatch(object, fields);
  return { object: scaled, issues: issues.map((issue) => ({ ...issue, path: "scheduling" })) };
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
