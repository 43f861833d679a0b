import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import { childName } from "../../core/kinds/federatedTypes";
import { knownText } from "../../engine/knownText";
import { hasEnded, holdingOpen } from "../../engine/programEnd";
import { currentRun, type Expansion } from "../../engine/run";
import { parseUrn } from "../../core/kinds/urn";
import { childUrn, stackState } from "../../engine/state/stackState";
import { outageOf, probeOf } from "../../engine/probes";
import type { WatchedCluster } from "../clusters/clusterAvailability";

/** A cluster whose objects are kept while it is away, and the provider that keeps them. */
export interface KeptCluster extends WatchedCluster {
  readonly provider: pulumi.ProviderResource;
}

/**
 * While a kept cluster is away, objects on it that the program no longer has stay in the stack, under
 * the same URN and with their old inputs, because their deletion would only fail. The first update
 * after the cluster is back deletes them.
 *
 * - It is done when the program has declared everything, and holds the run open until then.
 * - Objects of a component that is gone from the program and stood inside another component are left to
 *   the engine: their deletion fails and leaves them in the stack.
 */
export async function keepObjects(cluster: KeptCluster): Promise<void> {
  if (cluster.unreachable !== "keep") return;
  await holdingOpen(async () => {
    if (outageOf(await probeOf(cluster)) === undefined) return;
    if (await hasEnded()) await keepOrphans(cluster);
  });
}

async function keepOrphans(cluster: KeptCluster): Promise<void> {
  const kept = await keepDropped(cluster, () => true);
  if (kept.length === 0) return;
  const what = `what the program no longer has stays there until it is back: ${kept.join(", ")}`;
  await pulumi.log.warn(`KubeFedCluster "${cluster.name}": ${what}`, cluster);
}

/**
 * Keeps the objects on a cluster that the program no longer has, of those components that count, as the stack
 * has them; their names, sorted. It is for the end of the program.
 */
export async function keepDropped(
  cluster: Pick<KeptCluster, "name" | "provider">,
  counts: (object: { readonly component: string; readonly urn: string }) => boolean,
): Promise<string[]> {
  const state = await stackState();
  const declared = new Map<string, Expansion>();
  for (const expanded of currentRun().expansions) {
    declared.set((await knownText(expanded.component.urn)) ?? "", expanded);
  }
  return [...state]
    .filter(([urn, outputs]) => isFederated(urn, outputs))
    .filter(([urn]) => declared.get(urn)?.clusters.includes(cluster.name) !== true)
    .flatMap(([urn, outputs]) => {
      const name = childName(parseUrn(urn).name, cluster.name);
      const orphan = childUrn(state, { parent: urn, name });
      if (orphan === undefined || !counts({ component: urn, urn: orphan })) return [];
      const parent = declared.get(urn)?.component ?? standIn({ urn, outputs });
      if (parent === undefined) return [];
      const type = parseUrn(orphan).type.split("$").at(-1) ?? "";
      new KeptObject(type, name, {}, { parent, provider: cluster.provider, ignoreChanges: ["*"] });
      return [name];
    })
    .sort();
}

/** An object as the stack has it: all its inputs are ignored, so the old ones stay. */
export class KeptObject extends pulumi.CustomResource {}

/** A federated component that the program no longer has, for as long as an object of it is kept. */
class KeptComponent extends pulumi.ComponentResource {
  constructor(type: string, name: string, outputs: pulumi.Inputs) {
    super(type, name, {});
    this.registerOutputs(outputs);
  }
}

/** Stands in for a component that is gone from the program; several kept clusters share it. */
function standIn(gone: {
  readonly urn: string;
  readonly outputs: pulumi.Inputs;
}): pulumi.ComponentResource | undefined {
  const { type, name } = parseUrn(gone.urn);
  if (type.includes("$")) return undefined;
  const known = currentRun().standIns;
  const component = known.get(gone.urn) ?? new KeptComponent(type, name, gone.outputs);
  known.set(gone.urn, component);
  return component;
}

function isFederated(urn: string, outputs: Readonly<Record<string, unknown>>): boolean {
  const own = parseUrn(urn).type.split("$").at(-1) ?? "";
  // The objects of a chart are not its own children; without a chart they are left to the engine.
  if (own === "kubefed:index:FederatedHelmChart") return false;
  return own.startsWith("kubefed:index:Federated") && isPlainObject(outputs.plan);
}
