import type { MemberCluster } from "../../core/model";
import { CommandFailure } from "./commandFailure";

/**
 * Reads member clusters from words such as `eu-west` or `eu-west:tier=prod,region=eu`. Tells all words
 * that are none.
 */
export function parseClusters(words: readonly string[]): MemberCluster[] {
  const problems: string[] = [];
  const clusters = words.map((word): MemberCluster => {
    const [name, rest] = splitOnce(word, ":");
    const labels = (rest ?? "").split(",").filter((pair) => pair !== "");
    const entries = labels.map((pair) => splitOnce(pair, "="));
    if (name === "" || entries.some(([key, value]) => key === "" || value === undefined)) {
      problems.push(`--cluster "${word}": allowed: NAME or NAME:LABEL=VALUE,LABEL=VALUE`);
    }
    return {
      name,
      labels: Object.fromEntries(entries.map(([key, value]) => [key, value ?? ""])),
    };
  });
  if (problems.length > 0) throw new CommandFailure(problems.join("\n"));
  return clusters;
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
