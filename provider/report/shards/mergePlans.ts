/*
 * A fleet in shards, for people: one plan of all, how its shards stand, and manifests for what runs them.
 */

import { compareShards } from "../../core/shards/assignShards";
import { compareText, stableText } from "../../core/plain/text";
import { compareRows, countCells } from "../plan/fleetPlan";
import {
  type FleetCluster,
  type FleetPlan,
  fleetPlanVersion,
  type JoinedShard,
  type OtherChange,
  type PlanRow,
  type PlanWarning,
} from "../plan/model";
import { groupChanges, grouped, totalReplicas } from "../plan/planRow";

/** What is known of one shard's plan. */
export interface ShardPlan {
  /** The shard, or what its document is called where it says none. */
  readonly name: string;
  /** The stack, where that is known without a plan. */
  readonly stack?: string;
  readonly plan?: FleetPlan;
  /** Why there is none. */
  readonly problem?: string;
}

/**
 * Joins the plans of shards to one of the whole fleet, as one stack's would be: each object once, each cell from
 * the shard that has the cluster.
 *
 * - A shard without a plan, or whose program divides the fleet in another way than the first one's, has its
 *   clusters in the picture with the reason, never left out in silence. So has one that others know of.
 */
export function mergePlans(given: readonly ShardPlan[]): FleetPlan {
  const named = given.map(withName);
  const first = named.find(({ plan }) => plan !== undefined)?.plan;
  const judged = [...named.map((each) => judge(each, first)), ...unheardOf(named)].sort((a, b) =>
    compareShards(a.name, b.name),
  );
  const plans = judged.flatMap(({ plan }) => plan ?? []);
  const objects = mergedRows(plans);
  const shards = judged.map((each) => joined(each, named));
  const rest = plans.find(({ stages }) => stages !== undefined) ?? plans[0];
  return {
    format: "kubefed-plan",
    version: fleetPlanVersion,
    project: first?.project ?? "",
    stack: judged.map(({ name, stack, plan }) => plan?.stack ?? stack ?? name).join(","),
    clusters: mergedClusters(plans, shards),
    objects,
    others: mergedOthers(plans),
    totals: countCells(objects),
    warnings: mergedWarnings(plans),
    ...(rest?.stages === undefined ? {} : { stages: rest.stages }),
    ...(rest?.stagedUpdates === undefined ? {} : { stagedUpdates: rest.stagedUpdates }),
    shards,
  };
}

/** A document says itself whose it is. */
function withName(given: ShardPlan): ShardPlan {
  return { ...given, name: given.plan?.shard?.name ?? given.name };
}

/** What a document says of its shard that is of a stack with all clusters. */
const noShard = { name: "", division: "one stack" };

/** The plan of a shard, unless its program is another one than the first shard's. */
function judge(each: ShardPlan, first: FleetPlan | undefined): ShardPlan {
  const theirs = first?.shard ?? noShard;
  const own = each.plan?.shard ?? noShard;
  if (each.plan === undefined || own.division === theirs.division) return each;
  const { plan: _, ...rest } = each;
  const problem = `it divides the fleet as ${own.division} says, and shard ${theirs.name} as ${theirs.division}; all shards must run the same program with the same fleet`;
  return { ...rest, stack: each.plan.stack, problem };
}

/** The shards that others know of, and nobody gave a plan of. */
function unheardOf(named: readonly ShardPlan[]): ShardPlan[] {
  const known = new Set(named.map(({ name }) => name));
  const all = named.flatMap(({ plan }) => Object.values(plan?.shard?.elsewhere ?? {}));
  return [...new Set(all)]
    .filter((name) => !known.has(name))
    .map((name) => ({ name, problem: "no plan of it was given" }));
}

function joined(of: ShardPlan, named: readonly ShardPlan[]): JoinedShard {
  const { name, plan, stack, problem } = of;
  const others = named.flatMap((each) => Object.entries(each.plan?.shard?.elsewhere ?? {}));
  const clusters =
    plan?.clusters.map((each) => each.name) ??
    others.filter(([, shard]) => shard === name).map(([cluster]) => cluster);
  return {
    name,
    stack: plan?.stack ?? stack ?? name,
    clusters: [...new Set(clusters)].sort(compareText),
    ...(plan === undefined ? { problem: problem ?? "there is no plan of it" } : {}),
  };
}

function mergedClusters(
  plans: readonly FleetPlan[],
  shards: readonly JoinedShard[],
): FleetCluster[] {
  const lost = shards.flatMap(({ name: shard, clusters, problem }): FleetCluster[] =>
    problem === undefined
      ? []
      : clusters.map((name) => ({
          name,
          labels: {},
          zones: [],
          noPlan: `shard ${shard}: ${problem}`,
        })),
  );
  return [...plans.flatMap(({ clusters }) => clusters), ...lost].sort((a, b) =>
    compareText(a.name, b.name),
  );
}

function mergedRows(plans: readonly FleetPlan[]): PlanRow[] {
  const rows = new Map<string, PlanRow[]>();
  for (const row of plans.flatMap(({ objects }) => objects)) {
    const { apiVersion, kind, namespace = "", name, resource } = row;
    const key = stableText([apiVersion, kind, namespace, name, resource]);
    rows.set(key, [...(rows.get(key) ?? []), row]);
  }
  return [...rows.values()].flatMap(mergedRow).sort(compareRows);
}

function mergedRow(rows: readonly PlanRow[]): PlanRow[] {
  const [first] = rows;
  if (first === undefined) return [];
  const cells = byCluster(rows.flatMap((row) => row.cells));
  const { replicas: _, ...rest } = first;
  const replicas = totalReplicas(cells);
  const decisions = rows.find((row) => row.decisions !== undefined)?.decisions;
  const manifests = rows.flatMap((row) =>
    row.manifests.flatMap(({ clusters, manifest }) =>
      clusters.map((cluster) => ({ cluster, value: manifest })),
    ),
  );
  const changes = rows.flatMap((row) =>
    row.diffs.flatMap((group) =>
      group.clusters.flatMap((cluster) => group.changes.map((value) => ({ cluster, value }))),
    ),
  );
  return [
    {
      ...rest,
      ...(replicas === undefined ? {} : { replicas }),
      cells,
      diffs: groupChanges(
        [...changes].sort(
          (a, b) => compareText(a.cluster, b.cluster) || compareText(a.value.path, b.value.path),
        ),
      ),
      manifests: grouped(byCluster(manifests)).map(({ clusters, value }) => ({
        clusters,
        manifest: value,
      })),
      ...(decisions === undefined ? {} : { decisions }),
    },
  ];
}

function byCluster<Entry extends { readonly cluster: string }>(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => compareText(a.cluster, b.cluster));
}

/** What each stack has of its own is there as often as there are stacks, and shown once. */
function mergedOthers(plans: readonly FleetPlan[]): OtherChange[] {
  const all = new Map<string, OtherChange>();
  for (const { stack, others } of plans) {
    for (const other of others) {
      const key = other.urn.replace(`urn:pulumi:${stack}::`, "urn:pulumi:::");
      if (!all.has(key)) all.set(key, other);
    }
  }
  // As one stack would have them, whatever shards are called.
  return [...all].sort(([a], [b]) => compareText(a, b)).map(([, other]) => other);
}

function mergedWarnings(plans: readonly FleetPlan[]): PlanWarning[] {
  const seen = new Set<string>();
  return plans
    .flatMap(({ warnings }) => warnings)
    .filter(({ message }) => !seen.has(message) && seen.add(message));
}
