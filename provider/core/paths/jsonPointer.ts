/*
 * Paths into objects, in the three ways in which people write them, and editing along them without touching
 * what was given.
 */

import { ownValue } from "../plain/ownKey";
import { isPlainObject } from "../plain/plainObject";

const badEscape = /~(?![01])/;
const listIndex = /^(0|[1-9][0-9]*)$/;

/**
 * The keys that a JSON pointer names, in order, with `~1` read as `/` and `~0` as `~`; `""` is the
 * whole document. Gives `undefined` for text that is no pointer: without a leading slash, or with a
 * `~` that is followed by neither 0 nor 1. Source: RFC 6901, sections 3 and 4.
 *
 * @example
 * parsePointer("/metadata/annotations/kubernetes.io~1ingress.class")
 * //=> ["metadata", "annotations", "kubernetes.io/ingress.class"]
 */
export function parsePointer(pointer: string): string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/") || badEscape.test(pointer)) return undefined;
  return pointer.slice(1).split("/").map(unescapeToken);
}

/**
 * The JSON pointer of keys; the opposite of `parsePointer`.
 *
 * @example
 * formatPointer(["metadata", "labels", "a/b"])
 * //=> "/metadata/labels/a~1b"
 */
export function formatPointer(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replace(/~/g, "~0").replace(/\//g, "~1")}`).join("");
}

/**
 * One part of a JSON pointer as the key that it stands for. An escape that RFC 6901 does not know is
 * kept as written, as KubeFed's library did.
 *
 * @example
 * unescapeToken("a~1b~01")
 * //=> "a/b~1"
 */
export function unescapeToken(token: string): string {
  // In the other order "~01" would become "/" instead of "~1".
  return token.replace(/~1/g, "/").replace(/~0/g, "~");
}

/**
 * The value at a place, or `undefined` where there is none. Looks at own keys only, so `__proto__`
 * and `constructor` are keys like any other, and never into an opaque leaf.
 *
 * @example
 * valueAt({ spec: { ports: [{ port: 80 }] } }, ["spec", "ports", "0", "port"])
 * //=> 80
 */
export function valueAt(document: unknown, tokens: readonly string[]): unknown {
  let value = document;
  for (const token of tokens) {
    if (Array.isArray(value)) value = listIndex.test(token) ? value[Number(token)] : undefined;
    else if (isPlainObject(value)) value = ownValue(value, token);
    else return undefined;
  }
  return value;
}
