/*
 * Objects as a dump has them: what a cluster made by itself, what refers to what, defaults.
 */

import type { KubeObject } from "../../core/model";
import { mapAt, mapsAt, textAt } from "../../core/plain/fields";
import { groupOf } from "../../core/manifests/manifest";

/** Kinds that only a cluster's own programs write. */
const clusterKinds = new Set([
  "/Endpoints",
  "/Event",
  "/Node",
  "coordination.k8s.io/Lease",
  "discovery.k8s.io/EndpointSlice",
  "events.k8s.io/Event",
  "metrics.k8s.io/NodeMetrics",
  "metrics.k8s.io/PodMetrics",
]);

/** Objects that every namespace, or every cluster, has by itself. */
const clusterNames = new Set([
  "ConfigMap kube-root-ca.crt",
  "Service default/kubernetes",
  "ServiceAccount default",
]);

/**
 * Why an object is there without anybody having asked for it, in words; undefined for what a person
 * made. Another cluster makes its own: a copy would be in its way.
 *
 * | is made by a cluster |
 * |---|
 * | what another object controls: the ReplicaSet and the Pods of a Deployment, the Jobs of a CronJob |
 * | events, endpoints, leases, nodes, metrics |
 * | `kube-root-ca.crt`, the service account `default`, the Service `kubernetes` |
 * | the token Secret of a service account |
 *
 * Source: KubeFed `pkg/kubefedctl/federate/federate.go`, which knew events and endpoints only.
 *
 * @example
 * clusterMade({ apiVersion: "v1", kind: "Pod", metadata: { name: "web-x", ownerReferences: [{ kind: "ReplicaSet", name: "web", controller: true }] } })
 * //=> "ReplicaSet web makes it"
 */
export function clusterMade(object: KubeObject): string | undefined {
  const metadata = mapAt(object, "metadata");
  const controller = mapsAt(metadata, "ownerReferences").find((owner) => owner.controller === true);
  if (controller !== undefined) {
    return `${textAt(controller, "kind")} ${textAt(controller, "name")} makes it`;
  }
  const kind = textAt(object, "kind");
  const name = textAt(metadata, "name");
  const isKnown =
    clusterKinds.has(`${groupOf(textAt(object, "apiVersion"))}/${kind}`) ||
    clusterNames.has(`${kind} ${name}`) ||
    clusterNames.has(`${kind} ${textAt(metadata, "namespace")}/${name}`) ||
    (kind === "Secret" && object.type === "kubernetes.io/service-account-token");
  return isKnown ? "every cluster makes its own" : undefined;
}
