import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import { objectTitle } from "../../core/kinds/objectTitle";
import { claimOn, type ClaimedObject } from "../declare/claimedObjects";
import type { ChartResource } from "./chartArgs";

/**
 * Claims the objects of a chart once the plugin has rendered it, which is when they are known. One that
 * another component of this program declares ends the preview: each would undo the other at every update.
 */
export function claimRendered(rendered: {
  readonly component: pulumi.Resource;
  readonly subject: string;
  readonly cluster: string;
  readonly chart: ChartResource;
}): void {
  const { component, subject, cluster, chart } = rendered;
  const known: pulumi.Output<unknown> = pulumi.output(chart.resources);
  void known.apply((resources) => {
    const all: readonly unknown[] = Array.isArray(resources) ? resources : [];
    return pulumi.all(all.map(describe)).apply((objects) => {
      for (const object of objects) {
        const other = object && claimOn({ subject, cluster, object });
        if (object === undefined || other === undefined) continue;
        const message = `${subject}: ${objectTitle(object)} on "${cluster}" is declared by ${other} already; an object belongs to one component`;
        throw new pulumi.ResourceError(message, component, true);
      }
    });
  });
}

/** What a rendered resource is; undefined where it is no object, or not known yet. */
function describe(resource: unknown): pulumi.Output<ClaimedObject | undefined> {
  if (!pulumi.Resource.isInstance(resource)) return pulumi.output(undefined);
  const fields: Record<string, unknown> = {
    apiVersion: Reflect.get(resource, "apiVersion"),
    kind: Reflect.get(resource, "kind"),
    metadata: Reflect.get(resource, "metadata"),
  };
  const known: pulumi.Output<unknown> = pulumi.output(fields);
  return known.apply((object) => {
    const { apiVersion, kind, metadata } = isPlainObject(object) ? object : {};
    const { name, namespace } = isPlainObject(metadata) ? metadata : {};
    if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof name !== "string")
      return undefined;
    return { apiVersion, kind, name, ...(typeof namespace === "string" ? { namespace } : {}) };
  });
}
