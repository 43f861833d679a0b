import { count, messageOf } from "../../core/plain/text";
import { runPreview } from "../engine/engineOperation";
import { toPlan } from "../engine/preview";
import { CommandFailure } from "../options/commandFailure";
import { tell } from "../terminal/output";
import { type Ended, someAtATime } from "./someAtATime";
import type { ShardStack } from "./shardStacks";
import { type UpdatedShard, updateShard } from "./shardUpdate";

/** An update of several shards. */
export interface ShardsUpdate {
  readonly shards: readonly ShardStack[];
  readonly directory: string | undefined;
  readonly words: readonly string[];
  readonly signal: AbortSignal;
  readonly parallel: number;
  /** After more failures than this no other shard begins. */
  readonly maxFailures: number;
  /** What all shards must divide. @default what the first one's preview says */
  readonly division: string | undefined;
  readonly isAlone: boolean;
}

/**
 * Updates shards, so many at a time, and again while a staged update comes further by that. Gives the exit code: 1
 * where one failed or did not begin.
 */
export async function upShards(update: ShardsUpdate): Promise<number> {
  const { shards, signal } = update;
  const division = update.division ?? (await divisionOf(update));
  let left = shards;
  for (let pass = 1; ; pass += 1) {
    if (pass > 1) await tell(`pass ${pass}: what is staged may go further\n`);
    const ended = await someAtATime(left, update, (shard) => one({ ...update, division }, shard));
    await tell(notStarted(left, ended));
    if (signal.aborted)
      throw new CommandFailure("interrupted; what was done is in the shards' states");
    const failed = ended.filter(({ kind }) => kind !== "done").length;
    if (failed > 0) {
      await tell(`kubefed: ${count(failed, "shard")} of ${shards.length} not updated\n`);
      return 1;
    }
    left = nextOf(left, ended);
    if (left.length === 0) return 0;
  }
}

function notStarted(shards: readonly ShardStack[], ended: readonly Ended<UpdatedShard>[]): string {
  const names = shards.filter((_, at) => ended[at]?.kind === "not-started");
  return names.map(({ name }) => `${name}: not started\n`).join("");
}

/** Those whose staged update may go further, because something was written; none where nothing was. */
function nextOf(
  shards: readonly ShardStack[],
  ended: readonly Ended<UpdatedShard>[],
): readonly ShardStack[] {
  const results = ended.map((end) => (end.kind === "done" ? end.result : undefined));
  if (!results.some((result) => result?.hasChanged === true)) return [];
  return shards.filter((_, at) => results[at]?.isOpen === true);
}

async function one(
  { directory, words, signal, division, isAlone }: ShardsUpdate,
  shard: ShardStack,
): Promise<UpdatedShard> {
  const start = Date.now();
  const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
  try {
    await tell(`${shard.name}: begins\n`);
    const given = { shard, directory, words, signal, division, isAlone };
    const done = await updateShard(given);
    await tell(`${shard.name}: ${done.did} in ${seconds()}\n`);
    return done;
  } catch (error) {
    await tell(`${shard.name}: failed after ${seconds()}: ${messageOf(error)}\n`);
    throw error;
  }
}

/** What the first shard's program divides; with one shard there is nobody to differ from. */
export async function divisionOf(
  of: Pick<ShardsUpdate, "directory" | "shards" | "signal" | "words">,
): Promise<string | undefined> {
  const { shards, directory, words, signal } = of;
  const [first] = shards;
  if (first === undefined || shards.length < 2) return undefined;
  const preview = await runPreview({ stack: first.stack, directory, words, signal });
  const { shard } = toPlan(preview);
  if (shard === undefined) {
    throw new CommandFailure(
      `the program in stack "${first.stack}" is no shard: it has to read its clusters by clustersFromStack(fleet, output, { shard: "${first.name}" })`,
    );
  }
  await tell(`${first.name} divides the fleet as ${shard.division} says; all shards have to\n`);
  return shard.division;
}
