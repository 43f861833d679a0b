/** The API group of Karmada's policies. */
export const policyGroup = "policy.karmada.io/v1alpha1";

/** Two clusters, and one that keeps everything off. */
export const clusters = [
  clusterObject("a", {}),
  clusterObject("b", {}),
  clusterObject("dirty", { taints: [{ key: "maintenance", effect: "NoSchedule" }] }),
];

/** A Cluster of Karmada. */
export function clusterObject(name: string, spec: object): object {
  return { apiVersion: "cluster.karmada.io/v1alpha1", kind: "Cluster", metadata: { name }, spec };
}

/** A workload in no namespace of its own. */
export const web = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", labels: { app: "web" } },
  spec: { replicas: 5, template: { spec: { containers: [{ name: "web", image: "nginx:1.25" }] } } },
};

/** A propagation policy; without more, for all Deployments to all clusters. */
export function policy(
  name: string,
  given: {
    kind?: string;
    selector?: object;
    to?: string;
    placement?: object;
    priority?: number;
  },
): object {
  const { kind = "PropagationPolicy", selector, to, placement, priority } = given;
  const own = placement ?? (to === undefined ? {} : { clusterAffinity: { clusterNames: [to] } });
  const resourceSelectors = [selector ?? { apiVersion: "apps/v1", kind: "Deployment" }];
  const spec = {
    resourceSelectors,
    placement: own,
    ...(priority === undefined ? {} : { priority }),
  };
  return { apiVersion: policyGroup, kind, metadata: { name }, spec };
}

/** The binding of the workload, applied everywhere. */
export function binding(targets: readonly object[]): {
  readonly spec: object;
  readonly status: object;
} {
  const given = {
    apiVersion: "work.karmada.io/v1alpha2",
    kind: "ResourceBinding",
    metadata: { name: "web-deployment", namespace: "default" },
    spec: {
      resource: { apiVersion: "apps/v1", kind: "Deployment", namespace: "default", name: "web" },
      clusters: targets,
    },
    status: { conditions: [{ type: "FullyApplied", status: "True" }] },
  };
  return given;
}
