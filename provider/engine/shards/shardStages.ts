/*
 * A stack that is a shard of a larger fleet: what it divides, and what it knows of the other shards.
 */

import type { ShardStages } from "../../core/shards/stageRecords";
import type { RunShard } from "../run";
import { hasStages, stagesState } from "../stages/stagesState";
import { stateOfStack } from "../state/stackState";

/** By shard: what its stack keeps of a strategy; absent where it keeps nothing. Rejects where nobody knows. */
export async function otherStages(
  { others, states }: RunShard,
  strategy: string,
): Promise<Readonly<Record<string, ShardStages>>> {
  const all = await Promise.all(
    Object.entries(others).map(async ([shard, stack]): Promise<[string, ShardStages][]> => {
      const read = states.get(stack) ?? stateOfStack(stack);
      states.set(stack, read);
      const state = await read;
      if (state === undefined || !hasStages(state, strategy)) return [];
      const { record, attempts } = stagesState(state, strategy);
      return [[shard, { record, attempts }]];
    }),
  );
  return Object.fromEntries(all.flat());
}
