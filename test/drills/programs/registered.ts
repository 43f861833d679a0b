import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface Registered {
  /** A kubeconfig file with a context for each member, called `to-<name>`. */
  path: string;
  /** Whether the registry without credentials is read with none given. */
  withoutCredentials?: boolean;
}

const config = new pulumi.Config();
const { path, withoutCredentials } = config.requireObject<Registered>("with");
const kubeconfig = config.requireSecret("host");

/** The same cluster is found in several ways; a parent of its own type gives each a name of its own. */
function within(type: string): pulumi.ComponentResourceOptions {
  return { parent: new pulumi.ComponentResource(`test:index:${type}`, type) };
}

function put(source: string, clusters: kubefed.KubeFedCluster[]) {
  new kubefed.FederatedConfigMap(source, {
    clusters,
    placement: { clusterSelector: { matchLabels: { tier: "prod" } } },
    template: { data: { source } },
  });
  return clusters.map(({ name, labels, region, zones }) => ({ name, labels, region, zones }));
}

async function main() {
  const byKubeFed = await kubefed.clustersFromRegistry(
    { kubeconfig, kind: "KubeFedCluster" },
    within("KubeFedRegistry"),
  );
  const args = (name: string) =>
    withoutCredentials === true ? {} : { kubeconfigPath: path, context: `to-${name}` };
  const byRegistry = await kubefed.clustersFromRegistry(
    { kubeconfig, kind: "Cluster", args },
    within("ClusterRegistry"),
  );
  const writing = new pulumi.StackReference("organization/registry/dev");
  const byStack = await kubefed.clustersFromStack(writing, "fleet", within("Stack"));
  return {
    kubefed: put("by-kubefed", byKubeFed),
    registry: put("by-registry", byRegistry),
    stack: put("by-stack", byStack),
  };
}

/** What was found, by where. */
export const found = main();
