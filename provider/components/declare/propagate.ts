import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import omit from "lodash/omit";
import pick from "lodash/pick";
import { childName } from "../../core/kinds/federatedTypes";
import type { ClusterPlan, PropagationPlan } from "../../core/objects/propagationPlan";
import type { FederatedOptions } from "../objects/federatedOptions";
import { aliasesOf } from "./formerObject";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import { type FormerUrns, takingOver } from "./ownership";
import { warnOfGivenUp } from "./givenUpFields";
import { retaining } from "./retainedFields";
import { withTakeover } from "./takeover";
import { type Child, deferrable, immediate, type MemberResource } from "./memberResource";

/** A class of `@pulumi/kubernetes`, or one made by crd2pulumi: one object of one kind. */
export type ObjectClass<Resource extends pulumi.CustomResource, Template> = new (
  name: string,
  args: Template,
  opts?: pulumi.CustomResourceOptions,
) => Resource;

/** One federated component, ready to become one resource per selected member cluster. */
export interface Propagation<Resource extends pulumi.CustomResource, Template> {
  readonly parent: pulumi.ComponentResource;
  readonly name: string;
  readonly plan: PropagationPlan;
  readonly members: readonly KubeFedCluster[];
  readonly objectClass: ObjectClass<Resource, Template>;
  /** The apiVersion that `objectClass` writes; another one goes through `CustomResource`. */
  readonly classApiVersion: string;
  readonly opts: FederatedOptions;
  /** Whether objects that exist already are taken over. */
  readonly adopt: boolean | undefined;
  readonly formerUrns: FormerUrns;
  /** Resolves when the children may be registered. */
  readonly gate: Promise<void>;
  /** The namespace's own object per cluster, which must be there first. */
  readonly namespaceObjects: Readonly<Record<string, MemberResource<pulumi.Resource>>>;
}

/**
 * Creates the resource of every selected cluster, by cluster name, each under its own provider; on a
 * cluster that is kept while it is away, only once it is known whether it is there.
 */
export function propagate<Resource extends pulumi.CustomResource, Template>(
  propagation: Propagation<Resource, Template>,
): Record<string, Child<Resource>> {
  const children: Record<string, Child<Resource>> = {};
  for (const planned of propagation.plan.clusters) {
    const member = propagation.members.find(({ name }) => name === planned.cluster);
    if (planned.object === undefined || member === undefined) continue;
    const create = () => createObject(propagation, planned, member);
    children[planned.cluster] =
      member.unreachable === "keep"
        ? deferrable({ create, member, ...childOf(propagation, planned.cluster) })
        : immediate(create());
  }
  return children;
}

function childOf<Resource extends pulumi.CustomResource, Template>(
  { parent, name, plan, gate }: Propagation<Resource, Template>,
  cluster: string,
) {
  return { parent, gate, plan, child: childName(name, cluster) };
}

function createObject<Resource extends pulumi.CustomResource, Template>(
  propagation: Propagation<Resource, Template>,
  planned: ClusterPlan,
  member: KubeFedCluster,
): Resource {
  const { parent, name, plan, objectClass, classApiVersion, adopt, formerUrns, gate } = propagation;
  const { cluster, object = {} } = planned;
  const Class =
    object.apiVersion === classApiVersion ? objectClass : k8s.apiextensions.CustomResource;
  // The planner carries a template through untyped and changes only what overrides name, so what
  // comes out is a template again; only the compiler cannot know.
  const create = Class as ObjectClass<Resource, unknown>;
  const child = childName(name, cluster);
  const isAdopted = adopt === true;
  const written = { object, opts: childOptions(propagation, planned, member) };
  const about = { parent, child, plan, planned, member, gate, formerUrn: formerUrns[cluster] };
  const given = isAdopted
    ? withTakeover({ ...about, ...written, object: takingOver(object) })
    : written;
  const retained = { ...about, ...given, adopt: isAdopted };
  const kept = retaining(retained);
  void warnOfGivenUp(retained).catch(() => undefined);
  return new create(child, kept.object, { ...given.opts, ignoreChanges: kept.ignoreChanges });
}

/** Options that Pulumi does not hand from a component to its children, and that a component gives them. */
export const handedOn = [
  "additionalSecretOutputs",
  "customTimeouts",
  "deleteBeforeReplace",
  "deletedWith",
  "hideDiffs",
  "import",
  "replaceOnChanges",
  "replaceWith",
  "replacementTrigger",
  "retainOnDelete",
] as const;

/** The options of the component itself: what only its children can use is taken out. */
export function componentOptions(opts: FederatedOptions): pulumi.ComponentResourceOptions {
  return omit(opts, ["ignoreChanges", ...handedOn]);
}

/**
 * The options of one child. `protect`, `transforms`, `transformations` and the consequences of
 * `aliases` are not here because Pulumi itself hands them from parent to child.
 */
function childOptions<Resource extends pulumi.CustomResource, Template>(
  { parent, opts, formerUrns, gate, namespaceObjects }: Propagation<Resource, Template>,
  planned: ClusterPlan,
  member: KubeFedCluster,
): pulumi.CustomResourceOptions {
  const namespaceObject = namespaceObjects[planned.cluster];
  const dependencies: unknown[] = [opts.dependsOn ?? [], namespaceObject ?? []];
  // Pulumi flattens lists, promises and outputs of dependencies at every depth; its type stops at one.
  const afterGate: Promise<pulumi.Resource[]> = gate.then(() => dependencies as pulumi.Resource[]);
  return {
    ...pick(opts, handedOn),
    parent,
    provider: member.provider,
    dependsOn: afterGate,
    aliases: aliasesOf(formerUrns[planned.cluster]),
    ignoreChanges: opts.ignoreChanges ?? [],
  };
}
