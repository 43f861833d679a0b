import * as pulumi from "@pulumi/pulumi";
import { mapValues } from "../../core/plain/records";
import { type FederatedStatus, objectStatus, rollUpStatus } from "../../core/status/status";
import type { Child, MemberResource } from "./memberResource";

/** How the objects of a component are, per cluster and rolled up, as the last update or refresh saw them. */
export function statusOf(
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
    const there = Object.entries(objects).filter(([, { kind }]) => typeof kind === "string");
    return rollUpStatus(mapValues(Object.fromEntries(there), objectStatus));
  });
}

/** A field that some kinds have and others have not. */
function field(resource: MemberResource<pulumi.Resource>, name: string): pulumi.Input<unknown> {
  return Reflect.get(resource, name);
}
