import { isPlainObject } from "../../core/plain/plainObject";

/** An expression of a TypeScript program, to be laid out by `printCode`. */
export type Code =
  | { readonly sort: "raw"; readonly text: string }
  | { readonly sort: "text"; readonly value: string }
  | { readonly sort: "list"; readonly items: readonly Code[] }
  | { readonly sort: "map"; readonly entries: readonly (readonly [key: string, value: Code])[] }
  | { readonly sort: "call"; readonly callee: string; readonly args: readonly Code[] };

/** Code that is written as it stands, on one line. */
export function raw(text: string): Code {
  return { sort: "raw", text };
}

/** A call, or a `new` with its class. */
export function call(callee: string, ...args: readonly Code[]): Code {
  return { sort: "call", callee, args };
}

/** A map of code; entries without a value are left out. */
export function mapOf(entries: Readonly<Record<string, Code | undefined>>): Code {
  const given = Object.entries(entries).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return { sort: "map", entries: given };
}

/** Plain data as code; `change` may put other code in the place of any value. */
export function codeOf(
  value: unknown,
  change: (value: unknown, path: readonly string[]) => Code | undefined = () => undefined,
  path: readonly string[] = [],
): Code {
  const changed = change(value, path);
  if (changed !== undefined) return changed;
  if (typeof value === "string") return { sort: "text", value };
  if (Array.isArray(value)) {
    return {
      sort: "list",
      items: value.map((item, index) => codeOf(item, change, [...path, String(index)])),
    };
  }
  if (isPlainObject(value)) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return {
      sort: "map",
      entries: entries.map(([key, each]) => [key, codeOf(each, change, [...path, key])] as const),
    };
  }
  return raw(String(value));
}
