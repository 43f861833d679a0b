import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import { declareFound } from "./foundMembers";
import { KubeFedCluster } from "./kubeFedCluster";

/** A member cluster as it crosses from one stack to another; only the kubeconfig is secret. */
export interface ExportedCluster {
  readonly labels: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly zones: readonly string[];
  readonly kubeconfig: pulumi.Output<string>;
  /** Of the kubeconfig. @default its current-context */
  readonly context?: string;
}

/**
 * Member clusters as a stack output, by name. Structure stays plain; kubeconfigs are secret.
 * Throws a `ResourceError` for a cluster made from a provider of your own, whose credentials cannot
 * be read back.
 *
 * Example: `export const fleet = kubefed.exportClusters(clusters);`
 */
export function exportClusters(
  clusters: readonly KubeFedCluster[],
): Record<string, ExportedCluster> {
  return Object.fromEntries(
    clusters.map((cluster) => {
      const { name, labels, region, zones, memberKubeconfig, context } = cluster;
      if (memberKubeconfig === undefined) {
        throw new pulumi.ResourceError(
          `KubeFedCluster "${name}": only a cluster given by kubeconfig or kubeconfigPath can be exported, this one has a provider of its own`,
          cluster,
          true,
        );
      }
      return [
        name,
        {
          labels,
          ...(region === undefined ? {} : { region }),
          zones,
          kubeconfig: memberKubeconfig,
          ...(context === undefined ? {} : { context }),
        },
      ];
    }),
  );
}

/** Options of the clusters that another stack exported. */
export interface ClustersFromStackOptions extends pulumi.ComponentResourceOptions {
  /**
   * Names of clusters that the other stack lets go of on purpose: what this stack has on them is deleted.
   * Without it, one that is exported no more is an error. @default none
   */
  gone?: readonly string[];
}

/**
 * The member clusters that another stack exported under `outputName`, as components of this stack,
 * sorted by name. They are known before the first federated object is declared, also at preview.
 *
 * Throws a `RunError` where the output is missing or was not made by `exportClusters`. A cluster that this
 * stack found there before and that is exported no more is an error before anything is written.
 *
 * Example: `const clusters = await kubefed.clustersFromStack(new pulumi.StackReference("org/fleet/dev"), "fleet");`
 */
export async function clustersFromStack(
  stack: pulumi.StackReference,
  outputName: string,
  { gone, ...opts }: ClustersFromStackOptions = {},
): Promise<KubeFedCluster[]> {
  const details = await stack.getOutputDetails(outputName);
  const fleet: unknown = details.secretValue ?? details.value;
  const from = await nameOf(stack);
  if (!isPlainObject(fleet)) {
    throw new pulumi.RunError(
      `clustersFromStack: stack "${from}" has no output "${outputName}" made by exportClusters`,
    );
  }
  const names = Object.keys(fleet).sort();
  declareFound({
    by: "clustersFromStack",
    source: `stack ${from} ${outputName}`,
    names,
    gone,
    lost: `stack "${from}" exports it no more in "${outputName}"; export it again`,
  });
  return names.map(
    (name) => new KubeFedCluster(name, importCluster(outputName, name, fleet[name]), opts),
  );
}

function importCluster(outputName: string, name: string, exported: unknown) {
  const { labels, region, zones, kubeconfig, context } = isPlainObject(exported) ? exported : {};
  const texts = Array.isArray(zones) && zones.every((zone) => typeof zone === "string");
  if (typeof kubeconfig !== "string" || !isLabels(labels) || !texts) {
    throw new pulumi.RunError(
      `clustersFromStack: "${name}" in output "${outputName}" was not made by exportClusters; labels, zones and kubeconfig are needed`,
    );
  }
  return {
    kubeconfig: pulumi.secret(kubeconfig),
    labels,
    zones,
    ...(typeof region === "string" ? { region } : {}),
    ...(typeof context === "string" ? { context } : {}),
  };
}

function isLabels(value: unknown): value is Record<string, string> {
  return isPlainObject(value) && Object.values(value).every((each) => typeof each === "string");
}

function nameOf(stack: pulumi.StackReference): Promise<string> {
  return new Promise((resolve) => stack.name.apply(resolve));
}
