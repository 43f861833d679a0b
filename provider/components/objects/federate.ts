/*
 * The typed kinds, namespaces and custom resources: public classes, one line each, and their arguments.
 */

import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../../core/kinds/federatedTypes";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import type { FederatedStatus } from "../../core/status/status";
import { expand } from "../declare/expand";
import type { FederatedArgs } from "./federatedArgs";
import type { FederatedObject } from "./federatedObject";
import type { FederatedOptions } from "./federatedOptions";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import { membersOf, stagedUpdateOf } from "../declare/members";
import { componentOptions } from "../declare/childOptions";
import type { ObjectClass } from "../declare/createObject";
import type { Scale } from "../../core/kinds/scale";
import type { AnySchedulingArgs, ReplicaSchedulingArgs, SchedulingArgs } from "./schedulingArgs";
import { refusal } from "../../engine/program";

/** A federated component class for one kind; `Scheduling` is what can be divided of it. */
export type FederatedClass<
  Resource extends pulumi.CustomResource,
  Template,
  Scheduling = SchedulingArgs<Template>,
> = new (
  name: string,
  args: FederatedArgs<Template, Scheduling>,
  opts?: FederatedOptions,
) => FederatedObject<Resource>;

/** How a kind is federated where its class alone does not say it. */
export interface FederateOptions {
  /** @default what Kubernetes says for its own kinds, else "Namespaced" */
  readonly scope?: Scope;
  /** Where the kind keeps its replica count, so that a preference can drive it. @default that of its kind, if any */
  readonly scale?: Scale;
}

/** How a kind is federated of which only its user knows where its replica count is. */
export interface ScaledFederateOptions extends FederateOptions {
  readonly scale: Scale;
}

/**
 * Makes a federated component class from a class of `@pulumi/kubernetes` or of crd2pulumi.
 * Its type token is `kubefed:index:Federated<Kind>`. Throws a `RunError` for a class that is not one
 * object of one kind (a chart, a list, a patch).
 *
 * Example: `const FederatedNetworkPolicy = kubefed.federate(k8s.networking.v1.NetworkPolicy);`
 */
export function federate<Resource extends pulumi.CustomResource, Template>(
  objectClass: ObjectClass<Resource, Template | undefined>,
  options: ScaledFederateOptions,
): FederatedClass<Resource, Template, ReplicaSchedulingArgs>;
export function federate<Resource extends pulumi.CustomResource, Template>(
  objectClass: ObjectClass<Resource, Template | undefined>,
  options?: FederateOptions,
): FederatedClass<Resource, Template>;
export function federate<Resource extends pulumi.CustomResource, Template>(
  objectClass: ObjectClass<Resource, Template | undefined>,
  options: FederateOptions = {},
): FederatedClass<Resource, Template, AnySchedulingArgs> {
  return classOf({ ...options, ...identityOf(objectClass) }, () => objectClass);
}

/**
 * The same for a kind of `@pulumi/kubernetes` whose class is loaded when something of the kind is declared:
 * a program declares few kinds, and classes are what takes longest to load.
 */
export function federateKind<Resource extends pulumi.CustomResource, Template>(
  apiVersion: string,
  kind: string,
  load: () => ObjectClass<Resource, Template | undefined>,
): FederatedClass<Resource, Template> {
  return classOf({ apiVersion, kind }, load);
}

function classOf<Resource extends pulumi.CustomResource, Template>(
  type: FederateOptions & { readonly apiVersion: string; readonly kind: string },
  load: () => ObjectClass<Resource, Template | undefined>,
): FederatedClass<Resource, Template, AnySchedulingArgs> {
  return class extends pulumi.ComponentResource implements FederatedObject<Resource> {
    readonly plan: PropagationPlan;
    readonly status: pulumi.Output<FederatedStatus>;
    readonly clusters: readonly KubeFedCluster[];
    readonly resources: FederatedObject<Resource>["resources"];
    readonly deferred: FederatedObject<Resource>["deferred"];

    constructor(
      name: string,
      args: FederatedArgs<Template, AnySchedulingArgs>,
      opts: FederatedOptions = {},
    ) {
      super(
        `kubefed:index:Federated${type.kind}`,
        name,
        {},
        componentOptions(opts, stagedUpdateOf(args)),
      );
      const target = { ...type, objectClass: load() };
      const where = membersOf(args);
      const expansion = expand({ component: this, name, args, opts, target, where });
      this.clusters = where.members;
      this.plan = expansion.plan;
      this.status = expansion.status;
      this.resources = expansion.resources;
      this.deferred = expansion.deferred;
      this.registerOutputs(expansion.outputs);
    }
  };
}

/**
 * Reads kind and apiVersion from the type token of a resource class, such as
 * `kubernetes:apps/v1:Deployment`; the group `core` is the unnamed one.
 */
export function identityOf(objectClass: object): { kind: string; apiVersion: string } {
  const token: unknown = Reflect.get(objectClass, "__pulumiType");
  const identity = typeof token === "string" ? parseToken(token) : undefined;
  if (identity !== undefined) return identity;
  const came = typeof token === "string" ? `"${token}"` : "a class without a resource type";
  throw refusal(
    `federate: one kind of Kubernetes object is needed, such as k8s.networking.v1.NetworkPolicy; came ${came}`,
  );
}

function parseToken(token: string): { kind: string; apiVersion: string } | undefined {
  const [, group, version, kind] =
    /^kubernetes:([^/:]+)\/(v[0-9][^:]*):(\w+?)(?<!List|Patch)$/.exec(token) ?? [];
  if (group === undefined || version === undefined || kind === undefined) return undefined;
  if (group === "helm.sh") return undefined;
  return { kind, apiVersion: group === "core" ? version : `${group}/${version}` };
}
