import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import type { Scope } from "../../core/kinds/federatedTypes";
import type { Placement } from "../../core/model";
import { engineRefusals } from "../../core/existing/engineRefusals";
import { planElsewhere, planPropagation } from "../../core/objects/propagation";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import type { PropagationRequest } from "../../core/objects/propagationRequest";
import type { FederatedStatus } from "../../core/status/status";
import type { FederatedOptions } from "../objects/federatedOptions";
import type { FederatedSettings } from "../objects/federatedSettings";
import type { AnySchedulingArgs } from "../objects/schedulingArgs";
import type { Scale } from "../../core/kinds/scale";
import { createObject, type ObjectClass } from "./createObject";
import { declareObjects } from "./declareObjects";
import type { Members } from "./fleet";
import { statusOf } from "./childStatus";
import type { MemberResources } from "./memberResource";
import { declareRights } from "../clusters/joinedRights";
import { declareAcceptance } from "../existing/acceptance";
import { retainedOutputs } from "../retention/retainedFields";
import { holdUntilReady } from "./retirement";

/** The one kind that a federated component stands for. */
export interface Target<Resource extends pulumi.CustomResource, Template> {
  readonly kind: string;
  /** What `objectClass` writes; another one goes through `CustomResource`. */
  readonly apiVersion: string;
  readonly objectClass: ObjectClass<Resource, Template>;
  readonly scope?: Scope;
  readonly scale?: Scale;
}

/** A federated component and the arguments it was given. */
export interface ExpandRequest<Resource extends pulumi.CustomResource, Template> {
  readonly component: pulumi.ComponentResource;
  readonly name: string;
  readonly args: FederatedSettings<unknown> &
    AnySchedulingArgs & {
      readonly placement?: Placement;
      readonly template?: unknown;
    };
  readonly where: Members;
  readonly opts: FederatedOptions;
  readonly target: Target<Resource, Template>;
}

/** What a federated component becomes. */
export interface Expansion<
  Resource extends pulumi.CustomResource,
> extends MemberResources<Resource> {
  readonly plan: PropagationPlan;
  readonly status: pulumi.Output<FederatedStatus>;
  /** What the component registers: the plan, and what was deferred where a cluster may be away. */
  readonly outputs: pulumi.Inputs;
}

/**
 * Plans a federated component and declares one resource of its kind per selected member cluster; with a
 * problem anywhere in the program, none.
 */
export function expand<Resource extends pulumi.CustomResource, Template>(
  request: ExpandRequest<Resource, Template>,
): Expansion<Resource> {
  const { component, name, args, opts, target, where } = request;
  const { scope } = target;
  const { template, placement, overrides, adopt } = args;
  const planned = requestOf(request);
  const plan = planPropagation(planned);
  const scheduling = args.scheduling?.preference;
  const subject = `Federated${target.kind} "${name}"`;
  declareRights({ component, subject, plan, members: where.members });
  if (opts.import === undefined) {
    const waits = opts.dependsOn !== undefined;
    void declareAcceptance({
      component,
      name,
      subject,
      plan,
      members: where.members,
      scope,
      waits,
    });
  }
  const declared = declareObjects({
    component,
    subject,
    name,
    plan,
    where,
    opts,
    issues: engineRefusals({ plan, scope, classApiVersion: classVersion(target) }),
    claims: "objects",
    existing: { adopt, scope },
    deleteContents: args.deleteContents,
    after: (cluster) => where.namespaceObjects[cluster],
    decisions: { template, placement, within: where.within, overrides, scheduling },
    stagedUpdate: args.stagedUpdate ?? where.stagedUpdate,
    elsewhere: () => planElsewhere(planned, plan),
    create: (place) => createObject(target, adopt, place),
  });
  const { children, gate, resources, deferred, outputs } = declared;
  const { members } = where;
  const timeouts = opts.customTimeouts;
  void holdUntilReady({ component, name, plan, members, scope, children, gate, timeouts });
  return {
    plan: declared.plan,
    status: statusOf(children),
    resources,
    deferred,
    outputs: { ...outputs, ...retainedOutputs(plan) },
  };
}

/** Undefined for kinds that go through the one class that has no kind of its own. */
function classVersion({ apiVersion, objectClass }: { apiVersion: string; objectClass: unknown }) {
  return objectClass === k8s.apiextensions.CustomResource ? undefined : apiVersion;
}

/** What the arguments ask for, as the planner reads them. */
function requestOf<Resource extends pulumi.CustomResource, Template>(
  request: ExpandRequest<Resource, Template>,
): PropagationRequest {
  const { name, args, target, where } = request;
  return {
    kind: target.kind,
    apiVersion: target.apiVersion,
    scope: target.scope,
    replicasPath: (args.scale ?? target.scale)?.path,
    name: nameOf(args.template) ?? name,
    namespace: where.namespace,
    template: args.template,
    clusters: where.members,
    // Absent in a federated namespace means wherever the namespace is.
    placement: args.placement ?? (where.within === undefined ? undefined : { clusterSelector: {} }),
    namespacePlacement: where.within === undefined ? undefined : { clusterNames: where.within },
    overrides: args.overrides,
    scheduling: args.scheduling?.preference,
    managedLabel: args.managedLabel,
    retain: args.retain,
    retainReplicas: args.retainReplicas,
  };
}

/** The name that a template gives; whether it can be used is for the planner to say. */
function nameOf(template: unknown): string | undefined {
  const metadata = isPlainObject(template) ? template.metadata : undefined;
  return isPlainObject(metadata) && typeof metadata.name === "string" ? metadata.name : undefined;
}
