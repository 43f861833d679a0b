import { runPulumi } from "../../adapters/pulumi/command";
import { isPlainObject } from "../../core/plain/plainObject";
import { plainText } from "../../core/plain/plainText";
import { textOf } from "../../core/plain/text";
import { CommandFailure } from "../options/commandFailure";
import { tell } from "../terminal/output";
import type { ShardStack } from "./shardStacks";

/**
 * Makes the stacks of shards that have none yet, each with the configuration of the first shard that has one, and with
 * `shard` beside.
 */
export async function createStacks(
  shards: readonly ShardStack[],
  directory: string | undefined,
): Promise<void> {
  const listed = await pulumi(directory, ["stack", "ls", "--json"]);
  const found: unknown = JSON.parse(listed);
  const names = new Set(
    (Array.isArray(found) ? found : [])
      .filter(isPlainObject)
      .map(({ name }) => textOf(name).split("/").at(-1) ?? ""),
  );
  const model = shards.find(({ stack }) => names.has(stack));
  for (const { name, stack } of shards) {
    if (names.has(stack)) continue;
    const copied = model === undefined ? [] : ["--copy-config-from", model.stack];
    await pulumi(directory, ["stack", "init", stack, "--no-select", ...copied]);
    await pulumi(directory, ["config", "set", "shard", name, "--stack", stack]);
    await tell(`${name}: stack ${stack} is made\n`);
  }
}

async function pulumi(directory: string | undefined, words: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const { code, errors } = await runPulumi({
    words: [...words, "--non-interactive"],
    directory,
    onLine: (line) => lines.push(line),
  });
  if (code !== 0)
    throw new CommandFailure(`pulumi ${words.join(" ")}: ${plainText(errors).trim()}`);
  return lines.join("\n");
}
