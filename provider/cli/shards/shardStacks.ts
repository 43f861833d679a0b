/*
 * A fleet in shards, for the command line: which stacks it is, and what runs them.
 */

import { mapAt, mapsAt, textsOf } from "../../core/plain/fields";
import { compareText, textOf } from "../../core/plain/text";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { compareShards } from "../../core/shards/assignShards";
import { runStackCommand } from "../engine/stackState";
import { CommandFailure } from "../options/commandFailure";

/** A shard of a fleet, and the stack that it is. */
export interface ShardStack {
  readonly name: string;
  readonly stack: string;
  readonly clusters: readonly string[];
}

/** Which fleet is meant, and how its shards' stacks are called. */
export interface FleetArguments {
  readonly fleet: string;
  readonly prefix: string;
  readonly only: readonly string[] | undefined;
  readonly cwd: string | undefined;
}

/**
 * The shards that a fleet's stack remembers. Throws a CommandFailure where it has none, or one that `only` names
 * is none of them.
 */
export async function readShards(given: FleetArguments): Promise<ShardStack[]> {
  const { fleet, prefix, only, cwd } = given;
  const failure = `the state of the fleet's stack "${fleet}" cannot be read`;
  const exported: unknown = JSON.parse(
    await runStackCommand({ stack: fleet, cwd }, ["export"], failure),
  );
  const shards = shardsIn(exported);
  if (shards.size === 0) {
    throw new CommandFailure(
      `stack "${fleet}" has no shards: export its clusters by exportClusters(clusters, { shards: {} }) and update it`,
    );
  }
  const names = [...shards.keys()].sort(compareShards);
  const unknown = (only ?? []).filter((name) => !shards.has(name));
  if (unknown.length > 0)
    throw new CommandFailure(
      `--only: no shard "${unknown.join('", "')}"; known: ${names.join(", ")}`,
    );
  return names
    .filter((name) => only === undefined || only.includes(name))
    .map((name) => ({
      name,
      stack: `${prefix}${name}`,
      clusters: [...(shards.get(name) ?? [])].sort(compareText),
    }));
}

/** The shards in what `pulumi stack export` gives. */
function shardsIn(exported: unknown): ReadonlyMap<string, readonly string[]> {
  const resources = mapsAt(mapAt(exported, "deployment"), "resources");
  const own = resources.find(
    ({ urn }) => ownType(parseUrn(textOf(urn)).type) === "kubefed:index:FleetShards",
  );
  const shards = new Map<string, string[]>();
  for (const [cluster, shard] of Object.entries(textsOf(mapAt(own, "outputs", "shards"))))
    shards.set(shard, [...(shards.get(shard) ?? []), cluster]);
  return shards;
}
