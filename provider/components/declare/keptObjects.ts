import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/issue";
import { childName } from "../../core/kinds/federatedTypes";
import { knownText } from "../../engine/knownText";
import { childUrn, parseUrn, stackState } from "../../engine/stackState";
import { outageOf, probeOf, type WatchedCluster } from "../clusters/clusterAvailability";

/** A federated component of this run and the clusters it has an object on. */
export interface Expanded {
  readonly component: pulumi.ComponentResource;
  readonly name: string;
  readonly clusters: readonly string[];
}

/** A cluster whose objects are kept while it is away, and the provider that keeps them. */
export interface KeptCluster extends WatchedCluster {
  readonly provider: pulumi.ProviderResource;
}

/** The federated components of each run, by its connection to the engine. */
const runs = new WeakMap<object, Expanded[]>();

/** The components that stand in for those gone, by URN, of each run. */
const standIns = new WeakMap<object, Map<string, pulumi.ComponentResource>>();

/** Remembers what a federated component of this run has. */
export function noteExpansion(expanded: Expanded): void {
  expansions().push(expanded);
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
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    if (outageOf(await probeOf(cluster)) === undefined) return;
    if (await hasEnded()) await keepOrphans(cluster);
  } finally {
    done();
  }
}

/** Waits until the program's own code has ended and what it exports is there; false when it failed. */
async function hasEnded(): Promise<boolean> {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined) return true;
  const exported = pulumi.runtime.serializeProperties("hasEnded", { outputs: stack.outputs });
  return exported.then(
    () => true,
    () => false,
  );
}

async function keepOrphans(cluster: KeptCluster): Promise<void> {
  const state = await stackState();
  const declared = new Map<string, Expanded>();
  for (const expanded of expansions()) {
    declared.set((await knownText(expanded.component.urn)) ?? "", expanded);
  }
  const kept = [...state]
    .filter(([urn, outputs]) => isFederated(urn, outputs))
    .filter(([urn]) => declared.get(urn)?.clusters.includes(cluster.name) !== true)
    .flatMap(([urn, outputs]) => {
      const name = childName(parseUrn(urn).name, cluster.name);
      const orphan = childUrn(state, { parent: urn, name });
      if (orphan === undefined) return [];
      const parent = declared.get(urn)?.component ?? standIn({ urn, outputs });
      if (parent === undefined) return [];
      const type = parseUrn(orphan).type.split("$").at(-1) ?? "";
      new KeptObject(type, name, {}, { parent, provider: cluster.provider, ignoreChanges: ["*"] });
      return [name];
    });
  if (kept.length === 0) return;
  const what = `what the program no longer has stays there until it is back: ${kept.sort().join(", ")}`;
  await pulumi.log.warn(`KubeFedCluster "${cluster.name}": ${what}`, cluster);
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
  const key = pulumi.runtime.getMonitor() ?? standIns;
  const known = standIns.get(key) ?? new Map<string, pulumi.ComponentResource>();
  standIns.set(key, known);
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

function expansions(): Expanded[] {
  const run: object = pulumi.runtime.getMonitor() ?? runs;
  const known = runs.get(run) ?? [];
  runs.set(run, known);
  return known;
}
