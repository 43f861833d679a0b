import { isDeepEqual } from "../objects/deepEqual";
import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";
import { formatPointer } from "../../core/paths/jsonPointer";
import { ownValue } from "../../core/plain/ownKey";
import { mapAt, textAt, without } from "../../core/plain/fields";
import { withApiDefaults } from "../objects/apiDefaults";
import type { ObjectDifference } from "./objectDifference";

type Path = readonly string[];

/** The places of a wanted object that the found one has not, or has otherwise. */
export function missingFields(wanted: KubeObject, found: KubeObject): ObjectDifference[] {
  return missing(stored(wanted), found, []);
}

/** As the API server stores it: a `null` is nothing, `stringData` is `data`. */
function stored(object: KubeObject): KubeObject {
  if (object.kind !== "Secret") return object;
  const { type: _default, ...filled } = withApiDefaults(object) ?? object;
  return object.type === undefined ? filled : { ...filled, type: object.type };
}

function missing(wanted: unknown, found: unknown, path: Path): ObjectDifference[] {
  if (isSameValue(wanted, found)) return [];
  if (isPlainObject(wanted)) {
    const there = isPlainObject(found) ? found : {};
    return Object.keys(wanted).flatMap((key) =>
      missing(ownValue(wanted, key), ownValue(there, key), [...path, key]),
    );
  }
  if (Array.isArray(wanted) && Array.isArray(found) && wanted.length === found.length) {
    return wanted.flatMap((item, index) => missing(item, found[index], [...path, String(index)]));
  }
  return [
    { path: formatPointer(path), got: wanted, ...(found === undefined ? {} : { expected: found }) },
  ];
}

/** A `null` and an empty list are nothing, and a quantity may be written as a number. */
function isSameValue(wanted: unknown, found: unknown): boolean {
  if (wanted === found || wanted === null) return true;
  if (Array.isArray(wanted)) return wanted.length === 0 && found === undefined;
  return typeof wanted === "number" && String(wanted) === found;
}

/**
 * The places that only the found object has: neither set by the wanted one, nor filled in by the API
 * server or written by a controller. Nothing for kinds whose defaults are not known.
 */
export function extraFields(wanted: KubeObject, found: KubeObject): ObjectDifference[] {
  const filled = withApiDefaults(wanted);
  if (filled === undefined) return [];
  const theirs = without(found, "status", "metadata");
  const inSpec = extra(without(filled, "metadata"), theirs, []).filter(
    ({ path }) => !isOwnedByMember(found, path),
  );
  return [...inSpec, ...extraLabels(wanted, found)];
}

function extra(filled: unknown, found: unknown, path: Path): ObjectDifference[] {
  if (filled === undefined) {
    return isEmpty(found) ? [] : [{ path: formatPointer(path), expected: found }];
  }
  if (isPlainObject(filled) && isPlainObject(found)) {
    return Object.keys(found).flatMap((key) =>
      extra(ownValue(filled, key), ownValue(found, key), [...path, key]),
    );
  }
  if (Array.isArray(filled) && Array.isArray(found) && filled.length === found.length) {
    return found.flatMap((item, index) => extra(filled[index], item, [...path, String(index)]));
  }
  return [];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || isDeepEqual(value, {});
}

/** What each cluster assigns or its controllers write, by kind. */
const memberOwned: Readonly<Record<string, RegExp>> = {
  CronJob: /^\/spec\/suspend$/,
  Job: /^\/spec\/(selector|completions|template\/metadata|manualSelector)(\/|$)/,
  Namespace: /^\/spec/,
  PersistentVolumeClaim: /^\/spec\/(volumeName|storageClassName)$/,
  Pod: /^\/spec\/(nodeName|priority|preemptionPolicy|enableServiceLinks|tolerations|serviceAccount|serviceAccountName|volumes|containers\/\d+\/volumeMounts)/,
  Service:
    /^\/spec\/(clusterIPs?|ipFamil\w+|healthCheckNodePort|allocateLoadBalancerNodePorts|externalTrafficPolicy|internalTrafficPolicy|ports\/\d+\/nodePort)/,
  ServiceAccount: /^\/(secrets|imagePullSecrets)/,
};

function isOwnedByMember(found: KubeObject, path: string): boolean {
  const kind = textAt(found, "kind");
  if (kind === "Secret" && found.type === "kubernetes.io/service-account-token") {
    return path.startsWith("/data");
  }
  const pattern = Object.hasOwn(memberOwned, kind) ? memberOwned[kind] : undefined;
  return pattern?.test(path) === true;
}

/** Karmada lists the labels that it writes; any other label is somebody else's. */
function extraLabels(wanted: KubeObject, found: KubeObject): ObjectDifference[] {
  const listed = textAt(
    mapAt(found, "metadata", "annotations"),
    "resourcetemplate.karmada.io/managed-labels",
  ).split(",");
  const [ours, theirs] = [mapAt(wanted, "metadata", "labels"), mapAt(found, "metadata", "labels")];
  return Object.keys(theirs)
    .filter((key) => listed.includes(key) && !Object.hasOwn(ours, key) && !isMark(key))
    .map((key) => ({ path: formatPointer(["metadata", "labels", key]), expected: theirs[key] }));
}

/** What Karmada, Kubernetes or a controller puts on objects by itself. */
function isMark(key: string): boolean {
  return (
    /(^|\.)karmada\.io\//.test(key) ||
    /^(batch\.)?kubernetes\.io\//.test(key) ||
    key === "controller-uid" ||
    key === "job-name"
  );
}
