import { runPulumi } from "../../adapters/pulumi/command";
import { plainText } from "../../core/plain/plainText";
import { type DeclaredFleet, declaredFleet } from "../../report/status/declaredFleet";
import { CommandFailure } from "../options/commandFailure";
import type { StackArguments } from "../options/stackOptions";

/**
 * Reads what the stack's state says about its federated objects. Secrets are decrypted by pulumi into
 * this process's memory, for the clusters' credentials, and go nowhere else.
 */
export async function readDeclaredFleet(given: StackArguments): Promise<DeclaredFleet> {
  return declaredFleet(await exportState(given));
}

/** The stack's state as `pulumi stack export` gives it, secrets decrypted. */
export async function exportState(given: StackArguments): Promise<unknown> {
  const words = ["export", "--show-secrets"];
  const text = await runStackCommand(given, words, "the stack's state cannot be read");
  return JSON.parse(text);
}

/** Runs `pulumi stack …` and gives what it prints; throws a CommandFailure that begins with `failure`. */
export async function runStackCommand(
  { stack, cwd }: StackArguments,
  words: readonly string[],
  failure: string,
): Promise<string> {
  const lines: string[] = [];
  const { code, errors } = await runPulumi({
    words: [
      "stack",
      ...words,
      "--non-interactive",
      ...(stack === undefined ? [] : ["--stack", stack]),
    ],
    directory: cwd,
    onLine: (line) => lines.push(line),
  });
  if (code !== 0) {
    const why = plainText(errors)
      .trim()
      .replace(/^error: /, "");
    throw new CommandFailure(`${failure}: ${why}`);
  }
  return lines.join("\n");
}
