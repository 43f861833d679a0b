import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";
import { setOwn } from "../../core/plain/ownKey";
import { withApiDefaults } from "./apiDefaults";
import { isDeepEqual } from "./deepEqual";

/**
 * Fields that hardly anybody sets to their default on purpose. Those that a person may mean, such as
 * `replicas: 1`, are not among them: who says them enforces them.
 */
const plainFields = new Set([
  "completionMode",
  "concurrencyPolicy",
  "defaultMode",
  "dnsPolicy",
  "failedJobsHistoryLimit",
  "failureThreshold",
  "internalTrafficPolicy",
  "manualSelector",
  "periodSeconds",
  "persistentVolumeClaimRetentionPolicy",
  "podManagementPolicy",
  "podReplacementPolicy",
  "progressDeadlineSeconds",
  "protocol",
  "resources",
  "revisionHistoryLimit",
  "schedulerName",
  "scheme",
  "securityContext",
  "sessionAffinity",
  "successThreshold",
  "successfulJobsHistoryLimit",
  "terminationGracePeriodSeconds",
  "terminationMessagePath",
  "terminationMessagePolicy",
  "timeoutSeconds",
]);

/**
 * An object of a live API server without the defaults that say nothing; filled in again it is the same.
 *
 * @example
 * withoutPlainDefaults({ apiVersion: "v1", kind: "Service", spec: { type: "ClusterIP", sessionAffinity: "None", internalTrafficPolicy: "Cluster" } })
 * //=> { apiVersion: "v1", kind: "Service", spec: { type: "ClusterIP" } }
 */
export function withoutPlainDefaults(object: KubeObject): KubeObject {
  const filled = withApiDefaults(object);
  if (filled === undefined) return object;
  let kept = object;
  for (const path of plainPaths(object, [])) {
    const without = removeAt(kept, path);
    if (isDeepEqual(withApiDefaults(without), filled)) kept = without;
  }
  return kept;
}

type Path = readonly string[];

/** Where fields of those names are, an outer one before what is in it. */
function plainPaths(value: unknown, path: Path): Path[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => plainPaths(item, [...path, String(index)]));
  }
  if (!isPlainObject(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const at = [...path, key];
    if (path.length === 0 && key === "metadata") return [];
    return [...(plainFields.has(key) ? [at] : []), ...plainPaths(value[key], at)];
  });
}

function removeAt(map: KubeObject, [key, ...rest]: Path): KubeObject {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(map)) {
    if (name !== key) setOwn(result, { key: name, value });
    else if (rest.length > 0) setOwn(result, { key: name, value: removeIn(value, rest) });
  }
  return result;
}

function removeIn(value: unknown, path: Path): unknown {
  if (isPlainObject(value)) return removeAt(value, path);
  if (!Array.isArray(value)) return value;
  const [index, ...rest] = path;
  return value.map((item: unknown, at) => (String(at) === index ? removeIn(item, rest) : item));
}
