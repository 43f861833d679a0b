import { mapAt, mapsAt, textAt } from "../../core/plain/fields";
import { messageOf, textOf } from "../../core/plain/text";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { type RecordedStages, recordedUpdates } from "../../report/rollout/recordedStages";
import {
  type RolloutStatus,
  rolloutStatus,
  unprovenClusters,
} from "../../report/rollout/rolloutStatus";
import type { ShardStanding } from "../../report/shards/renderShards";
import { declaredFleet } from "../../report/status/declaredFleet";
import { exportState } from "../engine/stackState";
import { healthOf } from "../rollout/readRollout";
import { someAtATime } from "./someAtATime";
import type { ShardStack } from "./shardStacks";

/** How the shards of a fleet stand, and the staged updates over all of them. */
export interface ShardsStatus {
  readonly shards: readonly ShardStanding[];
  readonly rollouts: readonly RolloutStatus[];
}

/**
 * Reads how shards stand: from their stacks' states, and, of those clusters that have not proven what a staged update
 * gave them, from the clusters. A state that cannot be read is a shard that nobody knows of, never one without
 * anything.
 */
export async function readShardsStatus(
  shards: readonly ShardStack[],
  of: { readonly directory: string | undefined; readonly parallel: number },
): Promise<ShardsStatus> {
  const { parallel, directory } = of;
  const every = { parallel, maxFailures: Infinity };
  const read = await someAtATime(shards, every, ({ stack }) =>
    exportState({ stack, cwd: directory }),
  );
  const standings = shards.map((shard, at): ShardStanding => {
    const end = read[at];
    if (end?.kind === "done") return standing(shard, end.result);
    const why = end?.kind === "failed" ? messageOf(end.error) : "it was not asked";
    const isNew = /no stack named/.test(why);
    const state = isNew ? `no stack yet: kubefed shards up --create makes it` : `unknown: ${why}`;
    return { ...shard, state, isWrong: true };
  });
  const states = read.flatMap((end) => (end.kind === "done" ? [end.result] : []));
  return { shards: standings, rollouts: await rolloutsOf(states) };
}

function standing(shard: ShardStack, exported: unknown): ShardStanding {
  const deployment = mapAt(exported, "deployment");
  const resources = mapsAt(deployment, "resources");
  const own = resources.find(
    ({ urn }) => ownType(parseUrn(textOf(urn)).type) === "kubefed:index:ShardDivision",
  );
  const division = textAt(mapAt(own, "outputs"), "division");
  const { objects } = declaredFleet(exported);
  const isInterrupted = mapsAt(deployment, "pending_operations").length > 0;
  const state = isInterrupted
    ? "interrupted: an update was ended while it wrote"
    : own === undefined
      ? "never updated"
      : "updated";
  return {
    ...shard,
    objects: objects.length,
    ...(division === "" ? {} : { division }),
    state,
    isWrong: isInterrupted || own === undefined,
  };
}

/** Each strategy's update over all shards, as one stack's: each shard's record is about its own clusters. */
async function rolloutsOf(states: readonly unknown[]): Promise<RolloutStatus[]> {
  const all = states.map((state) => recordedUpdates(state));
  const names = new Set(all.flatMap(({ strategies }) => strategies.map((each) => each.strategy)));
  const isRunning = all.some((each) => each.isRunning);
  return Promise.all(
    [...names].sort().map(async (strategy) => {
      const parts = all.flatMap(({ strategies }) =>
        strategies.filter((each) => each.strategy === strategy),
      );
      return rolloutStatus({ strategy, isRunning, request: await requestOf(parts) });
    }),
  );
}

async function requestOf(parts: readonly RecordedStages[]) {
  const own = parts.map((part) => ({
    part,
    clusters: part.asked.clusters.filter(({ elsewhere }) => elsewhere === undefined),
  }));
  const [first] = parts;
  const entries = <Value>(
    of: (part: RecordedStages) => Readonly<Record<string, Value | undefined>>,
  ) =>
    Object.fromEntries(
      own.flatMap(({ part, clusters }) =>
        clusters.flatMap(({ name }): [string, Value][] => {
          const value = of(part)[name];
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    );
  const request = {
    strategy: first?.asked.strategy ?? { stages: [] },
    clusters: own.flatMap(({ clusters }) => clusters),
    replicas: entries(({ asked }) => asked.replicas),
    wanted: entries(({ asked }) => asked.wanted),
    record: {
      ...(first?.record ?? {}),
      clusters: entries(({ record }) => record.clusters),
      ...(parts.some(({ record }) => record.paused === true) ? { paused: true as const } : {}),
    },
    attempts: entries(({ attempts }) => attempts),
    now: Date.now(),
    approvals: parts.flatMap(({ record }) => record.approved ?? []),
    health: {},
  };
  const unproven = unprovenClusters(request);
  const found = await Promise.all(
    own.map(({ part, clusters }) =>
      healthOf(
        part,
        clusters.map(({ name }) => name).filter((name) => unproven.includes(name)),
      ),
    ),
  );
  return { ...request, health: Object.assign({}, ...found) as Record<string, string> };
}
