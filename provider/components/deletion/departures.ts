import { copiesIn, type Copy } from "../../core/deletion/copies";
import type { Departure } from "../../core/deletion/departures";
import { isPlainObject } from "../../core/plain/plainObject";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { knownText } from "../../engine/knownText";
import { keptOutageOf } from "../../engine/probes";
import type { Registrations } from "../../engine/deletion/registered";
import type { LeavableCluster, Run } from "../../engine/run";
import type { GuardRecord } from "../../engine/deletion/stateGuard";
import type { StackState } from "../../engine/state/stackState";

/** The member clusters that a state has, by name. */
export function clustersIn(urns: Iterable<string>): string[] {
  const all = [...urns].map(parseUrn);
  return all
    .filter(({ type }) => ownType(type) === "kubefed:index:KubeFedCluster")
    .map(({ name }) => name);
}

/** The copies that the stack has outside; a name without records has none. */
export function copiesOf(state: StackState, clusters: readonly string[]): Copy[] {
  const names = [...new Set([...clusters, ...clustersIn(state.keys())])];
  return copiesIn(state.keys(), names).filter(({ urn }) => {
    const { records } = state.get(urn) ?? {};
    return !isPlainObject(records) || Object.keys(records).length > 0;
  });
}

/** The clusters that copies may leave without a word: on their way out, or away and kept. */
export async function excusedClusters(
  clusters: readonly Pick<LeavableCluster, "name" | "retire" | "unreachable">[],
): Promise<ReadonlySet<string>> {
  const excused = clusters.map(async (cluster) => {
    const isExcused = cluster.retire || (await keptOutageOf(cluster)) !== undefined;
    return isExcused ? [cluster.name] : [];
  });
  return new Set((await Promise.all(excused)).flat());
}

/** What becomes of the stack's copies in this run, as far as its program has declared things. */
export async function departuresIn(of: {
  readonly run: Run;
  readonly state: StackState;
  readonly guard: GuardRecord;
  readonly declared: Registrations;
}): Promise<Departure[]> {
  const { run, state, guard, declared } = of;
  const { clusters } = run.deletions;
  const excused = await excusedClusters(clusters);
  const retained = new Set(guard.retained);
  const stays = new Set([...declared.resources.map(({ urn }) => urn), ...declared.formerUrns]);
  // What is deferred or kept is declared all the same, though it may have no resource in this run.
  const expanded = new Set<string>();
  for (const { component, clusters: on } of run.expansions) {
    const urn = await knownText(component.urn).catch(() => undefined);
    for (const cluster of on) expanded.add(`${urn ?? ""} ${cluster}`);
  }
  const names = clusters.map(({ name }) => name);
  return copiesOf(state, names).map((copy) => {
    const { urn, component, cluster = "" } = copy;
    if (stays.has(urn) || expanded.has(`${component} ${cluster}`))
      return { ...copy, fate: "stays" };
    const isExcused = excused.has(cluster) || retained.has(uidIn(state, urn) ?? "");
    return { ...copy, fate: isExcused ? "excused" : "leaves" };
  });
}

/** The uid of the object that a resource of the stack stands for. */
export function uidIn(state: StackState, urn: string): string | undefined {
  const { metadata } = state.get(urn) ?? {};
  return isPlainObject(metadata) && typeof metadata.uid === "string" ? metadata.uid : undefined;
}

/** How many copies each component has that this run declares, by URN. */
export async function declaredCopies(
  run: Run,
  { resources }: Registrations,
): Promise<ReadonlyMap<string, number>> {
  const urns = resources.map(({ urn }) => urn);
  const counts = new Map<string, number>();
  for (const urn of urns)
    if (ownType(parseUrn(urn).type).startsWith("kubefed:index:")) counts.set(urn, 0);
  const names = run.deletions.clusters.map(({ name }) => name);
  for (const { component } of copiesIn(urns, names))
    counts.set(component, (counts.get(component) ?? 0) + 1);
  for (const { component, clusters } of run.expansions) {
    const urn = (await knownText(component.urn).catch(() => undefined)) ?? "";
    counts.set(urn, Math.max(counts.get(urn) ?? 0, clusters.length));
  }
  return counts;
}
