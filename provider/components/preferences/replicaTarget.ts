import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import { federatedType, federatedTypes } from "../../core/kinds/federatedTypes";
import type { Placement } from "../../core/model";
import { renderPlanLine } from "../../core/objects/explain";
import { planPropagation } from "../../core/objects/propagation";
import { type PropagationPlan, summarisePlan } from "../../core/objects/propagationPlan";
import { skeletonFor } from "../../core/plain/skeleton";
import type { ReplicaScheduling } from "../../core/scheduling/division";
import { type FederatedOptions, validateOptions } from "../objects/federatedOptions";
import type { Scale } from "../objects/scale";
import { giveBackOnDelete, type PatchResource } from "./fieldRelease";
import { fleetOf } from "../declare/fleet";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import { type MemberResources, resourcesOf } from "../declare/memberResource";
import { declareReach } from "../clusters/clusterAvailability";
import { noteExpansion } from "../declare/keptObjects";
import { declare } from "../../engine/program";
import { type ObjectClass, propagate } from "../declare/propagate";
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
  const { component, name, target, opts } = request;
  const apiVersion = target.apiVersion ?? apiVersionOf(target.kind);
  const where = fleetOf(target.clusters);
  const plan = planTarget(request, { apiVersion: apiVersion ?? "", clusters: where.members });
  const subject = `ReplicaSchedulingPreference "${name}"`;
  const issues = [
    ...validateOptions(opts),
    ...unknownKind(target, apiVersion),
    ...[...where.issues, ...plan.issues].map(asWritten),
  ];
  for (const member of where.members) void declareReach(member);
  // What the preference depends on may be what makes the workload.
  if (opts.dependsOn === undefined && issues.length === 0) {
    void declareTarget({ component, subject, plan, members: where.members });
  }
  const gate = declare(component, subject, issues);
  if (pulumi.runtime.isDryRun()) {
    void pulumi.log.info(renderPlanLine(plan, pulumi.getStack()), component);
  }
  const children = propagate({
    parent: component,
    name,
    plan,
    members: where.members,
    objectClass: patchClassOf(plan),
    classApiVersion: plan.apiVersion,
    adopt: undefined,
    // A patch that the plugin takes back leaves no count at all, which Kubernetes reads as 1.
    opts: { retainOnDelete: true, ...opts },
    gate,
    formerUrns: {},
    namespaceObjects: {},
  });
  // With a choice of the user's own it is the plugin alone that takes the patch back, or does not.
  if (opts.retainOnDelete === undefined) {
    const fieldManager = fieldManagerOf(name);
    const { members } = where;
    giveBackOnDelete({ component, name, plan, opts, children, members, fieldManager, gate });
  }
  noteExpansion({ component, name, clusters: Object.keys(children) });
  return { plan: summarisePlan(plan), clusters: where.members, ...resourcesOf(children) };
}

/** What every member cluster gets: the count, and how the plugin is to write it. */
function planTarget(
  { name, target, scheduling }: TargetRequest,
  where: { readonly apiVersion: string; readonly clusters: readonly KubeFedCluster[] },
): PropagationPlan {
  const path = target.scale?.path ?? federatedType(where.apiVersion, target.kind).replicasPath;
  return planPropagation({
    ...where,
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

/** Each class wants the fields of its own kind; `propagate` gives them what was planned. */
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
