/**
 * A test for paths by a shell's pattern: `*` and `?` stay within one part of the path and do not match
 * a leading dot, `**` matches any parts, `[a-z]` and `[!a-z]` one character, `{a,b}` alternatives, `\`
 * takes what follows as it is. A leading `./` is as none, in the pattern and in the path.
 */
export function filePattern(pattern: string): (path: string) => boolean {
  const expression = new RegExp(`^${toExpression(withoutDot(pattern))}$`);
  return (path) => expression.test(withoutDot(path));
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

const tokens = /\*\*\/|\*\*|\*|\?|\[[!^]?\]?[^\]]*\]|\\.|[{},]|[^]/g;

/** What matches within one part of a path, and what begins a part. */
const wildcards: ReadonlyMap<string, string> = new Map([
  ["**", ".*"],
  ["*", "[^/]*"],
  ["?", "[^/]"],
]);

function toExpression(pattern: string): string {
  let depth = 0;
  let isStart = true;
  const parts = (pattern.match(tokens) ?? []).map((token) => {
    const hidden = isStart ? "(?!\\.)" : "";
    isStart = token === "/" || token === "**/";
    if (token === "**/") return "(?:(?!\\.)[^/]+/)*";
    const wildcard = wildcards.get(token) ?? characterClass(token);
    if (wildcard !== undefined) return `${hidden}${wildcard}`;
    const alternative = token === "{" || depth > 0 ? alternatives.get(token) : undefined;
    if (alternative === undefined) return quote(token);
    depth += alternative.deeper;
    return alternative.expression;
  });
  return parts.join("") + ")".repeat(depth);
}

const alternatives = new Map([
  ["{", { expression: "(?:", deeper: 1 }],
  ["}", { expression: ")", deeper: -1 }],
  [",", { expression: "|", deeper: 0 }],
]);

function characterClass(token: string): string | undefined {
  if (!token.startsWith("[") || token.length === 1) return undefined;
  return `[${token.slice(1, -1).replace(/^!/, "^").replace(/\\/g, "\\\\")}]`;
}

function quote(token: string): string {
  const character = token.startsWith("\\") && token.length > 1 ? token.slice(1) : token;
  return character.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

function withoutDot(path: string): string {
  return path.replace(/^(?:\.\/)+/, "");
}
