import { isPlainObject } from "../plain/plainObject";
import { federatedType } from "../kinds/federatedTypes";
import type { KubeObject } from "../model";
import { textAt } from "../plain/fields";
import { formatPointer, parsePointer, valueAt } from "../paths/jsonPointer";

/** A field that a program gave and gives no longer, so that Kubernetes' default takes its place. */
export interface GivenUpField {
  /** A JSON pointer. */
  readonly path: string;
  readonly from: unknown;
  readonly to: number | string;
}

/** Fields whose defaults change what runs, by kind. */
const defaults: Readonly<Record<string, Readonly<Record<string, number | string>>>> = {
  CronJob: { "/spec/concurrencyPolicy": "Allow", "/spec/suspend": "false" },
  DaemonSet: { "/spec/updateStrategy": "RollingUpdate" },
  Deployment: { "/spec/strategy": "RollingUpdate" },
  HorizontalPodAutoscaler: { "/spec/minReplicas": 1 },
  Job: { "/spec/backoffLimit": 6, "/spec/parallelism": 1, "/spec/suspend": "false" },
  Service: { "/spec/sessionAffinity": "None", "/spec/type": "ClusterIP" },
  StatefulSet: { "/spec/updateStrategy": "RollingUpdate" },
};

/**
 * What Kubernetes makes of a replica count that nobody gives; undefined for kinds that are not its own.
 *
 * @example
 * [defaultReplicas("apps/v1", "Deployment"), defaultReplicas("x.test/v1", "Pool")]
 * //=> [1, undefined]
 */
export function defaultReplicas(apiVersion: string, kind: string): number | undefined {
  return isBuiltIn(apiVersion) && federatedType(apiVersion, kind).replicasPath !== undefined
    ? 1
    : undefined;
}

/**
 * The fields that were written last, are wanted no longer, and will have a default that matters.
 *
 * @example
 * givenUpFields({ apiVersion: "apps/v1", kind: "Deployment", written: { spec: { replicas: 9 } }, wanted: { spec: {} } })
 * //=> [{ path: "/spec/replicas", from: 9, to: 1 }]
 */
export function givenUpFields(request: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly written: KubeObject;
  readonly wanted: KubeObject;
}): readonly GivenUpField[] {
  const { apiVersion, kind, written, wanted } = request;
  if (!isBuiltIn(apiVersion)) return [];
  const { replicasPath } = federatedType(apiVersion, kind);
  const replicas = replicasPath === undefined ? {} : { [replicasPath]: 1 };
  const own = Object.hasOwn(defaults, kind) ? defaults[kind] : {};
  return Object.entries({ ...replicas, ...own }).flatMap(([path, to]) => {
    const tokens = parsePointer(path) ?? [];
    const from = valueAt(written, tokens);
    const isGivenUp = !isAbsent(from) && isAbsent(valueAt(wanted, tokens));
    return isGivenUp && textOf(from) !== String(to)
      ? [{ path: formatPointer(tokens), from, to }]
      : [];
  });
}

/** Of a strategy, which is a map whose other fields have defaults too, its type. */
function textOf(value: unknown): string {
  return isPlainObject(value) ? textAt(value, "type") : JSON.stringify(value).replace(/"/g, "");
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Kubernetes' own groups have no dot, or end in `.k8s.io`. */
function isBuiltIn(apiVersion: string): boolean {
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  return !group.includes(".") || group.endsWith(".k8s.io");
}
