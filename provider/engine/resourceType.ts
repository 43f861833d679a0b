import * as pulumi from "@pulumi/pulumi";

/**
 * Whether a value is a resource of a type, by the mark that Pulumi puts on every resource: an instance of
 * another copy of the class, or one made again from its URN, is one too.
 */
export function isResourceOf(type: string, value: unknown): boolean {
  return pulumi.Resource.isInstance(value) && Reflect.get(value, "__pulumiType") === type;
}

/** A resource's own type. */
export function typeOf(resource: pulumi.Resource): string {
  const type: unknown = Reflect.get(resource, "__pulumiType");
  return typeof type === "string" ? type : "";
}
