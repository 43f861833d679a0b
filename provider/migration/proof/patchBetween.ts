import { compareText, isPlainObject } from "../../core/issue";
import { formatPointer } from "../../core/paths/jsonPointer";
import type { ClusterOverride, KubeObject } from "../../core/model";

/**
 * The JSON patch that makes one object of another: as few operations as there are places that differ,
 * no path twice. A list that changes its length is replaced as a whole.
 *
 * @example
 * patchBetween({ spec: { replicas: 3, paused: true } }, { spec: { replicas: 5 }, data: {} })
 * //=> [{ op: "add", path: "/data", value: {} }, { op: "remove", path: "/spec/paused" }, { path: "/spec/replicas", value: 5 }]
 */
export function patchBetween(before: KubeObject, after: KubeObject): ClusterOverride[] {
  return between(before, after, []);
}

function between(before: unknown, after: unknown, path: readonly string[]): ClusterOverride[] {
  if (before === after) return [];
  if (isPlainObject(before) && isPlainObject(after)) return betweenMaps(before, after, path);
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => between(item, after[index], [...path, String(index)]));
  }
  return [{ path: formatPointer(path), value: after }];
}

function betweenMaps(
  before: KubeObject,
  after: KubeObject,
  path: readonly string[],
): ClusterOverride[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(compareText);
  return keys.flatMap((key): ClusterOverride[] => {
    const at = [...path, key];
    if (!Object.hasOwn(after, key)) return [{ op: "remove", path: formatPointer(at) }];
    if (!Object.hasOwn(before, key)) {
      return [{ op: "add", path: formatPointer(at), value: after[key] }];
    }
    return between(before[key], after[key], at);
  });
}
