import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface Registered {
  /** A kubeconfig file with a context for each member, called `to-<name>`. */
  path: string;
  /** Whether the registry without credentials is read with none given. */
  withoutCredentials?: boolean;
  /** Where the clusters are read from; a cluster is a member once in a program. */
  source: "by-kubefed" | "by-registry" | "by-stack";
}

const config = new pulumi.Config();
const { path, withoutCredentials, source } = config.requireObject<Registered>("with");
const kubeconfig = config.requireSecret("host");

const args = (name: string) =>
  withoutCredentials === true ? {} : { kubeconfigPath: path, context: `to-${name}` };

function read(): Promise<kubefed.KubeFedCluster[]> {
  switch (source) {
    case "by-kubefed":
      return kubefed.clustersFromRegistry({ kubeconfig, kind: "KubeFedCluster" });
    case "by-registry":
      return kubefed.clustersFromRegistry({ kubeconfig, kind: "Cluster", args });
    case "by-stack":
      return kubefed.clustersFromStack(
        new pulumi.StackReference("organization/registry/dev"),
        "fleet",
      );
  }
}

async function main() {
  const clusters = await read();
  new kubefed.FederatedConfigMap(source, {
    clusters,
    placement: { clusterSelector: { matchLabels: { tier: "prod" } } },
    template: { data: { source } },
  });
  return clusters.map(({ name, labels, region, zones }) => ({ name, labels, region, zones }));
}

/** What was found. */
export const found = main();
