import { childName, federatedTypes } from "../core/kinds/federatedTypes";
import type { Scale } from "../core/kinds/scale";
import { parsePointer, valueAt } from "../core/paths/jsonPointer";
import { parseUrn } from "../core/kinds/urn";
import { stackState } from "../engine/state/stackState";

/** Which division is asked for. */
export interface PreviousReplicasArgs {
  /** The name of the federated workload, or of the preference with a `target`, in this program. */
  readonly name: string;
  /** The kind of the workload. @default "Deployment" */
  readonly kind?: string;
  /** The member clusters it may be on. */
  readonly clusters: readonly { readonly name: string }[];
  /** Where the replica count is. @default that of the kind */
  readonly scale?: Scale;
}

/**
 * The replicas per member cluster that this stack wrote last, from its own state: no cluster is asked, and
 * preview and update see the same. A cluster that had none has no entry; a new stack has no entries.
 *
 * Example: `const previous = await kubefed.previousReplicas({ name: "web", clusters });`
 */
export async function previousReplicas(
  args: PreviousReplicasArgs,
): Promise<Record<string, number>> {
  const { name, kind = "Deployment", clusters } = args;
  const state = await stackState();
  const tokens = parsePointer(replicasPathOf(args)) ?? [];
  const previous: Record<string, number> = {};
  for (const cluster of clusters.map((each) => each.name).sort()) {
    const child = childName(name, cluster);
    for (const [urn, outputs] of state) {
      if (!isChild(urn, { kind, child })) continue;
      const replicas = valueAt(outputs, tokens);
      if (typeof replicas === "number") previous[cluster] = replicas;
    }
  }
  return previous;
}

function replicasPathOf({ scale, kind = "Deployment" }: PreviousReplicasArgs): string {
  const type = federatedTypes.find((each) => each.kind === kind);
  return scale?.path ?? type?.replicasPath ?? "/spec/replicas";
}

/** The type of a child is the kind, or a patch of it, under one of our components. */
function isChild(urn: string, wanted: { readonly kind: string; readonly child: string }): boolean {
  const { type, name } = parseUrn(urn);
  const [, kind] = /(?:^|\$)kubefed:index:\w+\$kubernetes:[^$]+:(\w+)$/.exec(type) ?? [];
  return name === wanted.child && (kind === wanted.kind || kind === `${wanted.kind}Patch`);
}
