import { alignedLines, count } from "../../core/plain/text";
import type { TextStyle } from "../text/paint";

/** How a shard stands, from its stack's state. */
export interface ShardStanding {
  readonly name: string;
  readonly stack: string;
  readonly clusters: readonly string[];
  /** Objects on its clusters; absent where its state is not known. */
  readonly objects?: number;
  /** What its last update divided. */
  readonly division?: string;
  /** `level`; `never updated`; `interrupted`, an update was ended while it wrote; `unknown`, and why. */
  readonly state: string;
  /** Whether somebody has to look at it. */
  readonly isWrong: boolean;
}

/** Shards and their clusters as text. */
export function renderShardList(
  shards: readonly Pick<ShardStanding, "clusters" | "name" | "stack">[],
  { paint }: TextStyle,
): string {
  const lines = alignedLines([
    ["shard", "stack", "clusters", ""],
    ...shards.map(({ name, stack, clusters }) => [
      name,
      stack,
      String(clusters.length),
      shortList(clusters),
    ]),
  ]);
  const [head = "", ...rows] = lines;
  const all = shards.flatMap(({ clusters }) => clusters).length;
  const total = `${count(shards.length, "shard")}, ${count(all, "member cluster")}`;
  return `${[paint("title", head), ...rows, "", total].join("\n")}\n`;
}

/** How shards stand, as text, and whether they divide the same. */
export function renderShardStatus(shards: readonly ShardStanding[], { paint }: TextStyle): string {
  const lines = alignedLines([
    ["shard", "stack", "clusters", "objects", "division", "state"],
    ...shards.map(({ name, stack, clusters, objects, division = "", state }) => [
      name,
      stack,
      String(clusters.length),
      objects === undefined ? "" : String(objects),
      division,
      state,
    ]),
  ]);
  const [head = "", ...rows] = lines;
  const shown = rows.map((row, at) => (shards[at]?.isWrong === true ? paint("warning", row) : row));
  const differs = divisionsOf(shards).length > 1;
  const said = differs
    ? [
        "",
        paint(
          "warning",
          "The shards do not divide the same: some have not been updated by the last program or fleet.",
        ),
      ]
    : [];
  return `${[paint("title", head), ...shown, ...said].join("\n")}\n`;
}

/** What the shards' last updates divided, each once. */
export function divisionsOf(shards: readonly ShardStanding[]): string[] {
  return [...new Set(shards.flatMap(({ division }) => division ?? []))].sort();
}

const mostNames = 6;

function shortList(names: readonly string[]): string {
  const more = names.length - mostNames;
  const first = names.slice(0, mostNames).join(", ");
  return more > 0 ? `${first} and ${more} more` : first;
}
