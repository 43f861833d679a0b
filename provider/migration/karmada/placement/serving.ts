import { groupOf } from "../../../core/manifests/manifest";
import { askBindings, type Doubt } from "../doubt";
import type { KarmadaCluster } from "../karmadaWorld";

/**
 * Where it is not known whether a cluster serves a kind: Karmada schedules nothing to one that does not,
 * but leaves what is there already.
 */
export function servingDoubts(given: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly clusters: readonly KarmadaCluster[];
}): Doubt[] {
  const { apiVersion, kind, clusters } = given;
  const lacking = clusters
    .filter(({ serves }) => serves !== undefined && !serves.has(`${apiVersion} ${kind}`))
    .map(({ name }) => name);
  const silent = clusters.filter(({ serves }) => serves === undefined).map(({ name }) => name);
  const isOwn = isOfSomebody(apiVersion);
  return [
    ...(lacking.length === 0
      ? []
      : [
          {
            reason: `its cluster does not serve ${apiVersion} ${kind}, so it is there only if it was before; ${askBindings}`,
            clusters: lacking,
          },
        ]),
    ...(silent.length === 0 || !isOwn
      ? []
      : [
          {
            reason: `nothing says whether its cluster serves ${apiVersion} ${kind}; give the Cluster with its status, or ${askBindings}`,
            clusters: silent,
          },
        ]),
  ];
}

const ownGroups = new Set([
  "",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);

/** Whether a group is not one of Kubernetes' own, which every cluster serves. */
function isOfSomebody(apiVersion: string): boolean {
  return !ownGroups.has(groupOf(apiVersion));
}
