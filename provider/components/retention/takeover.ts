import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";
import { describeShares, type FieldShare, fieldsOfOthers } from "../../core/existing/sharedFields";
import { parsePropertyPaths } from "../../core/paths/propertyPath";
import { objectTitle } from "../../core/kinds/objectTitle";
import { mapAt } from "../../core/plain/fields";
import { hasRealEngine, isPreview } from "../../engine/engine";
import { connectLate } from "../../observe/lateCluster";
import { takeOverFields } from "../../observe/objects/fieldTakeover";
import { readLiveObject } from "../../observe/objects/liveObject";
import { outageOf, probeOf } from "../../engine/probes";
import { memoryOf, type RetainingChild } from "./knownObject";

/** How an object is written so that nothing of its former owners is left. */
export interface Takeover {
  readonly object: KubeObject;
  readonly opts: pulumi.CustomResourceOptions;
}

/**
 * Lets the former owners of an object hand their fields over just before it is written for the first time,
 * under a field manager whose name is known before: what the program lacks then goes, now and later.
 * Who keeps fields even so is said. Without credentials that can be read, all former owners keep what they own.
 */
export function withTakeover(request: Omit<RetainingChild, "adopt">): Takeover {
  const { object, opts } = request;
  if (!hasRealEngine()) return { object, opts };
  const fieldManager = managerName();
  const dependencies: unknown = opts.dependsOn ?? [];
  if (isPreview()) void handOver(request, fieldManager).catch(() => undefined);
  const handedOver = Promise.resolve(dependencies).then(async (known) => {
    if (!isPreview()) await handOver(request, fieldManager);
    // Pulumi flattens lists and promises of dependencies at every depth; its type stops at one.
    return known as pulumi.Resource[];
  });
  return { object: managedBy(object, fieldManager), opts: { ...opts, dependsOn: handedOver } };
}

async function handOver(
  request: Omit<RetainingChild, "adopt">,
  fieldManager: string,
): Promise<void> {
  const { plan, planned, member, scope, gate } = request;
  await gate;
  const { before } = await memoryOf(request);
  if (before?.object.__fieldManager === fieldManager) return;
  const probe = await probeOf(member);
  if (outageOf(probe) !== undefined) return;
  const retained = planned.ignoreChanges ?? [];
  const live = await readLiveObject({ cluster: member, probe, key: { ...plan, scope } });
  if (live !== undefined) {
    const share = { to: fieldManager, retained: parsePropertyPaths(retained), isTakenOver: true };
    sayWhoStays(request, fieldsOfOthers(live, share));
  }
  if (isPreview()) return;
  const own = await connectLate(member);
  if (own === undefined) return;
  await takeOverFields({
    cluster: { name: member.name, api: own.api, namespace: own.namespace },
    apiVersion: plan.apiVersion,
    kind: plan.kind,
    namespace: plan.namespace,
    name: plan.name,
    fieldManager,
    retained,
  });
}

function sayWhoStays(
  { parent, plan, planned }: Omit<RetainingChild, "adopt">,
  shares: readonly FieldShare[],
): void {
  if (shares.length === 0) return;
  const where = `${objectTitle(plan)} on "${planned.cluster}"`;
  const message = `${where}: ${describeShares(shares)}, and keeps that when it is taken over; what the program drops of it stays there`;
  void pulumi.log.warn(message, parent);
}

/** A field manager's name may have 128 characters. */
function managerName(): string {
  return `pulumi-kubefed/${pulumi.getProject()}/${pulumi.getStack()}`.slice(0, 128);
}

function managedBy(object: KubeObject, fieldManager: string): KubeObject {
  const metadata = mapAt(object, "metadata");
  const given: pulumi.Output<unknown> = pulumi.output(metadata.annotations);
  const annotations = given.apply((own) => ({
    "pulumi.com/patchFieldManager": fieldManager,
    ...(isPlainObject(own) ? own : {}),
  }));
  return { ...object, metadata: { ...metadata, annotations } };
}
