import { notPlain } from "../paths/editProblem";
import { forbiddenPath, forbiddenPaths } from "./forbiddenPaths";
import type { Issue } from "../issue";
import { ownValue } from "../plain/ownKey";
import { isPlainObject } from "../plain/plainObject";
import { formatPointer, parsePointer } from "../paths/jsonPointer";
import type { KubeObject } from "../model";
import { formatPropertyPath } from "../paths/propertyPath";

/**
 * All that can be known to be wrong with a merge without the object: it is no map, or it sets one of
 * the fields that no override may set (`forbiddenPaths`). Paths of the issues begin with `path`.
 *
 * @example
 * validateMerge({ metadata: { name: "other" } }, "overrides[0].merge").map(({ path }) => path)
 * //=> ["overrides[0].merge.metadata.name"]
 */
export function validateMerge(merge: unknown, path: string): Issue[] {
  if (!isPlainObject(merge)) return [notPlain(path, "a map with the fields to change")];
  const touched = new Map(
    Object.keys(forbiddenPaths).flatMap((pointer) => {
      const tokens = touchedBy(merge, parsePointer(pointer) ?? []);
      return tokens === undefined ? [] : [[formatPointer(tokens), tokens]];
    }),
  );
  return [...touched.values()].flatMap((tokens) => {
    const problem = forbiddenPath({ tokens, form: "pointer" });
    return problem === undefined
      ? []
      : [{ ...problem, path: `${path}.${formatPropertyPath(tokens)}` }];
  });
}

/** How far a merge follows a path before it sets something; `undefined` where it does not. */
function touchedBy(merge: KubeObject, path: readonly string[]): readonly string[] | undefined {
  let map = merge;
  for (const [depth, token] of path.entries()) {
    const value = ownValue(map, token);
    if (value === undefined) return undefined;
    if (!isPlainObject(value)) return path.slice(0, depth + 1);
    map = value;
  }
  return path;
}
