import { runPulumi } from "../../adapters/pulumi/command";
import { plainText } from "../../core/plain/plainText";
import { type DeclaredFleet, declaredFleet } from "../../report/status/declaredFleet";
import { CommandFailure } from "../options/commandFailure";
import type { StackArguments } from "../options/stackOptions";

/**
 * Reads what the stack's state says about its federated objects. Secrets are decrypted by pulumi into
 * this process's memory, for the clusters' credentials, and go nowhere else.
 */
export async function readDeclaredFleet({ stack, cwd }: StackArguments): Promise<DeclaredFleet> {
  const lines: string[] = [];
  const { code, errors } = await runPulumi({
    words: [
      "stack",
      "export",
      "--show-secrets",
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
    throw new CommandFailure(`the stack's state cannot be read: ${why}`);
  }
  return declaredFleet(JSON.parse(lines.join("\n")));
}
