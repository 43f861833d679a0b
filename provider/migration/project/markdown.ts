import { oneLine } from "./shellWord";

/**
 * A block of code that nothing inside of it can end: its fence is longer than any run of backticks there.
 *
 * @example
 * codeBlock("sh", ["echo"])
 * //=> "```sh\necho\n```"
 */
export function codeBlock(language: string, lines: readonly string[]): string {
  const text = lines.join("\n");
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

/**
 * A text as code within a line, whatever backticks and line ends it has.
 *
 * @example
 * [inCode("ls"), inCode("a`b")]
 * //=> ["`ls`", "`` a`b ``"]
 */
export function inCode(text: string): string {
  const line = oneLine(text);
  const run = longestRun(line);
  if (run === 0) return `\`${line}\``;
  const fence = "`".repeat(run + 1);
  return `${fence} ${line} ${fence}`;
}

/** An item of a list: one line, in which nothing is an HTML tag. */
export function listItem(text: string): string {
  return `- ${oneLine(text).replace(/</g, "&lt;")}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
