import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface Registering {
  /** A kubeconfig file with a context for each member. */
  path: string;
  labels: Record<string, Record<string, string>>;
  unreachable?: "keep";
  /** What the registries' components are called. @default "registry" */
  called?: string;
  /** The cluster that is not exported. @default none */
  withheld?: string;
}

const config = new pulumi.Config();
const {
  path,
  labels,
  unreachable,
  called = "registry",
  withheld,
} = config.requireObject<Registering>("with");

const host = new kubefed.KubeFedCluster("host", { kubeconfig: config.requireSecret("host") });
const clusters = kubefed.clustersFromKubeconfig({
  path,
  contexts: Object.keys(labels).map((name) => `to-${name}`),
  nameOf: (context) => context.replace("to-", ""),
  args: (context) => ({ labels: labels[context.replace("to-", "")], unreachable }),
});

for (const kind of ["Cluster", "KubeFedCluster"] as const) {
  new kubefed.ClusterRegistry(`${called}-${kind.toLowerCase()}`, {
    hostCluster: host,
    clusters,
    kind,
  });
}

export const contexts = clusters.map(({ name, context }) => `${name} by ${context}`);
export const fleet = kubefed.exportClusters(clusters.filter(({ name }) => name !== withheld));
