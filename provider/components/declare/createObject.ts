import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";
import { ownerAnnotation } from "../../core/existing/ownerMark";
import { atCallSite } from "../../engine/callSite";
import type { DeclaredPlace } from "./declareObjects";
import { warnOfGivenUp } from "../retention/givenUpFields";
import { retaining } from "../retention/retainedFields";
import { withTakeover } from "../retention/takeover";

/** A class of `@pulumi/kubernetes`, or one made by crd2pulumi: one object of one kind. */
export type ObjectClass<Resource extends pulumi.CustomResource, Template> = new (
  name: string,
  args: Template,
  opts?: pulumi.CustomResourceOptions,
) => Resource;

/** Makes one Kubernetes object of a kind, as planned for its cluster. */
export function createObject<Resource extends pulumi.CustomResource, Template>(
  {
    objectClass,
    apiVersion,
  }: {
    readonly objectClass: ObjectClass<Resource, Template>;
    /** What `objectClass` writes; another one goes through `CustomResource`. */
    readonly apiVersion: string;
  },
  adopt: boolean | undefined,
  place: DeclaredPlace,
): Resource {
  const { planned, child, options, mark } = place;
  const { object = {} } = planned;
  const Class = object.apiVersion === apiVersion ? objectClass : k8s.apiextensions.CustomResource;
  // The planner carries a template through untyped and changes only what overrides name, so what
  // comes out is a template again; only the compiler cannot know.
  const create = Class as ObjectClass<Resource, unknown>;
  if (place.isHeld === true) {
    const { apiVersion: version, kind } = object;
    const kept = { ...options, ignoreChanges: ["*"] };
    return atCallSite(() => new create(child, { apiVersion: version, kind }, kept));
  }
  const marked = annotated(object, {
    ...(mark === undefined ? {} : { [ownerAnnotation]: mark }),
    // By this the provider takes fields over that others own.
    ...(adopt === true ? { "pulumi.com/patchForce": "true" } : {}),
  });
  const isAdopted = adopt === true;
  const written = { object: marked, opts: options };
  const given = isAdopted ? withTakeover({ ...place, ...written }) : written;
  const retained = { ...place, ...given, adopt: isAdopted };
  const kept = retaining(retained);
  void warnOfGivenUp(retained).catch(() => undefined);
  const opts = { ...given.opts, ignoreChanges: kept.ignoreChanges };
  return atCallSite(() => new create(child, kept.object, opts));
}

/** An object with more annotations, of which those that turn out to be undefined are left out. */
export function annotated<Template extends { readonly metadata?: unknown }>(
  object: Template,
  more: Readonly<Record<string, pulumi.Input<string | undefined>>>,
): Template {
  if (Object.keys(more).length === 0) return object;
  const metadata: KubeObject = isPlainObject(object.metadata) ? object.metadata : {};
  const own = metadata.annotations;
  // A map that is there stays one, so that whoever reads it before it is registered still can.
  if (isPlainObject(own) && Object.keys(own).length > 0) {
    return { ...object, metadata: { ...metadata, annotations: { ...own, ...more } } };
  }
  const annotations = pulumi.all([own, pulumi.output(more)]).apply(([given, added]) => {
    const known = Object.entries(added).filter(([, value]) => value !== undefined);
    const all = { ...(isPlainObject(given) ? given : {}), ...Object.fromEntries(known) };
    // No map at all where it would be empty: that would be a change.
    return Object.keys(all).length === 0 ? given : all;
  });
  return { ...object, metadata: { ...metadata, annotations } };
}
