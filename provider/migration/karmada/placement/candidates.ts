/*
 * Which clusters Karmada may choose for an object, and which it does.
 */

import type { KubeObject } from "../../../core/model";
import { mapAt, mapsAt } from "../../../core/plain/fields";
import { identityOf } from "../../../core/manifests/manifest";
import { askBindings, type Doubt } from "../doubt";
import { isAffine, isTolerated, type KarmadaCluster } from "../karmadaWorld";
import { servingDoubts } from "./serving";
import { spread } from "./spread";

/** The clusters that a placement may use, and what about them is in doubt. */
export interface Candidates {
  readonly clusters: readonly KarmadaCluster[];
  readonly doubts: readonly Doubt[];
}

/** What is placed, and over which clusters. */
export interface CandidatesRequest {
  readonly template: KubeObject;
  readonly placement: KubeObject;
  readonly clusters: readonly KarmadaCluster[];
}

/**
 * The clusters that Karmada's scheduler would choose from: affinity, taints, what they serve, spread. What
 * depends on room or on what was before is a doubt.
 *
 * Source: Karmada `pkg/scheduler/core`, `pkg/scheduler/framework/plugins`.
 */
export function candidatesFor(request: CandidatesRequest): Candidates {
  const { template, placement, clusters } = request;
  const { affinity, doubts } = affinityOf(request);
  const affine = clusters.filter((cluster) => isAffine(affinity, cluster));
  const usable = affine.filter((cluster) => isTolerated(placement, cluster));
  const { apiVersion, kind } = identityOf(template);
  const serving = servingDoubts({ apiVersion, kind, clusters: usable });
  const spreading = spread(placement, usable);
  return {
    clusters: spreading.clusters,
    doubts: [
      ...doubts,
      ...describingDoubts(placement, clusters),
      ...taintDoubts(affine, usable),
      ...serving,
      ...spreading.doubts,
    ],
  };
}

interface ChosenAffinity {
  readonly affinity: KubeObject;
  readonly doubts: readonly Doubt[];
}

/** Of several groups the first with any cluster, unless one that comes later has counted before. */
function affinityOf({ placement, clusters }: CandidatesRequest): ChosenAffinity {
  const groups = mapsAt(placement, "clusterAffinities");
  if (groups.length === 0) return { affinity: mapAt(placement, "clusterAffinity"), doubts: [] };
  const filled = groups.filter((group) =>
    clusters.some((cluster) => isAffine(group, cluster) && isTolerated(placement, cluster)),
  );
  const reason = `several clusterAffinities have clusters, and which one counts depends on room and on what was before; ${askBindings}`;
  return { affinity: filled[0] ?? groups[0] ?? {}, doubts: filled.length > 1 ? [{ reason }] : [] };
}

/** Taints that come later move nothing, so a tainted cluster may have it still. */
function taintDoubts(
  affine: readonly KarmadaCluster[],
  usable: readonly KarmadaCluster[],
): Doubt[] {
  const tainted = affine.filter((cluster) => !usable.includes(cluster)).map(({ name }) => name);
  if (tainted.length === 0) return [];
  const reason = `a taint keeps it off now, but moves nothing that was there before; ${askBindings}`;
  return [{ reason, clusters: tainted }];
}

/** Without its Cluster nobody knows the provider, region and zones of a cluster. */
function describingDoubts(placement: KubeObject, clusters: readonly KarmadaCluster[]): Doubt[] {
  const unknown = clusters.filter(({ isDescribed }) => !isDescribed).map(({ name }) => name);
  if (unknown.length === 0 || !looksAtFields(placement)) return [];
  const reason = `the policy looks at the provider, region or zone of ${unknown.join(", ")}; add the Cluster objects`;
  return [{ reason }];
}

function looksAtFields(placement: KubeObject): boolean {
  const affinities = [
    mapAt(placement, "clusterAffinity"),
    ...mapsAt(placement, "clusterAffinities"),
  ];
  const spreads = mapsAt(placement, "spreadConstraints").map(({ spreadByField }) => spreadByField);
  return (
    affinities.some((affinity) => affinity.fieldSelector !== undefined) ||
    spreads.some((field) => field !== undefined && field !== "cluster")
  );
}
