import type { KubeObject } from "../../model";
import type { IngressPlan } from "../model";
import { certificateFile, hardStopSeconds } from "./config";
import type { PlannedProxy } from "./proxySettings";

/** How HAProxy runs in the host cluster. */
export interface ProxyDeployment {
  readonly image: string;
  readonly replicas: number;
  readonly serviceType: string;
}

/** What is told of the host's objects beside the plan. */
export interface HostObjectsRequest extends ProxyDeployment {
  readonly plan: IngressPlan;
  readonly settings: PlannedProxy;
  /** What all objects are called. */
  readonly name: string;
  /** Of configuration and certificates: the pods are replaced where it changes. May be an Output. */
  readonly checksum: unknown;
}

const folder = "/usr/local/etc/haproxy";
/** The user that HAProxy's own image has. */
const user = 99;

/** The templates of the objects that run HAProxy: Deployment, Service, PodDisruptionBudget. */
export function hostObjects(request: HostObjectsRequest): {
  readonly deployment: KubeObject;
  readonly service: KubeObject;
  readonly budget: KubeObject;
} {
  const { plan, name, settings, serviceType } = request;
  const labels = { "app.kubernetes.io/name": "haproxy", "app.kubernetes.io/instance": plan.name };
  const hasTls = plan.tls.length > 0;
  return {
    deployment: deployment(request, labels),
    service: {
      metadata: { name },
      spec: {
        type: serviceType,
        selector: labels,
        ports: [
          { name: "http", port: 80, targetPort: settings.httpPort },
          ...(hasTls ? [{ name: "https", port: 443, targetPort: settings.httpsPort }] : []),
        ],
      },
    },
    budget: { metadata: { name }, spec: { minAvailable: 1, selector: { matchLabels: labels } } },
  };
}

function deployment(
  request: HostObjectsRequest,
  labels: Readonly<Record<string, string>>,
): KubeObject {
  const { plan, name, image, replicas, settings, checksum } = request;
  const config = ["-f", `${folder}/haproxy.cfg`];
  const mounts = [{ name: "config", mountPath: folder, readOnly: true }];
  const security = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  };
  const hasTls = plan.tls.length > 0;
  return {
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      // New pods serve before old ones go, and a configuration that HAProxy refuses takes none away.
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: {
        metadata: { labels, annotations: { "pulumi-kubefed/checksum": checksum } },
        spec: {
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: user,
            runAsGroup: user,
            fsGroup: user,
            seccompProfile: { type: "RuntimeDefault" },
          },
          // Longer than what goes on when a pod ends.
          terminationGracePeriodSeconds: hardStopSeconds + 15,
          initContainers: [
            {
              name: "check",
              image,
              command: ["haproxy", "-c", ...config],
              securityContext: security,
              volumeMounts: mounts,
            },
          ],
          containers: [
            {
              name: "haproxy",
              image,
              command: ["haproxy", "-W", "-db", ...config],
              ports: [
                { name: "http", containerPort: settings.httpPort },
                ...(hasTls ? [{ name: "https", containerPort: settings.httpsPort }] : []),
                { name: "ready", containerPort: settings.readyPort },
              ],
              readinessProbe: {
                httpGet: { path: "/ready", port: "ready" },
                // A new process takes every cluster for healthy: it serves once it has asked them all.
                initialDelaySeconds: startDelaySeconds(plan),
                periodSeconds: 2,
              },
              // The endpoints forget the pod before it stops to listen.
              lifecycle: { preStop: { exec: { command: ["sleep", "5"] } } },
              resources: { requests: { cpu: "50m", memory: "64Mi" } },
              securityContext: security,
              volumeMounts: mounts,
            },
          ],
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: "kubernetes.io/hostname",
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: { matchLabels: labels },
            },
          ],
          volumes: [{ name: "config", projected: { sources: sources(plan, name) } }],
        },
      },
    },
  };
}

function startDelaySeconds({ healthCheck }: IngressPlan): number {
  const { intervalSeconds, unhealthyThreshold, timeoutSeconds } = healthCheck;
  return Math.ceil(intervalSeconds * unhealthyThreshold + timeoutSeconds);
}

/** Configuration and certificates beside one another, as the configuration expects them. */
function sources({ tls }: IngressPlan, name: string): KubeObject[] {
  const files = [...new Set(tls.map(({ certificate }) => certificateFile(certificate)))].sort();
  return [
    { configMap: { name, items: [{ key: "haproxy.cfg", path: "haproxy.cfg" }] } },
    ...(files.length === 0
      ? []
      : [{ secret: { name, items: files.map((file) => ({ key: file, path: file })) } }]),
  ];
}
