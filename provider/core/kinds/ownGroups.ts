const ownGroups: ReadonlySet<string> = new Set([
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

/**
 * Whether a group is one of Kubernetes' own, whose kinds every cluster serves and no definition describes;
 * other groups of `k8s.io` are somebody's, `gateway.networking.k8s.io` for instance.
 *
 * @example
 * [isOwnGroup("apps"), isOwnGroup("gateway.networking.k8s.io")]
 * //=> [true, false]
 */
export function isOwnGroup(group: string): boolean {
  return ownGroups.has(group);
}
