import type { KubeObject } from "../../../provider/core/model";
import { textAt } from "../reading";

/** A value that the API server fills in where nobody set one. */
interface Default {
  /** Keys with `/` between; `*` stands for any item of a list. */
  readonly path: string;
  /** The value, or how it follows from the fields beside it. */
  readonly value: unknown;
}

/** How a defaulted value follows from the fields beside it. */
type FromSiblings = (siblings: KubeObject, object: KubeObject) => unknown;

const podDefaults: Readonly<Record<string, unknown>> = {
  dnsPolicy: "ClusterFirst",
  restartPolicy: "Always",
  schedulerName: "default-scheduler",
  securityContext: {},
  serviceAccount: given((siblings) => siblings.serviceAccountName),
  serviceAccountName: given((siblings) => siblings.serviceAccount),
  terminationGracePeriodSeconds: 30,
  "volumes/*/configMap/defaultMode": 420,
  "volumes/*/downwardAPI/defaultMode": 420,
  "volumes/*/emptyDir": {},
  "volumes/*/hostPath/type": "",
  "volumes/*/projected/defaultMode": 420,
  "volumes/*/secret/defaultMode": 420,
};

const containerDefaults: Readonly<Record<string, unknown>> = {
  "env/*/valueFrom/fieldRef/apiVersion": "v1",
  imagePullPolicy: given((siblings) => pullPolicyOf(textAt(siblings, "image"))),
  "ports/*/protocol": "TCP",
  resources: {},
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
};

const probeDefaults: Readonly<Record<string, unknown>> = {
  failureThreshold: 3,
  "httpGet/scheme": "HTTP",
  periodSeconds: 10,
  successThreshold: 1,
  timeoutSeconds: 1,
};

const pods = [
  ...under("spec/template/spec", podDefaults),
  ...["containers", "initContainers"].flatMap((list) => [
    ...under(`spec/template/spec/${list}/*`, containerDefaults),
    ...["livenessProbe", "readinessProbe", "startupProbe"].flatMap((probe) =>
      under(`spec/template/spec/${list}/*/${probe}`, probeDefaults),
    ),
  ]),
];

const jobLabels: Readonly<Record<string, unknown>> = {
  "batch.kubernetes.io/controller-uid": "<uid>",
  "batch.kubernetes.io/job-name": given((_siblings, object) => nameOf(object)),
  "controller-uid": "<uid>",
  "job-name": given((_siblings, object) => nameOf(object)),
};

/** What the API server adds to objects of a kind; nothing to kinds that are not here. */
const defaults: Readonly<Record<string, readonly Default[]>> = {
  Deployment: [
    ...pods,
    ...under("spec", {
      progressDeadlineSeconds: 600,
      replicas: 1,
      revisionHistoryLimit: 10,
      "strategy/rollingUpdate/maxSurge": "25%",
      "strategy/rollingUpdate/maxUnavailable": "25%",
      "strategy/type": "RollingUpdate",
    }),
  ],
  Job: [
    ...pods,
    ...under("spec", {
      backoffLimit: 6,
      completionMode: "NonIndexed",
      completions: 1,
      manualSelector: false,
      parallelism: 1,
      podReplacementPolicy: "TerminatingOrFailed",
      "selector/matchLabels": { "batch.kubernetes.io/controller-uid": "<uid>" },
      suspend: false,
    }),
    ...Object.entries(jobLabels).map(([key, value]) => ({
      path: `spec/template/metadata/labels/${key.replace(/\//g, "~1")}`,
      value,
    })),
  ],
  Namespace: [
    {
      path: "metadata/labels/kubernetes.io~1metadata.name",
      value: given((_siblings, object) => nameOf(object)),
    },
    { path: "spec/finalizers", value: ["kubernetes"] },
  ],
  ReplicaSet: [...pods, { path: "spec/replicas", value: 1 }],
  Secret: [{ path: "type", value: "Opaque" }],
  Service: under("spec", {
    allocateLoadBalancerNodePorts: true,
    clusterIPs: given(({ clusterIP }) => [clusterIP]),
    externalTrafficPolicy: "Cluster",
    internalTrafficPolicy: "Cluster",
    ipFamilies: given((spec) => (isWithoutPods(spec) ? ["IPv4", "IPv6"] : ["IPv4"])),
    ipFamilyPolicy: given((spec) => (isWithoutPods(spec) ? "RequireDualStack" : "SingleStack")),
    "ports/*/protocol": "TCP",
    "ports/*/targetPort": given(({ port }) => port),
    sessionAffinity: "None",
    "sessionAffinityConfig/clientIP/timeoutSeconds": 10800,
    type: "ClusterIP",
  }),
};

/** What only the member cluster writes: its controllers' notes. */
const memberOwned: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["metadata/annotations/deployment.kubernetes.io~1revision"],
};

/** A place in an object, and what stands around it. */
export interface Place {
  readonly object: KubeObject;
  readonly path: readonly string[];
  /** The map that holds the place. */
  readonly siblings: KubeObject;
}

/** The values that the API server may have filled in at a place. */
export function defaultsAt({ object, path, siblings }: Place): unknown[] {
  return (defaultsOf(textAt(object, "kind")) ?? [])
    .filter((each) => isAt(each.path, path))
    .map(({ value }) => (isFromSiblings(value) ? value(siblings, object) : value));
}

/** Whether only the member cluster decides what stands at a place. */
export function isMemberOwned({ object, path }: Pick<Place, "object" | "path">): boolean {
  if (path[0] === "status") return true;
  const kind = textAt(object, "kind");
  // The rules of an aggregated role are gathered from other roles.
  if (kind === "ClusterRole" && path[0] === "rules") return object.aggregationRule !== undefined;
  const owned = Object.hasOwn(memberOwned, kind) ? memberOwned[kind] : undefined;
  return (owned ?? []).some((each) => isAt(each, path));
}

function defaultsOf(kind: string): readonly Default[] | undefined {
  return Object.hasOwn(defaults, kind) ? defaults[kind] : undefined;
}

function isAt(pattern: string, path: readonly string[]): boolean {
  const steps = pattern.split("/").map((step) => step.replace(/~1/g, "/"));
  return (
    steps.length === path.length && steps.every((step, at) => step === "*" || step === path[at])
  );
}

function under(prefix: string, values: Readonly<Record<string, unknown>>): Default[] {
  return Object.entries(values).map(([path, value]) => ({ path: `${prefix}/${path}`, value }));
}

function given(value: FromSiblings): FromSiblings {
  return value;
}

function isFromSiblings(value: unknown): value is FromSiblings {
  return typeof value === "function";
}

function nameOf(object: KubeObject): unknown {
  const { metadata } = object;
  return typeof metadata === "object" && metadata !== null && "name" in metadata
    ? metadata.name
    : undefined;
}

/** A headless Service without selector, for endpoints that somebody else writes. */
function isWithoutPods({ clusterIP, selector }: KubeObject): boolean {
  return clusterIP === "None" && selector === undefined;
}

/** Kubernetes pulls again what is called `latest`, or is not called anything. */
function pullPolicyOf(image: string): string {
  const tag = /:([^:/@]+)$/.exec(image)?.[1];
  const isDigest = image.includes("@");
  return !isDigest && (tag === undefined || tag === "latest") ? "Always" : "IfNotPresent";
}
