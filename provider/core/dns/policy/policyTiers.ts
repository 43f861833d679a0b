import { compareText } from "../../plain/text";
import type { GeoPlaces, PolicySettings } from "./policy";

/** Countries or continents whose people are answered alike. */
export interface Place {
  readonly kind: "continent" | "country";
  readonly codes: readonly string[];
}

/** What some of those who ask are answered: the first tier with a cluster that works. */
export interface Branch {
  /** Absent in the last branch, which is for everybody else. */
  readonly place?: Place;
  readonly tiers: readonly (readonly string[])[];
}

/**
 * The clusters of a name in the order in which its policy wants them asked. Weights are not looked
 * at; there is at least one branch, and the last is for everybody.
 *
 * - `fallbacks`: the clusters of the levels above, nearest first, which help out where something
 *   checks whether clusters work.
 *
 * @example
 * steer({ settings: { policy: "failover", failoverOrder: ["us"] }, clusters: ["eu", "jp", "us"], fallbacks: [] })
 * //=> [{ tiers: [["us"], ["eu", "jp"]] }]
 */
export function steer(of: {
  readonly settings: PolicySettings;
  readonly clusters: readonly string[];
  readonly fallbacks: readonly (readonly string[])[];
}): readonly Branch[] {
  const { settings, fallbacks } = of;
  const clusters = [...of.clusters].sort(compareText);
  const help = fallbacks.flatMap((each) => tiersOf(settings, each));
  if (settings.policy !== "geo") return [{ tiers: [...tiersOf(settings, clusters), ...help] }];
  const { geo = {} } = settings;
  const placesOf = (cluster: string): GeoPlaces =>
    (Object.hasOwn(geo, cluster) ? geo[cluster] : undefined) ?? {};
  const flagged = clusters.filter((cluster) => placesOf(cluster).isDefault === true);
  const elsewhere = flagged.length > 0 ? flagged : clusters;
  const others = withoutThose(clusters, elsewhere);
  const branches = (["country", "continent"] as const).flatMap((kind) =>
    placesByClusters(kind, clusters, placesOf).map(({ codes, members }) => {
      const rest = [withoutThose(elsewhere, members), withoutThose(others, members)];
      return { place: { kind, codes }, tiers: nonEmpty([members, ...rest, ...help]) };
    }),
  );
  return [...branches, { tiers: nonEmpty([elsewhere, others, ...help]) }];
}

/**
 * The share of a cluster under policy `weighted`.
 *
 * @example
 * [weightOf({ eu: 3, "*": 1 }, "eu"), weightOf({ eu: 3, "*": 1 }, "us"), weightOf({ eu: 3 }, "us")]
 * //=> [3, 1, 0]
 */
export function weightOf(weights: PolicySettings["weights"], cluster: string): number {
  const own =
    weights !== undefined && Object.hasOwn(weights, cluster) ? weights[cluster] : undefined;
  return own ?? weights?.["*"] ?? 0;
}

function tiersOf(settings: PolicySettings, clusters: readonly string[]): string[][] {
  const order = settings.policy === "failover" ? (settings.failoverOrder ?? []) : [];
  const listed = order.filter((cluster) => clusters.includes(cluster));
  const others = [...withoutThose(clusters, listed)].sort(compareText);
  return nonEmpty([...listed.map((cluster) => [cluster]), others]);
}

/** Codes that the same clusters serve are one place. */
function placesByClusters(
  kind: Place["kind"],
  clusters: readonly string[],
  placesOf: (cluster: string) => GeoPlaces,
): { readonly codes: readonly string[]; readonly members: readonly string[] }[] {
  const byCode = new Map<string, string[]>();
  for (const cluster of clusters) {
    const places = placesOf(cluster);
    for (const code of new Set(kind === "country" ? places.countries : places.continents)) {
      byCode.set(code, [...(byCode.get(code) ?? []), cluster]);
    }
  }
  const byMembers = new Map<string, { codes: string[]; members: string[] }>();
  for (const [code, members] of [...byCode].sort(([a], [b]) => compareText(a, b))) {
    const key = JSON.stringify(members);
    byMembers.set(key, { members, codes: [...(byMembers.get(key)?.codes ?? []), code] });
  }
  return [...byMembers.values()];
}

function withoutThose(clusters: readonly string[], those: readonly string[]): string[] {
  return clusters.filter((cluster) => !those.includes(cluster));
}

function nonEmpty(tiers: readonly (readonly string[])[]): string[][] {
  return tiers.filter((tier) => tier.length > 0).map((tier) => [...tier]);
}
