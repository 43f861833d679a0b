import { isOwnGroup } from "../../../core/kinds/ownGroups";
import { groupOf } from "../../../core/manifests/manifest";
import { askBindings, type Doubt } from "../doubt";
import type { KarmadaCluster } from "../karmadaWorld";

/**
 * Where it is not known whether a cluster serves a kind: Karmada schedules nothing to one that does not,
 * but leaves what is there already.
 */
export function servingDoubts(given: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly clusters: readonly KarmadaCluster[];
}): Doubt[] {
  const { apiVersion, kind, clusters } = given;
  const lacking = clusters
    .filter(({ serves }) => serves !== undefined && !serves.has(`${apiVersion} ${kind}`))
    .map(({ name }) => name);
  const silent = clusters.filter(({ serves }) => serves === undefined).map(({ name }) => name);
  const isForeign = !isOwnGroup(groupOf(apiVersion));
  return [
    ...(lacking.length === 0
      ? []
      : [
          {
            reason: `its cluster does not serve ${apiVersion} ${kind}, so it is there only if it was before; ${askBindings}`,
            clusters: lacking,
          },
        ]),
    ...(silent.length === 0 || !isForeign
      ? []
      : [
          {
            reason: `nothing says whether its cluster serves ${apiVersion} ${kind}; give the Cluster with its status, or ${askBindings}`,
            clusters: silent,
          },
        ]),
  ];
}
