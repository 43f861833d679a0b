import type { KubeObject } from "../../core/model";
import { mapAt, textAt } from "../../core/plain/fields";
import { groupOf } from "../../core/manifests/manifest";
import { all, type Fill, items, missing, where, within } from "./fill";
import { podDefaults } from "./podDefaults";

const podTemplate = within("template", within("spec", podDefaults));
const rollingUpdate = where(
  ({ type }) => type === "RollingUpdate",
  missing({ rollingUpdate: {} }),
  within("rollingUpdate", missing({ maxSurge: "25%", maxUnavailable: "25%" })),
);

const jobSpec = all(
  podTemplate,
  (spec) =>
    spec.completions === undefined && spec.parallelism === undefined
      ? missing({ completions: 1, parallelism: 1 })(spec)
      : spec,
  missing({
    backoffLimit: 6,
    completionMode: "NonIndexed",
    parallelism: 1,
    podReplacementPolicy: "TerminatingOrFailed",
    suspend: false,
  }),
  missing({ manualSelector: false }),
);

const service = all(
  missing({ sessionAffinity: "None", type: "ClusterIP" }),
  where(({ type }) => type !== "ExternalName", missing({ internalTrafficPolicy: "Cluster" })),
  where(
    ({ type }) => type === "NodePort" || type === "LoadBalancer",
    missing({ externalTrafficPolicy: "Cluster" }),
  ),
  where(({ type }) => type === "LoadBalancer", missing({ allocateLoadBalancerNodePorts: true })),
  items("ports", missing({ protocol: "TCP" }, { targetPort: ({ port }) => port })),
);

const binding = all(
  within("roleRef", missing({ apiGroup: "rbac.authorization.k8s.io" })),
  items(
    "subjects",
    where(
      ({ kind }) => kind === "User" || kind === "Group",
      missing({ apiGroup: "rbac.authorization.k8s.io" }),
    ),
  ),
);

/** What the API server fills in, by `group/Kind`; of kinds that are not here nobody knows. */
const byKind: Readonly<Record<string, Fill>> = {
  "/ConfigMap": all(),
  "/Namespace": within("spec"),
  "/PersistentVolume": within(
    "spec",
    missing({ persistentVolumeReclaimPolicy: "Retain", volumeMode: "Filesystem" }),
    within("hostPath", missing({ type: "" })),
  ),
  "/PersistentVolumeClaim": within("spec", missing({ volumeMode: "Filesystem" })),
  "/Pod": within("spec", podDefaults),
  "/ResourceQuota": all(),
  "/Secret": missing({ type: "Opaque" }),
  "/Service": within("spec", service),
  "/ServiceAccount": all(),
  "apps/DaemonSet": within(
    "spec",
    podTemplate,
    missing({ revisionHistoryLimit: 10, updateStrategy: { type: "RollingUpdate" } }),
    within(
      "updateStrategy",
      where(
        ({ type }) => type === "RollingUpdate",
        missing({ rollingUpdate: {} }),
        within("rollingUpdate", missing({ maxSurge: 0, maxUnavailable: 1 })),
      ),
    ),
  ),
  "apps/Deployment": within(
    "spec",
    podTemplate,
    missing({
      progressDeadlineSeconds: 600,
      replicas: 1,
      revisionHistoryLimit: 10,
      strategy: { type: "RollingUpdate" },
    }),
    within("strategy", missing({ type: "RollingUpdate" }), rollingUpdate),
  ),
  "apps/ReplicaSet": within("spec", podTemplate, missing({ replicas: 1 })),
  "apps/StatefulSet": within(
    "spec",
    podTemplate,
    missing({
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      podManagementPolicy: "OrderedReady",
      replicas: 1,
      revisionHistoryLimit: 10,
      updateStrategy: { type: "RollingUpdate" },
    }),
    within(
      "updateStrategy",
      where(
        ({ type }) => type === "RollingUpdate",
        missing({ rollingUpdate: {} }),
        within("rollingUpdate", missing({ partition: 0 })),
      ),
    ),
  ),
  "batch/CronJob": within(
    "spec",
    missing({
      concurrencyPolicy: "Allow",
      failedJobsHistoryLimit: 1,
      successfulJobsHistoryLimit: 3,
      suspend: false,
    }),
    within("jobTemplate", within("spec", podTemplate)),
  ),
  "batch/Job": within("spec", jobSpec),
  "autoscaling/HorizontalPodAutoscaler": within("spec", missing({ minReplicas: 1 })),
  "networking.k8s.io/Ingress": all(),
  "networking.k8s.io/NetworkPolicy": within(
    "spec",
    items("ingress", items("ports", missing({ protocol: "TCP" }))),
    items("egress", items("ports", missing({ protocol: "TCP" }))),
    missing(
      {},
      {
        policyTypes: ({ egress }) => (egress === undefined ? ["Ingress"] : ["Ingress", "Egress"]),
      },
    ),
  ),
  "policy/PodDisruptionBudget": all(),
  "rbac.authorization.k8s.io/ClusterRole": all(),
  "rbac.authorization.k8s.io/ClusterRoleBinding": binding,
  "rbac.authorization.k8s.io/Role": all(),
  "rbac.authorization.k8s.io/RoleBinding": binding,
  "scheduling.k8s.io/PriorityClass": missing({ preemptionPolicy: "PreemptLowerPriority" }),
  "storage.k8s.io/StorageClass": missing({
    reclaimPolicy: "Delete",
    volumeBindingMode: "Immediate",
  }),
};

/**
 * An object with what Kubernetes' API server fills in where nobody says anything; undefined for kinds
 * of which that is not known. Nothing that is there changes.
 *
 * @example
 * withApiDefaults({ apiVersion: "v1", kind: "Secret", data: { a: "eA==" } })
 * //=> { apiVersion: "v1", kind: "Secret", data: { a: "eA==" }, type: "Opaque" }
 */
export function withApiDefaults(object: KubeObject): KubeObject | undefined {
  const key = `${groupOf(textAt(object, "apiVersion"))}/${textAt(object, "kind")}`;
  const fill = Object.hasOwn(byKind, key) ? byKind[key] : undefined;
  return fill === undefined ? undefined : withData(fill(object));
}

/** The API server writes the texts of `stringData` into `data`. */
function withData(object: KubeObject): KubeObject {
  if (object.kind !== "Secret" || object.stringData === undefined) return object;
  const { stringData: _moved, ...rest } = object;
  const given = Object.entries(mapAt(object, "stringData")).map(
    ([key, text]) => [key, encode(String(text))] as const,
  );
  return { ...rest, data: { ...mapAt(object, "data"), ...Object.fromEntries(given) } };
}

/** Base64 of a text's bytes in UTF-8, without anything of Node.js. */
function encode(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
