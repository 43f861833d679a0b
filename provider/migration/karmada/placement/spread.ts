import type { KubeObject } from "../../../core/model";
import { mapAt, mapsAt, textAt } from "../../../core/plain/fields";
import { askBindings, type Doubt } from "../doubt";
import type { KarmadaCluster } from "../karmadaWorld";
import { ignoresSpread } from "./divisionSort";

/** The clusters that spread constraints leave, and what about them is in doubt. */
export interface Spread {
  readonly clusters: readonly KarmadaCluster[];
  readonly doubts: readonly Doubt[];
}

interface Constraint {
  readonly least: number;
  readonly most: number;
}

/**
 * Applies `spreadConstraints`. Static weights ignore them; constraints that leave all clusters change
 * nothing; which clusters remain of more depends on their room, and one that cannot be met leaves things as
 * they were, so both are doubts.
 *
 * Source: Karmada `pkg/scheduler/core/spreadconstraint`.
 */
export function spread(placement: KubeObject, usable: readonly KarmadaCluster[]): Spread {
  const constraints = mapsAt(placement, "spreadConstraints");
  if (constraints.length === 0) return { clusters: usable, doubts: [] };
  const able = usable.filter((cluster) => hasFields(cluster, constraints));
  if (ignoresSpread(placement)) return { clusters: able, doubts: [] };
  const [byCluster, byRegion] = [
    constraintOf(constraints, "cluster"),
    constraintOf(constraints, "region"),
  ];
  if (byRegion !== undefined) return spreadByRegion(able, { byRegion, byCluster });
  if (byCluster === undefined) {
    return unmet("Karmada spreads over clusters and regions only, and fails for anything else");
  }
  const { least, most } = byCluster;
  if (able.length < least) return unmet(`${able.length} clusters are fewer than ${least}`);
  if (most === 0) return unmet("spreadConstraints without maxGroups choose no cluster");
  return able.length <= most ? { clusters: able, doubts: [] } : chosen(able, most);
}

function spreadByRegion(
  able: readonly KarmadaCluster[],
  by: { readonly byRegion: Constraint; readonly byCluster: Constraint | undefined },
): Spread {
  const { byRegion, byCluster = { least: 0, most: 0 } } = by;
  const regions = new Set(able.map(({ region }) => region)).size;
  if (regions < byRegion.least) {
    return unmet(`${regions} regions are fewer than ${byRegion.least}`);
  }
  // It takes as few regions as will do, so all of them only where it must.
  const takesAll = regions === byRegion.least && able.length <= byCluster.most;
  return takesAll ? { clusters: able, doubts: [] } : chosen(able, able.length);
}

/** By name where nothing else is known; which they were depends on room. */
function chosen(able: readonly KarmadaCluster[], most: number): Spread {
  const sorted = [...able].sort((a, b) => (a.name < b.name ? -1 : 1));
  const reason = `spreadConstraints choose among ${able.length} clusters by their room and by what was before; ${askBindings}`;
  return { clusters: sorted.slice(0, most), doubts: [{ reason }] };
}

function unmet(why: string): Spread {
  const reason = `${why}, so nothing was scheduled, or it stayed as it was; ${askBindings}`;
  return { clusters: [], doubts: [{ reason }] };
}

/** Without field and label, the field is `cluster`; at least one group is wanted. */
function constraintOf(constraints: readonly KubeObject[], field: string): Constraint | undefined {
  const found = constraints.find(
    (each) =>
      textAt(each, "spreadByLabel") === "" &&
      (textAt(each, "spreadByField") || "cluster") === field,
  );
  if (found === undefined) return undefined;
  const { minGroups, maxGroups } = mapAt(found);
  return { least: Number(minGroups ?? 0) || 1, most: Number(maxGroups ?? 0) };
}

/** A cluster without the field that counts is not taken. */
function hasFields(cluster: KarmadaCluster, constraints: readonly KubeObject[]): boolean {
  const has: Readonly<Record<string, boolean>> = {
    provider: cluster.provider !== "",
    region: cluster.region !== undefined,
    zone: (cluster.zones ?? []).length > 0,
  };
  return constraints.every(({ spreadByField }) => has[String(spreadByField)] !== false);
}
