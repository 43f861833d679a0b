import type { ClusterHealth } from "./health";
import { isPlainObject } from "../plain/plainObject";
import { compareText } from "../plain/text";
import type { Condition } from "./status";

/** How a member cluster is, and where. */
export interface ClusterStatus {
  readonly ready: boolean;
  /**
   * KubeFed's words `ClusterReady`, `ClusterNotReady`, `ClusterNotReachable`, `ClusterConfigMalformed`;
   * ours for a cluster that was not asked: `ClusterNotProbed`.
   */
  readonly reason: string;
  readonly message: string;
  /** `Ready`, `Offline`, `ConfigMalformed`, as KubeFed sets them. */
  readonly conditions: readonly Condition[];
  /** Such as `v1.36.3`. */
  readonly kubernetesVersion?: string;
  readonly apiEndpoint?: string;
  /** As stated for the cluster, else that of its first node that has one. */
  readonly region?: string;
  /** As stated for the cluster, else those of its nodes, sorted. */
  readonly zones: readonly string[];
}

/** What a status is put together from. */
export interface ClusterStatusParts {
  /** Absent: the cluster was not asked, because of `notProbed`. */
  readonly health?: ClusterHealth | undefined;
  readonly notProbed?: string | undefined;
  readonly apiEndpoint?: string | undefined;
  /** The body of `/version`. */
  readonly version?: unknown;
  /** The items of a list of Nodes. */
  readonly nodes?: readonly unknown[];
  readonly stated: { readonly region?: string | undefined; readonly zones: readonly string[] };
}

/**
 * Puts a cluster's status together. What the user stated about its place wins over its nodes' labels,
 * `topology.kubernetes.io` over the older `failure-domain.beta.kubernetes.io`.
 *
 * Source: KubeFed `pkg/controller/kubefedcluster/clusterclient.go`, `GetClusterZones`.
 *
 * @example
 * clusterStatus({ notProbed: "its kubeconfig is only known after this update", stated: { zones: ["b"] } })
 * //=> { ready: false, reason: "ClusterNotProbed", message: "its kubeconfig is only known after this update", conditions: [], zones: ["b"] }
 */
export function clusterStatus(parts: ClusterStatusParts): ClusterStatus {
  const { health, stated, apiEndpoint } = parts;
  const region = stated.region ?? topology(parts.nodes, "region")[0];
  const zones = stated.zones.length > 0 ? stated.zones : topology(parts.nodes, "zone");
  return {
    ...(health === undefined ? unknown(parts.notProbed ?? "") : known(health)),
    ...versionOf(parts.version),
    ...(apiEndpoint === undefined ? {} : { apiEndpoint }),
    ...(region === undefined ? {} : { region }),
    zones: [...new Set(zones)].sort(compareText),
  };
}

function unknown(message: string) {
  return { ready: false, reason: "ClusterNotProbed", message, conditions: [] };
}

function known({ ready, reason, message, conditions }: ClusterHealth) {
  return { ready, reason, message, conditions };
}

function versionOf(version: unknown): { kubernetesVersion?: string } {
  const said = isPlainObject(version) ? version.gitVersion : undefined;
  return typeof said === "string" ? { kubernetesVersion: said } : {};
}

/** The values of a topology label over all nodes, in the order of the nodes. */
function topology(nodes: readonly unknown[] | undefined, what: "region" | "zone"): string[] {
  return (nodes ?? []).flatMap((node) => {
    const metadata = isPlainObject(node) ? node.metadata : undefined;
    const labels = isPlainObject(metadata) ? metadata.labels : undefined;
    if (!isPlainObject(labels)) return [];
    const value =
      labels[`topology.kubernetes.io/${what}`] ??
      labels[`failure-domain.beta.kubernetes.io/${what}`];
    return typeof value === "string" && value !== "" ? [value] : [];
  });
}
