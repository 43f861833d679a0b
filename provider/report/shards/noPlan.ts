import type { FleetPlan } from "../plan/model";

/** A line for each shard that a plan of a whole fleet lacks: its clusters, and why. */
export function noPlanLines({ shards = [] }: Pick<FleetPlan, "shards">): string[] {
  return shards.flatMap(({ name, clusters, problem }) => {
    if (problem === undefined) return [];
    const on = clusters.length === 0 ? "" : ` (${clusters.join(", ")})`;
    return [`  shard ${name}${on}: ${problem.replace(/\n/g, "\n    ")}`];
  });
}
