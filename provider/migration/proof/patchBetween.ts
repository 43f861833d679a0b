import { formatPointer } from "../../core/paths/jsonPointer";
import type { ClusterOverride, KubeObject } from "../../core/model";
import { differencesBetween } from "../../core/plain/differences";

/**
 * The JSON patch that makes one object of another: as few operations as there are places that differ,
 * no path twice. A list that changes its length is replaced as a whole.
 *
 * @example
 * patchBetween({ spec: { replicas: 3, paused: true } }, { spec: { replicas: 5 }, data: {} })
 * //=> [{ op: "add", path: "/data", value: {} }, { op: "remove", path: "/spec/paused" }, { path: "/spec/replicas", value: 5 }]
 */
export function patchBetween(before: KubeObject, after: KubeObject): ClusterOverride[] {
  return differencesBetween(before, after).map((difference) => {
    const path = formatPointer(difference.path.map(String));
    if (difference.after === undefined) return { op: "remove", path };
    const isNew = difference.before === undefined;
    return { ...(isNew ? { op: "add" as const } : {}), path, value: difference.after };
  });
}
