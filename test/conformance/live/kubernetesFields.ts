/**
 * The fields of the kinds that the original federated by default, as far as the recordings use them:
 * enough to tell a field that the API server drops because it does not know it from one that is
 * missing, and a value of the wrong type from a right one. `any` ends the knowledge.
 */

/** What a field holds: a type, a list of something, or a structure. */
export type Field = Leaf | readonly [Field] | Structure;

/** A structure's fields by name. */
export interface Structure {
  readonly [name: string]: Field;
}

type Leaf =
  | "any"
  | "flag"
  | "integer"
  | "text"
  /** A number or a text, as `targetPort` and `maxSurge`. */
  | "integer or text"
  /** A map of texts with free keys. */
  | "texts"
  /** A map of texts in base64. */
  | "bytes"
  /** A map of quantities, such as `500m`; equal by value, not as texts. */
  | "quantities";

const metadata = {
  annotations: "texts",
  creationTimestamp: "any",
  deletionGracePeriodSeconds: "integer",
  deletionTimestamp: "any",
  finalizers: ["text"],
  generateName: "text",
  generation: "integer",
  labels: "texts",
  managedFields: "any",
  name: "text",
  namespace: "text",
  ownerReferences: ["any"],
  resourceVersion: "text",
  selfLink: "text",
  uid: "text",
} as const;

const labelSelector = { matchExpressions: ["any"], matchLabels: "texts" } as const;
const resources = { claims: "any", limits: "quantities", requests: "quantities" } as const;
const references = [{ name: "text" }] as const;

const probe = {
  exec: "any",
  failureThreshold: "integer",
  grpc: "any",
  httpGet: "any",
  initialDelaySeconds: "integer",
  periodSeconds: "integer",
  successThreshold: "integer",
  tcpSocket: "any",
  terminationGracePeriodSeconds: "integer",
  timeoutSeconds: "integer",
} as const;

const container = {
  args: ["text"],
  command: ["text"],
  env: [{ name: "text", value: "text", valueFrom: "any" }],
  envFrom: "any",
  image: "text",
  imagePullPolicy: "text",
  lifecycle: "any",
  livenessProbe: probe,
  name: "text",
  ports: [
    {
      containerPort: "integer",
      hostIP: "text",
      hostPort: "integer",
      name: "text",
      protocol: "text",
    },
  ],
  readinessProbe: probe,
  resizePolicy: "any",
  resources,
  restartPolicy: "text",
  restartPolicyRules: "any",
  securityContext: "any",
  startupProbe: probe,
  stdin: "flag",
  stdinOnce: "flag",
  terminationMessagePath: "text",
  terminationMessagePolicy: "text",
  tty: "flag",
  volumeDevices: "any",
  volumeMounts: "any",
  workingDir: "text",
} as const;

const podSpec = {
  activeDeadlineSeconds: "integer",
  affinity: "any",
  automountServiceAccountToken: "flag",
  containers: [container],
  dnsConfig: "any",
  dnsPolicy: "text",
  enableServiceLinks: "flag",
  ephemeralContainers: "any",
  hostAliases: "any",
  hostIPC: "flag",
  hostNetwork: "flag",
  hostPID: "flag",
  hostUsers: "flag",
  hostname: "text",
  hostnameOverride: "text",
  imagePullSecrets: references,
  initContainers: [container],
  nodeName: "text",
  nodeSelector: "texts",
  os: "any",
  overhead: "quantities",
  preemptionPolicy: "text",
  priority: "integer",
  priorityClassName: "text",
  readinessGates: "any",
  resourceClaims: "any",
  resources,
  restartPolicy: "text",
  runtimeClassName: "text",
  schedulerName: "text",
  schedulingGates: "any",
  securityContext: "any",
  serviceAccount: "text",
  serviceAccountName: "text",
  setHostnameAsFQDN: "flag",
  shareProcessNamespace: "flag",
  subdomain: "text",
  terminationGracePeriodSeconds: "integer",
  tolerations: "any",
  topologySpreadConstraints: "any",
  volumes: "any",
} as const;

const podTemplate = { metadata, spec: podSpec } as const;
const object = { apiVersion: "text", kind: "text", metadata, status: "any" } as const;

/** The fields of each kind; a kind that is not here is not judged. */
export const kubernetesFields: Readonly<Record<string, Structure>> = {
  ClusterRole: { ...object, aggregationRule: "any", rules: ["any"] },
  ConfigMap: { ...object, binaryData: "bytes", data: "texts", immutable: "flag" },
  Deployment: {
    ...object,
    spec: {
      minReadySeconds: "integer",
      paused: "flag",
      progressDeadlineSeconds: "integer",
      replicas: "integer",
      revisionHistoryLimit: "integer",
      selector: labelSelector,
      strategy: {
        rollingUpdate: { maxSurge: "integer or text", maxUnavailable: "integer or text" },
        type: "text",
      },
      template: podTemplate,
    },
  },
  Ingress: {
    ...object,
    spec: {
      defaultBackend: "any",
      ingressClassName: "text",
      rules: [{ host: "text", http: "any" }],
      tls: [{ hosts: ["text"], secretName: "text" }],
    },
  },
  Job: {
    ...object,
    spec: {
      activeDeadlineSeconds: "integer",
      backoffLimit: "integer",
      backoffLimitPerIndex: "integer",
      completionMode: "text",
      completions: "integer",
      managedBy: "text",
      manualSelector: "flag",
      maxFailedIndexes: "integer",
      parallelism: "integer",
      podFailurePolicy: "any",
      podReplacementPolicy: "text",
      selector: labelSelector,
      successPolicy: "any",
      suspend: "flag",
      template: podTemplate,
      ttlSecondsAfterFinished: "integer",
    },
  },
  Namespace: { ...object, spec: { finalizers: ["text"] } },
  ReplicaSet: {
    ...object,
    spec: {
      minReadySeconds: "integer",
      replicas: "integer",
      selector: labelSelector,
      template: podTemplate,
    },
  },
  Secret: { ...object, data: "bytes", immutable: "flag", stringData: "texts", type: "text" },
  Service: {
    ...object,
    spec: {
      allocateLoadBalancerNodePorts: "flag",
      clusterIP: "text",
      clusterIPs: ["text"],
      externalIPs: ["text"],
      externalName: "text",
      externalTrafficPolicy: "text",
      healthCheckNodePort: "integer",
      internalTrafficPolicy: "text",
      ipFamilies: ["text"],
      ipFamilyPolicy: "text",
      loadBalancerClass: "text",
      loadBalancerIP: "text",
      loadBalancerSourceRanges: ["text"],
      ports: [
        {
          appProtocol: "text",
          name: "text",
          nodePort: "integer",
          port: "integer",
          protocol: "text",
          targetPort: "integer or text",
        },
      ],
      publishNotReadyAddresses: "flag",
      selector: "texts",
      sessionAffinity: "text",
      sessionAffinityConfig: "any",
      trafficDistribution: "text",
      type: "text",
    },
  },
  ServiceAccount: {
    ...object,
    automountServiceAccountToken: "flag",
    imagePullSecrets: references,
    secrets: ["any"],
  },
};

/** The types of maps with free keys. */
const freeMaps: ReadonlySet<Field> = new Set(["texts", "bytes", "quantities"]);

/**
 * What is at a place of a kind's object: a field, `"unknown"` for a name that the kind does not have,
 * or `undefined` where this table knows nothing.
 *
 * @example
 * fieldAt("Deployment", ["spec", "replicas"])
 * //=> "integer"
 */
export function fieldAt(kind: string, path: readonly string[]): Field | "unknown" | undefined {
  let field: Field | undefined = Object.hasOwn(kubernetesFields, kind)
    ? kubernetesFields[kind]
    : undefined;
  for (const step of path) {
    if (field === undefined || field === "any") return undefined;
    if (isListOf(field)) field = field[0];
    else if (typeof field === "string") field = freeMaps.has(field) ? "text" : "any";
    else if (Object.hasOwn(field, step)) field = field[step];
    else return "unknown";
  }
  return field;
}

/** True for a field that is a list of something. */
export function isListOf(field: Field): field is readonly [Field] {
  return Array.isArray(field);
}

/** Whether the place is in a map with free keys, where an empty value is a value like any other. */
export function isFreeKey(kind: string, path: readonly string[]): boolean {
  const parent = fieldAt(kind, path.slice(0, -1));
  return parent !== undefined && parent !== "unknown" && freeMaps.has(parent);
}

/** Whether the value at a place is a quantity. */
export function isQuantity(kind: string, path: readonly string[]): boolean {
  return fieldAt(kind, path.slice(0, -1)) === "quantities";
}
