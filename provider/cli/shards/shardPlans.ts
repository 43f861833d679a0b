import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { isPlainObject } from "../../core/plain/plainObject";
import { messageOf } from "../../core/plain/text";
import { type FleetPlan, fleetPlanVersion } from "../../report/plan/model";
import type { ShardPlan } from "../../report/shards/mergePlans";
import { previewWholeFleet } from "../engine/wholePreview";
import { someAtATime } from "./someAtATime";
import type { ShardStack } from "./shardStacks";

/** The plans in files of `kubefed plan --format json`; one that cannot be read is a shard without a plan. */
export function readShardPlans(files: readonly string[]): ShardPlan[] {
  return files.map((file) => {
    const name = basename(file).replace(/\.json$/, "");
    try {
      const plan: unknown = JSON.parse(readFileSync(file, "utf8"));
      return isFleetPlan(plan)
        ? { name, plan }
        : { name, problem: `"${file}" is not a document of kubefed plan --format json` };
    } catch (error) {
      return { name, problem: `"${file}" cannot be read: ${messageOf(error)}` };
    }
  });
}

function isFleetPlan(value: unknown): value is FleetPlan {
  return (
    isPlainObject(value) && value.format === "kubefed-plan" && value.version === fleetPlanVersion
  );
}

/** The plans of shards by previews, so many at a time; one that fails is a shard without a plan. */
export async function previewShards(
  shards: readonly ShardStack[],
  of: {
    readonly directory: string | undefined;
    readonly words: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly parallel: number;
  },
): Promise<ShardPlan[]> {
  const { parallel, ...request } = of;
  const all = { parallel, maxFailures: Infinity };
  const ended = await someAtATime(shards, all, ({ stack }) =>
    previewWholeFleet({ ...request, stack, isQuiet: shards.length > 1 }),
  );
  return shards.map(({ name, stack }, at) => {
    const end = ended[at];
    if (end?.kind === "done") return { name, stack, plan: end.result };
    const problem = end?.kind === "failed" ? messageOf(end.error) : "it was not previewed";
    return { name, stack, problem };
  });
}
