import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { DeclaredPlace } from "./declareObjects";
import { takingOver } from "./ownership";

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
  { planned: { object }, child, options }: DeclaredPlace,
): Resource {
  const Class = object?.apiVersion === apiVersion ? objectClass : k8s.apiextensions.CustomResource;
  // The planner carries a template through untyped and changes only what overrides name, so what
  // comes out is a template again; only the compiler cannot know.
  const create = Class as ObjectClass<Resource, unknown>;
  return new create(child, adopt === true ? takingOver(object) : object, options);
}
