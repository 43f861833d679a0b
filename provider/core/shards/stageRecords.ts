import { ownValue } from "../plain/ownKey";
import { compareText } from "../plain/text";
import type { Attempt, ClusterRecord, StagesRecord } from "../stages/record";
import type { HeldCluster, StagesPlan, StagesRequest } from "../stages/stagesPlan";

/** What one shard keeps of a strategy. */
export interface ShardStages {
  readonly record: StagesRecord;
  readonly attempts: Readonly<Record<string, Attempt>>;
}

/**
 * What a shard plans an update by: the records of all shards, each for its own clusters.
 *
 * - A shard that never ran has its clusters awaited: nobody goes before them, and they are not late.
 * - A first update that goes at once needs no other shard, whatever those have.
 * - Pausing is a shard's own; what is approved in one is approved in all.
 */
export function overShards(
  request: StagesRequest,
  /** By shard; absent where it keeps nothing yet. */
  others: Readonly<Record<string, ShardStages>>,
): StagesRequest {
  const { clusters, record, attempts, wanted } = request;
  const own = clusters.filter(({ elsewhere }) => elsewhere === undefined);
  const hasRun = own.some(({ name }) => ownValue(record.clusters, name) !== undefined);
  if (!hasRun && isAtOnce(request)) return request;
  const hasEntries = (shard: string) =>
    Object.keys(ownValue(others, shard)?.record.clusters ?? {}).length > 0;
  const isFirst = !hasRun && !Object.keys(others).some(hasEntries);
  const entries = clusters.flatMap(({ name, elsewhere }): [string, ClusterRecord][] => {
    const isOwn = elsewhere === undefined;
    const kept = isOwn ? record : ownValue(others, elsewhere)?.record;
    const entry = ownValue(kept?.clusters ?? {}, name);
    if (entry !== undefined) return [[name, entry]];
    const ran = isOwn ? hasRun : hasEntries(elsewhere);
    return ran || isFirst ? [] : [[name, awaited(ownValue(wanted, name))]];
  });
  const attempted = clusters.flatMap(({ name, elsewhere }): [string, Attempt][] => {
    const from = elsewhere === undefined ? attempts : ownValue(others, elsewhere)?.attempts;
    const attempt = ownValue(from ?? {}, name);
    return attempt === undefined ? [] : [[name, attempt]];
  });
  const approved = Object.values(others).flatMap((each) => each.record.approved ?? []);
  const all = [...new Set([...(record.approved ?? []), ...approved])].sort(compareText);
  return {
    ...request,
    record: {
      ...record,
      clusters: Object.fromEntries(entries),
      ...(all.length === 0 ? {} : { approved: all }),
    },
    attempts: Object.fromEntries(attempted),
  };
}

/** Whether it is a first update, which goes at once. */
function isAtOnce({ strategy, record }: StagesRequest): boolean {
  return strategy.initial === "atOnce" && Object.keys(record.clusters).length === 0;
}

/** The entry of a cluster whose shard never ran: something is on its way to it, for which others wait. */
function awaited(coming: string | undefined): ClusterRecord {
  return { proven: false, before: [], ...(coming === undefined ? {} : { coming }) };
}

/**
 * The part of a plan that a shard writes. A wave is computed over the whole fleet, so that its limits hold there:
 * what comes after a wave with clusters of other shards waits until those have what they are to have.
 */
export function ownPart(plan: StagesPlan, request: StagesRequest): StagesPlan {
  const shards = new Map(request.clusters.map(({ name, elsewhere }) => [name, elsewhere]));
  const others = plan.released.filter(({ cluster }) => shards.get(cluster) !== undefined);
  const own = plan.released.filter(({ cluster }) => shards.get(cluster) === undefined);
  const last = isAtOnce(request)
    ? Infinity
    : Math.min(Infinity, ...others.map((each) => each.wave));
  const before = others.filter(({ wave }) => wave === last);
  const names = before.map(({ cluster }) => `${cluster} (shard ${shards.get(cluster) ?? ""})`);
  const waiting = own
    .filter(({ wave }) => wave > last)
    .map(({ cluster, stage }): HeldCluster => ({
      cluster,
      stage,
      because: `it comes after clusters of other shards: ${names.join(", ")}`,
    }));
  return {
    ...plan,
    released: own.filter(({ wave }) => wave <= last),
    held: [...plan.held, ...waiting].sort((a, b) => compareText(a.cluster, b.cluster)),
  };
}
