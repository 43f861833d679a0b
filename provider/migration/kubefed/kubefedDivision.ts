import { compareText } from "../../core/plain/text";
import { fnv1 } from "../../core/replicas/kubefed/fnv1";

/** What a preference of KubeFed says of one cluster; anything may be missing or make no sense. */
export type KubefedPreference = Readonly<Record<string, number>>;

/** What is divided: a preference's total over clusters, with the key that breaks ties. */
export interface KubefedDivision {
  readonly key: string;
  readonly clusters: readonly string[];
  readonly totalReplicas: number;
  /** By cluster, `*` for all others. */
  readonly preferences: Readonly<Record<string, KubefedPreference>>;
}

interface Share {
  readonly cluster: string;
  readonly weight: number;
  readonly max: number;
  planned: number;
}

/**
 * Divides replicas as KubeFed's planner did for a workload that runs nowhere yet, also where the
 * numbers make no sense: its own steps, without a look at our planner, so that each can be checked
 * against the other.
 *
 * Heaviest cluster first, ties by hash; every minimum; then in rounds each gets its share of what is
 * left, rounded up. Source: KubeFed `pkg/controller/util/planner/planner.go`.
 *
 * @example
 * divideByKubefed({ key: "shop/web", clusters: ["eu", "us"], totalReplicas: 8, preferences: { us: { weight: 2, minReplicas: 1 }, "*": { weight: 1 } } })
 * //=> { eu: 2, us: 6 }
 */
export function divideByKubefed(division: KubefedDivision): Readonly<Record<string, number>> {
  const { key, clusters, totalReplicas, preferences } = division;
  const hashes = new Map(clusters.map((cluster) => [cluster, fnv1(`${cluster}${key}`)]));
  const shares: (Share & { readonly min: number })[] = clusters
    .flatMap((cluster) => {
      const own = Object.hasOwn(preferences, cluster) ? preferences[cluster] : preferences["*"];
      if (own === undefined) return [];
      const { weight = 0, minReplicas: min = 0, maxReplicas: max = Infinity } = own;
      return [{ cluster, weight, min, max, planned: 0 }];
    })
    .sort(
      (a, b) =>
        b.weight - a.weight ||
        (hashes.get(a.cluster) ?? 0) - (hashes.get(b.cluster) ?? 0) ||
        compareText(a.cluster, b.cluster),
    );
  let left = totalReplicas;
  for (const share of shares) {
    share.planned = Math.min(share.min, left);
    left -= share.planned;
  }
  divideRest(shares, left);
  const planned = new Map(shares.map((share) => [share.cluster, share.planned]));
  return Object.fromEntries(clusters.map((cluster) => [cluster, planned.get(cluster) ?? 0]));
}

function divideRest(shares: readonly Share[], rest: number): void {
  let open = shares;
  let left = rest;
  let hasChanged = true;
  while (hasChanged && left > 0) {
    hasChanged = false;
    const sum = open.reduce((total, { weight }) => total + weight, 0);
    if (sum <= 0) return;
    const [atStart, next]: [number, Share[]] = [left, []];
    for (const share of open) {
      const before = share.planned;
      // A cluster of negative weight got nothing, though it counts in the sum.
      const asked = Math.max(Math.ceil((atStart * share.weight) / sum), 0);
      const wanted = before + Math.min(asked, left);
      share.planned = Math.min(wanted, share.max);
      if (wanted <= share.max) next.push(share);
      if (share.planned > before) hasChanged = true;
      left -= share.planned - before;
    }
    open = next;
  }
}
