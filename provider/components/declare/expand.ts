import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import mapValues from "lodash/mapValues";
import pickBy from "lodash/pickBy";
import { isPlainObject } from "../../core/issue";
import type { Scope } from "../../core/kinds/federatedTypes";
import type { Placement } from "../../core/model";
import { engineRefusals } from "../../core/objects/engineRefusals";
import { renderPlanLine } from "../../core/objects/explain";
import { planPropagation } from "../../core/objects/propagation";
import { type PropagationPlan, summarisePlan } from "../../core/objects/propagationPlan";
import { type FederatedStatus, objectStatus, rollUpStatus } from "../../core/status/status";
import type { FederatedOptions } from "../objects/federatedOptions";
import type { FederatedSettings } from "../objects/federatedSettings";
import type { Scale } from "../objects/scale";
import { declareAcceptance } from "./acceptance";
import { claimObjects } from "./claimedObjects";
import { decisionOutputs } from "./decisions";
import type { Members } from "./fleet";
import { declareReach } from "../clusters/clusterAvailability";
import { noteExpansion } from "./keptObjects";
import { type Child, deferralsOf, type MemberResource } from "./memberResource";
import { declareOwnership } from "./ownership";
import { declare } from "../../engine/program";
import { type ObjectClass, propagate } from "./propagate";
import { retainedOutputs } from "./retainedFields";
import { holdUntilReady } from "./retirement";

/** The one kind that a federated component stands for. */
export interface Target<Resource extends pulumi.CustomResource, Template> {
  readonly kind: string;
  readonly apiVersion: string;
  readonly objectClass: ObjectClass<Resource, Template>;
  readonly scope?: Scope;
  readonly scale?: Scale;
}

/** A federated component and the arguments it was given. */
export interface ExpandRequest<Resource extends pulumi.CustomResource, Template> {
  readonly component: pulumi.ComponentResource;
  readonly name: string;
  readonly args: FederatedSettings<unknown> & {
    readonly placement?: Placement;
    readonly template?: unknown;
  };
  readonly where: Members;
  readonly opts: FederatedOptions;
  readonly target: Target<Resource, Template>;
}

/** What a federated component becomes. */
export interface Expansion<Resource extends pulumi.CustomResource> {
  readonly plan: PropagationPlan;
  readonly status: pulumi.Output<FederatedStatus>;
  readonly resources: Readonly<Record<string, MemberResource<Resource>>>;
  /** What the component registers: the plan, and what was deferred where a cluster may be away. */
  readonly outputs: pulumi.Inputs;
}

/**
 * Plans a federated component, tells the preview about it, and creates one resource per selected
 * member cluster; with a problem anywhere in the program, none.
 */
export function expand<Resource extends pulumi.CustomResource, Template>(
  request: ExpandRequest<Resource, Template>,
): Expansion<Resource> {
  const { component, name, args, opts, target, where } = request;
  const plan = planOf(request);
  const subject = `Federated${target.kind} "${name}"`;
  for (const member of where.members) void declareReach(member);
  const expanded = { component, name, plan, members: where.members, scope: target.scope };
  const formerUrns =
    opts.import === undefined ? declareOwnership({ ...expanded, subject, adopt: args.adopt }) : {};
  if (opts.import === undefined)
    void declareAcceptance({ ...expanded, subject, waits: opts.dependsOn !== undefined });
  const claimed = claimObjects({ subject, plan, members: where.members });
  const refused = engineRefusals({
    plan,
    scope: target.scope,
    classApiVersion: classVersion(target),
  });
  const issues = [...where.issues, ...plan.issues, ...claimed, ...refused];
  const gate = declare(component, subject, issues);
  if (pulumi.runtime.isDryRun()) {
    void pulumi.log.info(renderPlanLine(plan, pulumi.getStack()), component);
  }
  const children = propagate({
    parent: component,
    name,
    plan,
    members: where.members,
    objectClass: target.objectClass,
    classApiVersion: target.apiVersion,
    opts,
    adopt: args.adopt,
    formerUrns,
    gate,
    namespaceObjects: where.namespaceObjects,
  });
  void holdUntilReady({ ...expanded, children, gate, timeouts: opts.customTimeouts });
  noteExpansion({ component, name, clusters: Object.keys(children) });
  const summary = summarisePlan(plan);
  return {
    plan: summary,
    status: statusOf(children),
    resources: mapValues(children, ({ resource }) => resource),
    outputs: {
      plan: summary,
      ...(where.members.some(({ unreachable }) => unreachable === "keep")
        ? { deferred: deferralsOf(children) }
        : {}),
      ...retainedOutputs(plan),
      ...decisionOutputs({
        plan,
        members: where.members,
        template: args.template,
        placement: args.placement,
        within: where.within,
        overrides: args.overrides,
        scheduling: args.scheduling?.preference,
      }),
    },
  };
}

/** Undefined for kinds that go through the one class that has no kind of its own. */
function classVersion({ apiVersion, objectClass }: { apiVersion: string; objectClass: unknown }) {
  return objectClass === k8s.apiextensions.CustomResource ? undefined : apiVersion;
}

/** What the arguments ask for, as the planner reads them. */
function planOf<Resource extends pulumi.CustomResource, Template>(
  request: ExpandRequest<Resource, Template>,
): PropagationPlan {
  const { name, args, target, where } = request;
  return planPropagation({
    kind: target.kind,
    apiVersion: target.apiVersion,
    scope: target.scope,
    replicasPath: scaleOf(request)?.path,
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
  });
}

function scaleOf({
  args,
  target,
}: {
  args: { scale?: Scale };
  target: { scale?: Scale };
}): Scale | undefined {
  return args.scale ?? target.scale;
}

/** The name that a template gives; whether it can be used is for the planner to say. */
function nameOf(template: unknown): string | undefined {
  const metadata = isPlainObject(template) ? template.metadata : undefined;
  return isPlainObject(metadata) && typeof metadata.name === "string" ? metadata.name : undefined;
}

function statusOf(
  children: Readonly<Record<string, Child<pulumi.Resource>>>,
): pulumi.Output<FederatedStatus> {
  const live = mapValues(children, ({ resource }) =>
    pulumi.output({
      kind: field(resource, "kind"),
      spec: field(resource, "spec"),
      status: field(resource, "status"),
    }),
  );
  return pulumi.output(live).apply((objects) => {
    // A deferred object has no kind yet: there is nothing to be said about it.
    const there = pickBy(objects, ({ kind }) => typeof kind === "string");
    return rollUpStatus(mapValues(there, objectStatus));
  });
}

/** A field that some kinds have and others have not. */
function field(resource: MemberResource<pulumi.Resource>, name: string): pulumi.Input<unknown> {
  return Reflect.get(resource, name);
}
