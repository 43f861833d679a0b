import { runPulumi } from "../../adapters/pulumi/command";
import { isPlainObject } from "../../core/plain/plainObject";
import { compareText, textOf } from "../../core/plain/text";
import { declaredFleet } from "../../report/status/declaredFleet";
import type { CompletedValue } from "../options/completedValue";

/** How long a person who has pressed a key waits at most. */
const deadlineMs = 5_000;

/**
 * The names that a person may be about to write, sorted: the project's stacks, or the clusters and objects
 * of a stack's state. None where pulumi cannot say. Secrets stay encrypted.
 */
export async function knownNames({ what, stack, cwd }: CompletedValue): Promise<string[]> {
  if (what === "stack") {
    const stacks = await answerOf(["stack", "ls", "--json"], cwd);
    return sorted((Array.isArray(stacks) ? stacks : []).filter(isPlainObject).map(nameIn));
  }
  const of = stack === undefined ? [] : ["--stack", stack];
  const { objects } = declaredFleet(await answerOf(["stack", "export", ...of], cwd));
  return sorted(
    objects.map(({ title, cluster }) => (what === "cluster" ? cluster : title.replace(" ", "/"))),
  );
}

function nameIn({ name }: Readonly<Record<string, unknown>>): string {
  return textOf(name);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => name !== "").sort(compareText);
}

/** What a command of pulumi prints as JSON; undefined where it fails or takes too long. */
async function answerOf(words: readonly string[], directory: string | undefined): Promise<unknown> {
  const lines: string[] = [];
  try {
    const { code } = await runPulumi({
      words: [...words, "--non-interactive"],
      ...(directory === undefined ? {} : { directory }),
      onLine: (line) => lines.push(line),
      signal: AbortSignal.timeout(deadlineMs),
    });
    return code === 0 ? JSON.parse(lines.join("\n")) : undefined;
  } catch {
    return undefined;
  }
}
