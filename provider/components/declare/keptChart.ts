import * as pulumi from "@pulumi/pulumi";
import { knownText } from "../../engine/knownText";
import { parseUrn } from "../../core/kinds/urn";
import { childUrn, stackState } from "../../engine/state/stackState";
import type { ChartResource } from "../manifests/chartArgs";
import { KeptObject } from "./keptObjects";

/** A chart on a cluster that is away. */
export interface ChartToKeep {
  readonly parent: pulumi.ComponentResource;
  readonly name: string;
  readonly provider: pulumi.ProviderResource;
}

/**
 * Stands in for a chart whose cluster is away: it and its objects stay in the stack under the same URNs
 * and with their old inputs.
 */
export async function keepChart(kept: ChartToKeep): Promise<ChartResource> {
  const { parent, name, provider } = kept;
  const state = await stackState();
  const chart = childUrn(state, { parent: (await knownText(parent.urn)) ?? "", name });
  const standIn = new KeptChart(name, { parent });
  const below = chart === undefined ? undefined : `${parseUrn(chart).type}$`;
  for (const urn of state.keys()) {
    const own = parseUrn(urn);
    // A chart's objects are called after it, because they have the same names on every cluster.
    if (below === undefined || !own.type.startsWith(below) || !own.name.startsWith(`${name}:`))
      continue;
    const type = own.type.split("$").at(-1) ?? "";
    new KeptObject(type, own.name, {}, { parent: standIn, provider, ignoreChanges: ["*"] });
  }
  return standIn;
}

class KeptChart extends pulumi.ComponentResource {
  /** Nobody can say what they are while the cluster is away. */
  readonly resources: ChartResource["resources"] = pulumi.output([]);

  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes:helm.sh/v4:Chart", name, {}, opts);
    this.registerOutputs({ resources: this.resources });
  }
}
