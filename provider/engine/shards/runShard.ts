/*
 * A stack that is a shard of a larger fleet: what it divides, and what it knows of the other shards.
 */

import * as pulumi from "@pulumi/pulumi";
import { divisionDigest } from "../../core/shards/divisionDigest";
import type { ShardStages } from "../../core/shards/stageRecords";
import { hasRealEngine } from "../engine";
import { hasEnded, holdingOpen } from "../programEnd";
import { currentRun, type RunShard } from "../run";
import { hasStages, stagesState } from "../stages/stagesState";
import { stateOfStack } from "../state/stackState";
import { refusal } from "../program";

/** What a program says of the shard that its stack is. */
export interface GivenShard {
  readonly name: string;
  /** All shards of the fleet. */
  readonly all: readonly string[];
  readonly salt: string | undefined;
}

/**
 * Lets a run know that its stack is a shard. Throws a RunError where the stack is not called after it, because the
 * other shards' stacks are found by their names, or where the run is another shard already.
 */
export function beginShard({ name, all, salt }: GivenShard): void {
  const run = currentRun();
  if (run.shard !== undefined) {
    throw refusal(
      `clustersFromStack: this program reads the clusters of shard "${run.shard.name}" already; a stack is one shard`,
    );
  }
  const stack = pulumi.getStack();
  if (!stack.endsWith(name)) {
    throw refusal(
      `clustersFromStack: shard "${name}" is in stack "${stack}"; a stack is called after its shard, "${name}" or "prod-${name}", so that the other shards' stacks can be found`,
    );
  }
  const stem = stack.slice(0, -name.length);
  // A unit test's mocks may have no organization, and other stacks are not read there.
  const organization = hasRealEngine() ? pulumi.getOrganization() : "organization";
  const where = `${organization}/${pulumi.getProject()}`;
  const others = all.filter((each) => each !== name);
  let decide: (division: string) => void = () => undefined;
  const division = new Promise<string>((resolve) => {
    decide = resolve;
  });
  const shard: RunShard = {
    name,
    others: Object.fromEntries(others.map((each) => [each, `${where}/${stem}${each}`])),
    salt,
    divided: [],
    division,
    decide,
    decided: undefined,
    isConcluding: false,
    states: new Map(),
  };
  run.shard = shard;
  new ShardDivision(shard);
  if (hasRealEngine()) decideAtEnd(shard);
}

/** Keeps in the stack's state what the program divides over the fleet, for whoever compares shards. */
class ShardDivision extends pulumi.ComponentResource {
  constructor(shard: RunShard) {
    super("kubefed:index:ShardDivision", "shard", {});
    this.registerOutputs({ shard: shard.name, division: shard.division });
  }
}

/** A program that puts nothing anywhere has ended without a division; then there is none to wait for. */
function decideAtEnd(shard: RunShard): void {
  void holdingOpen(async () => {
    await hasEnded();
    if (shard.divided.length === 0) shard.decide(divisionDigest([]));
  });
}

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
