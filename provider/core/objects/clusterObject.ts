import type { FederatedType } from "../kinds/federatedTypes";
import type { Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import { parseDottedPath } from "../paths/dottedPath";
import { applyPatch } from "../paths/jsonPatch";
import { parsePointer } from "../paths/jsonPointer";
import type { KubeObject } from "../model";
import { type AppliedOverride, planOverrides } from "../overrides/plannedOverrides";
import { parsePropertyPath } from "../paths/propertyPath";
import type { PropagationRequest } from "./propagationRequest";
import { retainedPaths, type RetentionRequest, scaledField } from "../retention/retention";
import type { ScheduledField } from "../scheduling/schedule";
import { defaultManagedLabel, objectLabels } from "./template";

/** What `planClusterObject` is asked for: one selected cluster. */
export interface ClusterObjectRequest {
  readonly request: PropagationRequest;
  readonly type: FederatedType;
  readonly cluster: string;
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

/**
 * The object of one member cluster: the template with its identity, the overrides that pick the
 * cluster, its replicas, the managed label. Template and rules must be valid.
 */
export function planClusterObject({
  request,
  type,
  cluster,
  fields = [],
}: ClusterObjectRequest): ClusterObject {
  const member = request.clusters.find(({ name }) => name === cluster) ?? { name: cluster };
  const identified = identify(request, type);
  const overridden = planOverrides({
    overrides: request.overrides ?? [],
    cluster: member,
    object: identified,
  });
  const scaled = scale(overridden.object, fields);
  const object = label(scaled.object, request.managedLabel ?? defaultManagedLabel);
  // The template's labels passed already, so what is wrong here came by an override.
  const labelIssues = objectLabels(object, `overrides["${cluster}"]`);
  const retention = retentionOf({ request, type, object, fields });
  const ignoreChanges = retained(retention, overridden.applied);
  return {
    object,
    applied: overridden.applied,
    ignoreChanges,
    scaledField: ignoreChanges.find((path) => path === scaledField(retention)),
    issues: [...overridden.issues, ...scaled.issues, ...labelIssues],
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

function retentionOf(given: {
  request: PropagationRequest;
  type: FederatedType;
  object: KubeObject;
  fields: readonly ScheduledField[];
}): RetentionRequest {
  const { request, type, object, fields } = given;
  return {
    apiVersion: type.apiVersion,
    kind: type.kind,
    template: object,
    retainReplicas: request.retainReplicas === true && fields.length === 0,
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
