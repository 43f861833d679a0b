import * as pulumi from "@pulumi/pulumi";

/** The resources among dependencies, which may be lists, promises and Outputs at every depth. */
export async function flatDependencies(given: unknown): Promise<pulumi.Resource[]> {
  const value: unknown = pulumi.Output.isInstance(given) ? await valueOf(given) : await given;
  if (pulumi.Output.isInstance(value)) return flatDependencies(value);
  if (pulumi.Resource.isInstance(value)) return [value];
  if (!Array.isArray(value)) return [];
  const all = await Promise.all(value.map((each: unknown) => flatDependencies(each)));
  return all.flat();
}

function valueOf(output: pulumi.OutputInstance<unknown>): unknown {
  const promise: unknown = Reflect.get(output, "promise");
  return typeof promise === "function" ? Reflect.apply(promise, output, [true]) : undefined;
}

/** Whether a resource is another one, or stands anywhere below it. */
export function isWithin(resource: pulumi.Resource, other: pulumi.Resource): boolean {
  let each: unknown = resource;
  while (pulumi.Resource.isInstance(each)) {
    if (each === other) return true;
    each = Reflect.get(each, "__parentResource");
  }
  return false;
}
