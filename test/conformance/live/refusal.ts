import { isDeepStrictEqual } from "node:util";
import { formatPointer } from "../../../provider/core/paths/jsonPointer";
import type { KubeObject } from "../../../provider/core/model";
import { mapAt, textAt } from "../reading";
import { kubernetesFields } from "./kubernetesFields";
import { misfitIn } from "./misfit";
import { brokenRule } from "./objectRules";

/** The version in which the API server knows each kind. */
const served: Readonly<Record<string, string>> = {
  ClusterRole: "rbac.authorization.k8s.io/v1",
  ConfigMap: "v1",
  Deployment: "apps/v1",
  Ingress: "networking.k8s.io/v1",
  Job: "batch/v1",
  Namespace: "v1",
  ReplicaSet: "apps/v1",
  Secret: "v1",
  Service: "v1",
  ServiceAccount: "v1",
};

/**
 * Why the API server refuses to create an object; `undefined` where this small picture of its rules
 * finds nothing.
 */
export function refusalOf(object: KubeObject): string | undefined {
  const kind = textAt(object, "kind");
  const version = Object.hasOwn(served, kind) ? served[kind] : undefined;
  if (version !== undefined && object.apiVersion !== version) {
    return `no ${kind} in ${String(object.apiVersion)}`;
  }
  if (mapAt(object, "metadata").resourceVersion !== undefined) return "a resourceVersion";
  const fields = Object.hasOwn(kubernetesFields, kind) ? kubernetesFields[kind] : undefined;
  const misfit = fields === undefined ? undefined : misfitIn(object, fields);
  if (misfit !== undefined) return `${formatPointer(misfit)} has a value of the wrong type`;
  return brokenRule(object);
}

/**
 * Why the API server refuses to make one object of another, though it would create it: a field that
 * cannot be changed. A Job counts as a whole: the original left out what the API server had generated.
 */
export function immutableChange(before: KubeObject, after: KubeObject): string | undefined {
  switch (textAt(after, "kind")) {
    case "ConfigMap":
      return sealed(before);
    case "Deployment":
    case "ReplicaSet": {
      const [was, is] = [mapAt(before, "spec").selector, mapAt(after, "spec").selector];
      return isDeepStrictEqual(was, is) ? undefined : "spec.selector";
    }
    case "Job":
      return "a Job";
    case "Secret": {
      const hasSameType = textAt(before, "type") === (textAt(after, "type") || "Opaque");
      return hasSameType ? sealed(before) : "type";
    }
    default:
      return undefined;
  }
}

function sealed({ immutable }: KubeObject): string | undefined {
  return immutable === true ? "an immutable object" : undefined;
}
