import { setTimeout as pause } from "node:timers/promises";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** How the program is given one member. */
export interface GivenMember {
  /** The key of its kubeconfig among the secrets. @default its name */
  secret?: string;
  /** A kubeconfig file, instead of a secret. */
  path?: string;
  context?: string;
  identity?: string;
  unreachable?: "keep";
  /** Its kubeconfig is known once a ConfigMap of this name was made, on eu-west. */
  madeAfter?: string;
  /** By a provider of the program's own. */
  by?: "own provider";
  /** All that is known of that provider, as in a component which another language calls: its URN and its id. */
  reference?: string;
  join?: kubefed.JoinArgs;
}

/** What the stack's configuration says under `with`. */
export interface Identified {
  members: Record<string, GivenMember>;
  /** The namespace in which the objects are. */
  namespace: string;
  /** The data of the ConfigMap. @default a: "1" */
  data?: Record<string, string>;
  /** The name of one more ConfigMap. @default none */
  more?: string;
  /** The folder of a chart. @default none */
  chart?: string;
}

const config = new pulumi.Config();
const given = config.requireObject<Identified>("with");
const { members, namespace: called, data = { a: "1" }, more, chart } = given;

const health = { timeoutSeconds: 2 };
let made: pulumi.Output<string> | undefined;
const clusters = Object.entries(members).map(([name, given]) => {
  const { secret = name, path, context, by, reference, madeAfter, ...rest } = given;
  const args = { ...rest, ...(madeAfter === undefined ? {} : { health }) };
  if (path !== undefined)
    return new kubefed.KubeFedCluster(name, { kubeconfigPath: path, context, ...args });
  const kubeconfig = after(madeAfter, config.requireSecret(secret));
  if (by === undefined) return new kubefed.KubeFedCluster(name, { kubeconfig, context, ...args });
  const provider = new k8s.Provider(`own-${name}`, { kubeconfig, context });
  if (reference === undefined) return new kubefed.KubeFedCluster(name, { provider, ...args });
  const known: unknown = new pulumi.DependencyProviderResource(reference);
  return new kubefed.KubeFedCluster(name, { provider: known as k8s.Provider, ...args });
});

/** As that of a cluster which the program makes itself; all that are late wait for the same. */
function after(name: string | undefined, kubeconfig: pulumi.Output<string>): pulumi.Output<string> {
  if (name === undefined) return kubeconfig;
  made ??= make(name);
  return pulumi.all([kubeconfig, made]).apply(([text]) => text);
}

/** Takes longer than anybody waits who asks all members at once, as making a cluster does. */
function make(name: string): pulumi.Output<string> {
  const provider = new k8s.Provider("maker", { kubeconfig: config.requireSecret("eu-west") });
  const { id } = new k8s.core.v1.ConfigMap("made", { metadata: { name } }, { provider });
  return id.apply((known) => pause(2500 * health.timeoutSeconds, known));
}

if (clusters.length > 0) {
  const namespace = new kubefed.FederatedNamespace(called, {
    clusters,
    placement: { clusterSelector: {} },
  });
  new kubefed.FederatedConfigMap("settings", { namespace, template: { data } });
  if (more !== undefined) {
    new kubefed.FederatedConfigMap(more, { namespace, template: { data } });
  }
  if (chart !== undefined) new kubefed.FederatedHelmChart("chart", { namespace, chart });
  new kubefed.FederatedSecret("password", { namespace, template: { stringData: { p: "q" } } });
  new kubefed.FederatedPersistentVolumeClaim("data", {
    namespace,
    template: {
      metadata: { annotations: { "pulumi.com/skipAwait": "true" } },
      spec: {
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1Gi" } },
      },
    },
  });
}
