import * as pulumi from "@pulumi/pulumi";
import { connectToCluster, type KubeApi } from "../adapters/kubernetes/apiClient";
import { contextsOf } from "../adapters/kubernetes/kubeconfig/kubeconfig";
import {
  formatKubeconfig,
  type TokenAccess,
} from "../adapters/kubernetes/kubeconfig/kubeconfigText";
import { KubeApiError } from "../adapters/kubernetes/kubeApiError";
import { getObject, listObjects } from "../adapters/kubernetes/objects";
import { tokenKubeconfig } from "../adapters/kubernetes/kubeconfig/tokenKubeconfig";
import { isPlainObject } from "../core/plain/plainObject";
import { compareText } from "../core/plain/text";
import { plainText } from "../core/plain/plainText";
import { toServerUrl } from "../core/membership/connection";
import {
  readRegistered,
  type RegisteredCluster,
  registryApis,
  type RegistryKind,
} from "../core/membership/registry";
import { knownText } from "../engine/knownText";
import { askIdentity } from "./clusterIdentity";
import { refusal } from "../engine/program";

export { describeAccess } from "../adapters/kubernetes/kubeconfig/access";

/** Where a registry is. */
export interface RegistryPlace {
  /** The host cluster's kubeconfig; its value must be known when the program runs. @secret */
  readonly kubeconfig: pulumi.Input<string>;
  /** @default its current-context */
  readonly context?: string | undefined;
  /** `"Cluster"`, of the Cluster Registry, which has no credentials; or `"KubeFedCluster"`, KubeFed's own. */
  readonly kind: RegistryKind;
  /** @default the kind's own: `kube-multicluster-public`, `kube-federation-system` */
  readonly namespace?: string | undefined;
  /**
   * What a registry says of TLS checks to leave out, and of servers without TLS: whoever may write into
   * it could so have tokens sent to himself. `"ignored"`: everything is checked, and a server without TLS
   * is given no token. `"believed"`: it is done as KubeFed does it. @default "ignored"
   */
  readonly disabledTLSValidations?: "ignored" | "believed" | undefined;
}

/** A cluster of a registry, with a kubeconfig where the registry has credentials for it. */
export interface RegistryEntry extends RegisteredCluster {
  readonly kubeconfig?: string | undefined;
  /** Why the credentials that the registry has are not used, as the end of a sentence. */
  readonly withheld?: string | undefined;
}

/** What a registry lists. */
export interface RegistryList {
  /** Tells this registry from every other one, whatever its host's address. */
  readonly source: string;
  /** Sorted by name. */
  readonly entries: readonly RegistryEntry[];
  /** The names of objects that say no address, sorted. */
  readonly unusable: readonly string[];
}

/**
 * Asks a host cluster for the clusters that are registered there; messages say for whom.
 *
 * @throws RunError when the kubeconfig is not known yet, KubeApiError or KubeStatusError when it cannot
 * be asked
 */
export async function readRegistry(place: RegistryPlace, by: string): Promise<RegistryList> {
  const { kind, context } = place;
  const kubeconfig = await knownText(pulumi.output(place.kubeconfig));
  if (kubeconfig === undefined) {
    throw refusal(
      `${by}: the host cluster's kubeconfig must be known when the program runs; it is made by this very update`,
    );
  }
  const api = connectToCluster({ kubeconfig, context });
  const { group, version, plural, namespace: usual } = registryApis[kind];
  const namespace = place.namespace ?? usual;
  const objects = await listObjects(
    api,
    `/apis/${group}/${version}/namespaces/${namespace}/${plural}`,
  );
  const found = objects.flatMap((object) => readRegistered(object) ?? []);
  const unusable = objects
    .filter((object) => readRegistered(object) === undefined)
    .map(({ metadata }) => (isPlainObject(metadata) ? String(metadata["name"]) : ""));
  const entries: RegistryEntry[] = [];
  for (const each of found.sort((a, b) => compareText(a.name, b.name))) {
    const token = await tokenIn({ api, namespace, cluster: each });
    entries.push({
      ...each,
      ...(token === undefined ? {} : await accessTo({ ...place, by }, each, token)),
    });
  }
  const identity = await askIdentity({ api, namespace, recorded: undefined });
  const host = identity.kind === "known" ? (identity.identities[0] ?? "") : "";
  return {
    source: `${kind} ${namespace} ${host}`.trim(),
    entries,
    unusable: unusable.sort(compareText),
  };
}

/** The contexts of a kubeconfig, sorted. Throws KubeApiError `kubeconfig`, without a part of its text. */
export function kubeconfigContexts(kubeconfig: string): string[] {
  return contextsOf(kubeconfig);
}

async function tokenIn(of: {
  readonly api: KubeApi;
  readonly namespace: string;
  readonly cluster: RegisteredCluster;
}): Promise<string | undefined> {
  const { api, namespace, cluster } = of;
  if (cluster.secretName === undefined) return undefined;
  // A name from a registry must not lead to anything but a Secret beside it.
  const path = `/api/v1/namespaces/${namespace}/secrets/${encodeURIComponent(cluster.secretName)}`;
  const data = (await getObject(api, path))?.["data"];
  const token = isPlainObject(data) ? data["token"] : undefined;
  return typeof token === "string" ? Buffer.from(token, "base64").toString("utf8") : undefined;
}

async function accessTo(
  { disabledTLSValidations: said = "ignored", by }: RegistryPlace & { readonly by: string },
  cluster: RegisteredCluster,
  token: string,
): Promise<Pick<RegistryEntry, "kubeconfig" | "withheld">> {
  const { name, apiEndpoint, ca, proxyURL: proxyUrl, disabledTLSValidations = [] } = cluster;
  const server = toServerUrl(apiEndpoint);
  const access: TokenAccess = { name, server, token, ca, proxyUrl };
  const believing = 'disabledTLSValidations: "believed" does as it says';
  if (said !== "believed") {
    if (!/^https:/i.test(server)) {
      const withheld = `its token is not sent to ${server}, a server without TLS; ${believing}`;
      return { withheld: plainText(withheld) };
    }
    if (disabledTLSValidations.length > 0) {
      const checks = disabledTLSValidations.join(", ");
      await pulumi.log.warn(
        plainText(
          `${by}: the registry says that TLS of cluster "${name}" is not to be checked (${checks}); it is checked all the same; ${believing}`,
        ),
      );
    }
    return { kubeconfig: formatKubeconfig(access) };
  }
  try {
    return { kubeconfig: await tokenKubeconfig(access, disabledTLSValidations) };
  } catch (error) {
    if (!(error instanceof KubeApiError)) throw error;
    // The cluster's own probe says why it does not answer, and what becomes of it then.
    return { kubeconfig: formatKubeconfig(access) };
  }
}
