import { mapAt } from "../../core/plain/fields";
import { count } from "../../core/plain/text";
import { divisionVariable } from "../../core/shards/divisionDigest";
import { parseRecord } from "../../core/stages/record";
import { ownType, parseUrn } from "../../core/kinds/urn";
import type { EngineEvents } from "../../report/plan/engineEvents";
import { isMemory } from "../../report/plan/fleetPlan";
import { stepAction } from "../../report/plan/planCell";
import { type EngineRequest, runUpdate } from "../engine/engineOperation";
import { takingLock } from "../engine/stackLock";
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

/** Updates one shard; a lock that a dead process left is taken away. */
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
  const lock = { name: shard.name, isAlone: update.isAlone };
  const said = await takingLock({ stack: shard.stack, cwd: directory }, () => run(request), lock);
  return whatWasDone(said);
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
