import { hostname } from "node:os";
import { runPulumi } from "../../adapters/pulumi/command";
import { mapAt } from "../../core/plain/fields";
import { count, messageOf } from "../../core/plain/text";
import { lockText, stackLocks, type StackLock } from "../../core/shards/locks";
import { divisionVariable } from "../../core/shards/divisionDigest";
import { parseRecord } from "../../core/stages/record";
import { ownType, parseUrn } from "../../core/kinds/urn";
import type { EngineEvents } from "../../report/plan/engineEvents";
import { isMemory } from "../../report/plan/fleetPlan";
import { stepAction } from "../../report/plan/planCell";
import { type EngineRequest, runUpdate } from "../engine/engineOperation";
import { CommandFailure } from "../options/commandFailure";
import { tell } from "../terminal/output";
import type { ShardStack } from "./shardStacks";

/** How the update of a shard is run; the one place that says what an update is. */
export type RunUpdate = (request: EngineRequest) => Promise<EngineEvents>;

/** The update of one shard. */
export interface ShardUpdate {
  readonly shard: ShardStack;
  readonly directory: string | undefined;
  /** More words for `pulumi`. */
  readonly words: readonly string[];
  readonly signal: AbortSignal;
  /** What all shards must divide. @default nobody compares */
  readonly division: string | undefined;
  /** Whether the platform lets nothing else run this shard, so that a lock that is there is dead. */
  readonly isAlone: boolean;
}

/** What an update of a shard did. */
export interface UpdatedShard {
  /** In words, such as `2 created, 1 updated`, or `unchanged`. */
  readonly did: string;
  readonly hasChanged: boolean;
  /** Whether a staged update of it has not come to its end. */
  readonly isOpen: boolean;
}

/**
 * Updates one shard. A lock that a dead process left is cancelled, once, and only where it is known to be dead: its
 * process was on this machine and is gone, or the platform lets nothing else run the shard.
 */
export async function updateShard(
  update: ShardUpdate,
  run: RunUpdate = runUpdate,
): Promise<UpdatedShard> {
  const { shard, directory, words, signal, division } = update;
  const request: EngineRequest = {
    stack: shard.stack,
    directory,
    words,
    signal,
    isQuiet: true,
    env: division === undefined ? {} : { [divisionVariable]: division },
  };
  try {
    return whatWasDone(await run(request));
  } catch (error) {
    const locks = stackLocks(messageOf(error));
    if (signal.aborted || locks.length === 0) throw error;
    const living = update.isAlone ? [] : locks.filter((lock) => !isDead(lock));
    if (living.length > 0) {
      const owners = living.map(lockText).join("; ");
      throw new CommandFailure(
        `stack "${shard.stack}" is locked by ${owners}; wait for that update to end, or, where its process is gone, run pulumi cancel --stack ${shard.stack}`,
      );
    }
    await tell(
      `${shard.name}: cancels the lock of a dead update: ${locks.map(lockText).join("; ")}\n`,
    );
    await cancel(shard.stack, directory);
    return whatWasDone(await run(request));
  }
}

function isDead({ host, pid }: StackLock): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // Anything else means that there is one, and that it is not ours to signal.
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

async function cancel(stack: string, directory: string | undefined): Promise<void> {
  const { code, errors } = await runPulumi({
    words: ["cancel", "--yes", "--non-interactive", "--stack", stack],
    directory,
    onLine: () => undefined,
  });
  if (code !== 0) throw new CommandFailure(`the lock of "${stack}" cannot be cancelled: ${errors}`);
}

function whatWasDone({ steps, componentOutputs }: EngineEvents): UpdatedShard {
  const actions = steps
    .filter((step) => (step.new ?? step.old)?.isCustom === true && !isMemory(step))
    .map((step) => stepAction(step))
    .filter((action) => action !== "same");
  const names = [...new Set(actions)].sort();
  const did = names.map(
    (name) => `${count(actions.filter((each) => each === name).length, "resource")} ${past[name]}`,
  );
  const isOpen = [...componentOutputs].some(
    ([urn, outputs]) =>
      ownType(parseUrn(urn).type) === "kubefed:index:StagedUpdateStrategy" &&
      Object.values(parseRecord(mapAt(outputs, "record")).clusters).some(
        ({ coming }) => coming !== undefined,
      ),
  );
  return {
    did: did.length === 0 ? "unchanged" : did.join(", "),
    hasChanged: did.length > 0,
    isOpen,
  };
}

const past = {
  create: "created",
  delete: "deleted",
  release: "released",
  replace: "replaced",
  same: "unchanged",
  update: "updated",
} as const;
