import { ownValue } from "../../core/plain/ownKey";

/** What a person is about to name. */
export interface CompletedValue {
  readonly what: "stack" | "cluster" | "object";
  /** The stack and the folder that the words before say. */
  readonly stack: string | undefined;
  readonly cwd: string | undefined;
}

/** Commands that work on a stack; others have clusters of another kind. */
const commands = ["plan", "up", "explain", "status", "reconcile", "shards"];
const valued: Readonly<Record<string, CompletedValue["what"]>> = {
  "--stack": "stack",
  "-s": "stack",
  "--fleet": "stack",
  "--cluster": "cluster",
  "--object": "object",
};
/** Options that take the next word. */
const takingOne = ["--stack", "-s", "--cwd", "-C", "--object", "--selector", "-l", "--format"];

/**
 * What the last of a command line's words is the beginning of, where a stack knows it; undefined for
 * commands, options and all other values.
 *
 * @example
 * completedValue(["status", "--stack", "prod", "--cluster", "eu"])
 * //=> { what: "cluster", stack: "prod", cwd: undefined }
 */
export function completedValue(words: readonly string[]): CompletedValue | undefined {
  const [command = "", ...rest] = words;
  const before = rest.slice(0, -1);
  if (!commands.includes(command) || rest.length === 0 || before.includes("--")) return undefined;
  const what = isOption(rest.at(-1) ?? "") ? undefined : whatAfter(command, before);
  if (what === undefined) return undefined;
  return { what, stack: valueIn(before, "--stack", "-s"), cwd: valueIn(before, "--cwd", "-C") };
}

function whatAfter(command: string, before: readonly string[]): CompletedValue["what"] | undefined {
  const previous = before.at(-1) ?? "";
  const named = ownValue(valued, previous);
  if (named !== undefined) return named;
  if (takingOne.includes(previous)) return undefined;
  // It takes all words up to the next option.
  const last = before.filter(isOption).at(-1);
  if (last === "--cluster") return "cluster";
  const isFirst = before.every(
    (word, at) => isOption(word) || takingOne.includes(before[at - 1] ?? ""),
  );
  return command === "explain" && isFirst ? "object" : undefined;
}

function isOption(word: string): boolean {
  return word.startsWith("-");
}

function valueIn(words: readonly string[], ...options: readonly string[]): string | undefined {
  const at = words.map((word) => options.includes(word)).lastIndexOf(true);
  return at === -1 ? undefined : words[at + 1];
}
