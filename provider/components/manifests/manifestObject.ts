import type { ObjectClass } from "../declare/createObject";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { federatedTypes } from "../../core/kinds/federatedTypes";
import type { ManifestPart } from "../../core/manifests/manifestPlan";
import { federate, type FederatedClass } from "../objects/federate";
import type { WhereArgs } from "../objects/federatedArgs";
import { FederatedCustomResource } from "../objects/federatedCustomResource";
import * as federatedKinds from "../objects/federatedKinds";
import { FederatedNamespace } from "../objects/federatedNamespace";
import type { FederatedObject } from "../objects/federatedObject";
import type { FederatedOptions } from "../objects/federatedOptions";
import type { FederatedSettings, OverrideArgs } from "../objects/federatedSettings";
import type { AnySchedulingArgs } from "../objects/schedulingArgs";
import type { ManifestPlace } from "./manifestPlace";
import { optionsWithin } from "../declare/childOptions";

/** A federated component made of an object of a manifest: a class of its kind, where there is one. */
export type ManifestObject = FederatedObject<pulumi.CustomResource>;

/** One object of a manifest, and what the component around it was given. */
export interface ManifestDeclaration {
  readonly parent: pulumi.ComponentResource;
  readonly part: ManifestPart;
  readonly place: ManifestPlace;
  readonly settings: Pick<FederatedSettings<never>, "adopt" | "managedLabel" | "stagedUpdate"> &
    Pick<AnySchedulingArgs, "retainReplicas" | "scheduling">;
  readonly opts: FederatedOptions;
  /** What was declared of the same manifest, by title. */
  readonly earlier: ReadonlyMap<string, ManifestObject>;
}

/** Declares the federated component of one object, after what it needs of the same manifest. */
export function declareManifest(declaration: ManifestDeclaration): ManifestObject {
  const { part, place, settings, earlier } = declaration;
  const after = part.after.flatMap((title) => earlier.get(title) ?? []);
  const opts = optionsWithin({ ...declaration, after });
  // What was read from YAML has the type that its kind has; whether it keeps to it, the API server says.
  const template = part.template as never;
  const overrides = [...part.overrides] as OverrideArgs<never>[];
  if (part.kind === "Namespace" && part.apiVersion === "v1") {
    const clusters = [...place.members];
    const placement = { clusterNames: [...place.selected] };
    const { adopt, managedLabel, stagedUpdate } = settings;
    const own = { adopt, managedLabel, stagedUpdate };
    const args = { clusters, placement, template, overrides, ...own };
    return new FederatedNamespace(part.child, args, opts);
  }
  // Which numbers a kind has that a preference can divide is for the planner to say.
  const scheduling = settings.scheduling as never;
  const retainReplicas = settings.retainReplicas as never;
  const divided = { ...settings, scheduling, retainReplicas };
  const args = { ...divided, ...whereOf(declaration), template, overrides };
  const Class = classOf(part);
  if (Class !== undefined) return new Class(part.child, args, opts);
  const { apiVersion, kind, scope } = part;
  return new FederatedCustomResource(part.child, { ...args, apiVersion, kind, scope }, opts);
}

/** In its namespace, where that is a federated one, be it given or of the same manifest. */
function whereOf({ part, place, earlier }: ManifestDeclaration): WhereArgs {
  const own = part.within === undefined ? undefined : earlier.get(part.within);
  const namespace = FederatedNamespace.isInstance(own) ? own : place.federatedNamespace;
  if (namespace !== undefined) return { namespace, placement: place.placement };
  const clusters = [...place.members];
  const placement = place.placement ?? {};
  return part.namespace === ""
    ? { clusters, placement }
    : { clusters, placement, namespace: part.namespace };
}

type KindClass = FederatedClass<pulumi.CustomResource, never>;

const classes: Readonly<Record<string, KindClass>> = federatedKinds;

function classOf({ apiVersion, kind }: ManifestPart): KindClass | undefined {
  const isTyped = federatedTypes.some(
    (each) => each.apiVersion === apiVersion && each.kind === kind,
  );
  return isTyped ? classes[`Federated${kind}`] : coreClassOf({ apiVersion, kind });
}

/** A kind of the core group cannot do without a class of its own. */
function coreClassOf({
  apiVersion,
  kind,
}: Pick<ManifestPart, "apiVersion" | "kind">): KindClass | undefined {
  if (apiVersion !== "v1") return undefined;
  const objectClass: unknown = Reflect.get(k8s.core.v1, kind);
  return typeof objectClass === "function"
    ? federate(objectClass as ObjectClass<pulumi.CustomResource, unknown>)
    : undefined;
}
