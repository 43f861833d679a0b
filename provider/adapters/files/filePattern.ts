import type * as minimatch from "minimatch";

/**
 * A test for paths by a shell's pattern: `*` and `?` stay within one part of the path and do not match
 * a leading dot, `**` matches any parts, `[a-z]` and `[!a-z]` one character, `{a,b}` alternatives, `\`
 * takes what follows as it is. A leading `./` is as none, in the pattern and in the path.
 */
export function filePattern(pattern: string): (path: string) => boolean {
  const rules = { noext: true, nonegate: true, nocomment: true, platform: "linux" } as const;
  // Loaded when there is a pattern: few programs have one.
  const { Minimatch } = require("minimatch") as typeof minimatch;
  const matcher = new Minimatch(withoutDot(pattern), rules);
  return (path) => matcher.match(withoutDot(path));
}

/**
 * The folder that all matches of a pattern are below, `""` for the working directory; undefined where
 * there is nothing to match with.
 */
export function literalFolder(pattern: string): string | undefined {
  const special = pattern.search(/[*?[{\\]/);
  if (special === -1) return undefined;
  const end = pattern.lastIndexOf("/", special);
  return end === 0 ? "/" : pattern.slice(0, Math.max(0, end));
}

function withoutDot(path: string): string {
  return path.replace(/^(?:\.\/)+/, "");
}
