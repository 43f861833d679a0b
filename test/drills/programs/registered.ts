import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface Registered {
  /** A kubeconfig file with a context for each member, called `to-<name>`. */
  path: string;
  /** Whether the registry without credentials is read with none given. */
  withoutCredentials?: boolean;
  /** Where the clusters are read from; a cluster is a member once in a program. */
  source: "by-file" | "by-kubefed" | "by-registry" | "by-stack";
  /** Those that went on purpose. @default none */
  gone?: string[];
}

const config = new pulumi.Config();
const { path, withoutCredentials, source, gone } = config.requireObject<Registered>("with");
const kubeconfig = config.requireSecret("host");

const prod = { region: "us", tier: "prod" };
const args = (name: string) =>
  withoutCredentials === true ? {} : { kubeconfigPath: path, context: `to-${name}` };

async function read(): Promise<kubefed.KubeFedCluster[]> {
  switch (source) {
    case "by-file":
      return kubefed.clustersFromKubeconfig({
        path,
        nameOf: (context) => context.replace("to-", ""),
        args: (context) => ({ labels: context.endsWith("us-east") ? prod : {} }),
        gone,
      });
    case "by-kubefed":
      return kubefed.clustersFromRegistry({ kubeconfig, kind: "KubeFedCluster" });
    case "by-registry":
      return kubefed.clustersFromRegistry({ kubeconfig, kind: "Cluster", args });
    case "by-stack":
      return kubefed.clustersFromStack(
        new pulumi.StackReference("organization/registry/dev"),
        "fleet",
        { gone },
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
