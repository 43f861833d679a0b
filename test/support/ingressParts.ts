import type * as pulumi from "@pulumi/pulumi";
import type { MultiClusterIngress } from "../../sdk/nodejs";

/** All that a MultiClusterIngress is made of: its components, and what those have declared. */
export function ingressParts(of: MultiClusterIngress): pulumi.Resource[] {
  const parts = Object.values(of.resources);
  const below = parts.flatMap((each) => [...within(each, "resources"), ...within(each, "records")]);
  return [of, ...parts, ...below];
}

function within(component: pulumi.Resource, field: string): pulumi.Resource[] {
  const known: unknown = Reflect.get(component, field);
  return known === undefined ? [] : Object.values(known as Record<string, pulumi.Resource>);
}
