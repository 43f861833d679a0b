import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where Node finds what `leanLoading.ts` says; nothing where this runs from its sources. */
const leanLoading = join(__dirname, "leanLoading.js");

/**
 * The variables that let the engine's own Node processes - the program, the host of dynamic resources - load
 * less: `NODE_OPTIONS` with one `--require` added to what it has.
 *
 * @example
 * leanEnv({ NODE_OPTIONS: "--no-warnings" }, "/dev/null")
 * //=> { NODE_OPTIONS: '--no-warnings --require "/dev/null"' }
 */
export function leanEnv(
  { NODE_OPTIONS: given = "" }: Readonly<Record<string, string | undefined>>,
  preload: string = leanLoading,
): Record<string, string> {
  // Node reads these words as a shell would: what is quoted is one.
  const word = `--require "${preload.replace(/["\\]/g, "\\$&")}"`;
  if (!existsSync(preload) || given.includes(word)) return {};
  return { NODE_OPTIONS: [given, word].filter((each) => each !== "").join(" ") };
}
