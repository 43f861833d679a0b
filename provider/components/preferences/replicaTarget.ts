import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import { federatedType, federatedTypes } from "../../core/kinds/federatedTypes";
import type { Placement } from "../../core/model";
import { planPropagation } from "../../core/objects/propagation";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { skeletonFor } from "../../core/plain/skeleton";
import type { FederatedStatus } from "../../core/status/status";
import type { ReplicaScheduling } from "../../core/scheduling/replicaScheduling";
import { type FederatedOptions } from "../objects/federatedOptions";
import type { Scale } from "../../core/kinds/scale";
import { giveBackOnDelete, type PatchResource } from "./fieldRelease";
import { fleetOf } from "../declare/fleet";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import { type MemberResources } from "../declare/memberResource";
import { statusOf } from "../declare/childStatus";
import { createObject, type ObjectClass } from "../declare/createObject";
import { declareObjects } from "../declare/declareObjects";
import { declareTarget } from "./targetPresence";

/** A workload that is there already, under the same name on every member cluster. */
export interface ReplicaTarget {
  /** The kind of the workload, such as `Deployment`. */
  kind: string;
  /** The group and version of the kind. @default that of the built-in kind, such as "apps/v1" */
  apiVersion?: string;
  /** The namespace of the workload. */
  namespace: string;
  /** The name of the workload. */
  name: string;
  /** The fleet that the placement chooses from. */
  clusters: readonly KubeFedCluster[];
  /** On which of `clusters` it is. @default all of them */
  placement?: Placement;
  /** Where the replica count is. @default that of the kind */
  scale?: Scale;
}

/** What a preference over somebody else's workload becomes. */
export interface TargetExpansion extends MemberResources<pulumi.CustomResource> {
  readonly plan: PropagationPlan;
  readonly status: pulumi.Output<FederatedStatus>;
  readonly clusters: readonly KubeFedCluster[];
}

/** A preference with a target. */
export interface TargetRequest {
  readonly component: pulumi.ComponentResource;
  readonly name: string;
  readonly target: ReplicaTarget;
  readonly scheduling: ReplicaScheduling;
  readonly opts: FederatedOptions;
}

/**
 * Writes nothing but the replica count into a workload that others own, on every selected cluster, by
 * server-side apply under a field manager of the preference's own name.
 *
 * When the preference goes, the count stays and the field is given back: nobody owns it, so that whoever
 * applies next has no conflict. With `retainOnDelete: true`, and on a cluster with a provider of the user's
 * own, whose credentials cannot be read, the count stays and the field manager with it; with
 * `retainOnDelete: false` the count goes, which Kubernetes reads as 1.
 */
export function scaleTarget(request: TargetRequest): TargetExpansion {
  const { component, name, target, opts, scheduling } = request;
  const apiVersion = target.apiVersion ?? apiVersionOf(target.kind);
  const where = fleetOf(target.clusters);
  const { members } = where;
  const path = target.scale?.path ?? federatedType(apiVersion ?? "", target.kind).replicasPath;
  const plan = planTarget(request, { apiVersion: apiVersion ?? "", clusters: members, path });
  const subject = `ReplicaSchedulingPreference "${name}"`;
  const unknown = unknownKind(target, apiVersion);
  // What the preference depends on may be what makes the workload.
  if (opts.dependsOn === undefined && [...where.issues, ...unknown, ...plan.issues].length === 0) {
    void declareTarget({ component, subject, plan, members });
  }
  const declared = declareObjects({
    component,
    subject,
    name,
    // Their problems are told as the user wrote them.
    plan: { ...plan, issues: plan.issues.map(asWritten) },
    where: { ...where, issues: where.issues.map(asWritten) },
    // A patch that the plugin takes back leaves no count at all, which Kubernetes reads as 1.
    opts: { retainOnDelete: true, ...opts },
    issues: unknown,
    claims: { field: path ?? "the replica count" },
    decisions: {
      template: undefined,
      placement: target.placement,
      within: undefined,
      overrides: undefined,
      scheduling,
    },
    create: (place) => createObject({ ...plan, objectClass: patchClassOf(plan) }, false, place),
  });
  // With a choice of the user's own it is the plugin alone that takes the patch back, or does not.
  if (opts.retainOnDelete === undefined) {
    const { children, gate } = declared;
    const fieldManager = fieldManagerOf(name);
    giveBackOnDelete({ component, name, plan, opts, children, members, fieldManager, gate });
  }
  return { ...declared, status: statusOf(declared.children), clusters: members };
}

/** What every member cluster gets: the count, and how the plugin is to write it. */
function planTarget(
  { name, target, scheduling }: TargetRequest,
  where: {
    readonly apiVersion: string;
    readonly clusters: readonly KubeFedCluster[];
    readonly path: string | undefined;
  },
): PropagationPlan {
  const { path, ...place } = where;
  return planPropagation({
    ...place,
    kind: target.kind,
    name: target.name,
    namespace: target.namespace,
    replicasPath: path,
    template: {
      metadata: {
        annotations: {
          "pulumi.com/patchFieldManager": fieldManagerOf(name),
          // Who made the workload owns the count until we are told, as here, to take it.
          "pulumi.com/patchForce": "true",
        },
      },
      ...skeletonFor(path),
    },
    placement: target.placement ?? { clusterSelector: {} },
    scheduling,
    managedLabel: false,
  });
}

/** The field manager under which a preference owns replica counts. */
export function fieldManagerOf(name: string): string {
  return `pulumi-kubefed-${name}`.slice(0, 128);
}

/** Says a place as the user wrote it: where the workload is stands in the target, the division does not. */
function asWritten(issue: Issue): Issue {
  const path = issue.path
    .replace(/^(clusters|placement)\b/, "target.$1")
    .replace(/^scheduling\.?/, "");
  return { ...issue, path };
}

function apiVersionOf(kind: string): string | undefined {
  return federatedTypes.find((type) => type.kind === kind)?.apiVersion;
}

function unknownKind(target: ReplicaTarget, apiVersion: string | undefined): Issue[] {
  if (apiVersion !== undefined) return [];
  const message = `a ${target.kind} is not a built-in workload, so its apiVersion is needed`;
  return [{ code: "template-invalid", path: "target.apiVersion", message }];
}

/** Each class wants the fields of its own kind; `createObject` gives them what was planned. */
type PatchClass = ObjectClass<PatchResource, never>;

/** Any kind can be patched; where there is a class for its patches, its type is the one to be seen. */
function patchClassOf({ apiVersion, kind }: PropagationPlan): PatchClass {
  const classes: Readonly<Record<string, PatchClass>> = {
    Deployment: k8s.apps.v1.DeploymentPatch,
    ReplicaSet: k8s.apps.v1.ReplicaSetPatch,
    StatefulSet: k8s.apps.v1.StatefulSetPatch,
  };
  const known = apiVersion === "apps/v1" ? classes[kind] : undefined;
  return known ?? k8s.apiextensions.CustomResourcePatch;
}
