import * as pulumi from "@pulumi/pulumi";
import { mapValues } from "../../core/plain/records";
import { isPlainObject } from "../../core/plain/plainObject";
import {
  type FederatedStatus,
  objectStatus,
  type ObjectStatus,
  rollUpStatus,
} from "../../core/status/status";
import type { Child, MemberResource } from "../declare/memberResource";
import type { ChartResource } from "./chartArgs";

/** Rolls up the status of all objects of a chart: on each cluster, and over all of them. */
export function chartStatus(
  charts: Readonly<Record<string, Child<ChartResource>>>,
): pulumi.Output<FederatedStatus> {
  const clusters = mapValues(charts, ({ resource }) => statusOn(resource));
  return pulumi.output(clusters).apply(rollUpStatus);
}

/** How one object of a chart is doing. */
interface TitledStatus {
  readonly title: string;
  readonly status: ObjectStatus;
}

function statusOn(chart: MemberResource<ChartResource>): pulumi.Output<ObjectStatus> {
  // Of an Output, `resources` is Pulumi's own. A chart that is deferred is undefined.
  const known: pulumi.Output<unknown> = pulumi.output(chart);
  const made = known.apply(resourcesIn);
  return made
    .apply((objects) => pulumi.all((Array.isArray(objects) ? objects : []).map(statusOf)))
    .apply((all) => {
      const byTitle = all.map(({ title, status }) => [title, status] as const);
      const { clusters, ...together } = rollUpStatus(Object.fromEntries(byTitle));
      return together;
    });
}

function resourcesIn(chart: unknown): unknown {
  return typeof chart === "object" && chart !== null ? Reflect.get(chart, "resources") : [];
}

function statusOf(object: object): pulumi.Output<TitledStatus> {
  const read = (field: string): pulumi.Input<unknown> => Reflect.get(object, field);
  return pulumi
    .output({
      kind: read("kind"),
      metadata: read("metadata"),
      spec: read("spec"),
      status: read("status"),
    })
    .apply((live) => ({ title: titleOf(live), status: objectStatus(live) }));
}

function titleOf({ kind, metadata }: { kind: unknown; metadata: unknown }): string {
  return `${String(kind)} ${isPlainObject(metadata) ? String(metadata.name) : ""}`;
}
