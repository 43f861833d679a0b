import { compareText } from "../plain/text";
import { fnv1 } from "../replicas/kubefed/fnv1";

/**
 * What revisions are called together: 8 hexadecimal digits, the same whichever clusters have them. Undefined
 * where one of them is not known. The revisions are salted, so that nothing can be guessed from it.
 *
 * @example
 * [digestOf(["b", "a", "b"]) === digestOf(["a", "b"]), digestOf(["a", undefined])]
 * //=> [true, undefined]
 */
export function digestOf(revisions: readonly (string | undefined)[]): string | undefined {
  const known = revisions.filter((each) => each !== undefined);
  if (known.length < revisions.length) return undefined;
  const all = [...new Set(known)].sort(compareText).join(" ");
  return fnv1(all).toString(16).padStart(8, "0");
}
