import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** One federated component, as a test writes it down. */
export interface Declaration {
  /** `ConfigMap`, `Namespace`, …, `CustomResource`, or `LimitRange` through `federate()`. */
  kind: string;
  name: string;
  /** `namespace` names a declared FederatedNamespace where there is one. */
  args?: Record<string, unknown>;
  /** A ReplicaSchedulingPreference of the same name. */
  preference?: kubefed.ReplicaSchedulingPreferenceArgs;
  opts?: kubefed.FederatedOptions;
  /** Names of components declared before, which this one waits for. */
  after?: string[];
  /** A label that a transform puts on every child. */
  transformLabel?: string;
}

/** What the stack's configuration says under `with`. */
export interface Declared {
  labels?: Record<string, Record<string, string>>;
  /** Clusters that are being retired. */
  retire?: string[];
  /** Clusters that are given by a provider of the program's own. */
  ownProviders?: string[];
  objects: Declaration[];
}

const config = new pulumi.Config();
const declared = config.requireObject<Declared>("with");
const labels = declared.labels ?? {
  "us-east": { region: "us", tier: "prod" },
  "eu-west": { region: "eu", tier: "prod" },
  "ap-south": { region: "ap", tier: "dev" },
};
const clusters = Object.keys(labels).map(
  (name) =>
    new kubefed.KubeFedCluster(name, {
      ...accessTo(name),
      labels: labels[name],
      retire: declared.retire?.includes(name),
    }),
);

type Component = kubefed.FederatedObject<pulumi.CustomResource> | kubefed.FederatedNamespace;
const components = new Map<string, Component>();
const namespaces = new Map<string, kubefed.FederatedNamespace>();

for (const declaration of declared.objects) components.set(keyOf(declaration), create(declaration));

export const plans = mapComponents((component) => component.plan);
export const status = mapComponents((component) => component.status);
export const uids = mapComponents(({ resources, deferred }) =>
  Object.fromEntries(
    Object.entries({ ...resources, ...deferred }).map(([cluster, resource]) => [
      cluster,
      uidOf(resource),
    ]),
  ),
);

function accessTo(name: string): Pick<kubefed.KubeFedClusterArgs, "kubeconfig" | "provider"> {
  const kubeconfig = config.requireSecret(name);
  if (declared.ownProviders?.includes(name) !== true) return { kubeconfig };
  return { provider: new k8s.Provider(`own-${name}`, { kubeconfig }) };
}

function create(declaration: Declaration): Component {
  const { kind, name, preference } = declaration;
  const opts = optionsOf(declaration);
  const given = declaration.args ?? {};
  if (kind === "Namespace") {
    const args = { clusters, placement: { clusterSelector: {} }, ...given };
    const namespace = new kubefed.FederatedNamespace(name, args, opts);
    namespaces.set(name, namespace);
    return namespace;
  }
  const within = typeof given.namespace === "string" ? namespaces.get(given.namespace) : undefined;
  const where = within === undefined ? { clusters } : { namespace: within };
  const scheduling =
    preference === undefined
      ? {}
      : { scheduling: new kubefed.ReplicaSchedulingPreference(name, preference) };
  // The arguments are data here: whether they are right is for the component to say.
  const args = { ...given, ...where, ...scheduling } as never;
  return new (classOf(kind))(name, args, opts);
}

function classOf(
  kind: string,
): new (name: string, args: never, opts: kubefed.FederatedOptions) => Component {
  if (kind === "LimitRange") return kubefed.federate(k8s.core.v1.LimitRange);
  const found: unknown = Reflect.get(kubefed, `Federated${kind}`);
  if (typeof found !== "function") throw new Error(`no component for ${kind}`);
  return found as ReturnType<typeof classOf>;
}

function optionsOf({ opts, after, transformLabel }: Declaration): kubefed.FederatedOptions {
  const first = (after ?? []).flatMap((name) =>
    [...components].filter(([key]) => key.endsWith(`/${name}`)).map(([, each]) => each),
  );
  return {
    ...opts,
    ...(after === undefined ? {} : { dependsOn: first }),
    ...(transformLabel === undefined ? {} : { transforms: [addLabel(transformLabel)] }),
  };
}

function addLabel(label: string): pulumi.ResourceTransform {
  return ({ custom, props, opts }) => {
    if (!custom) return undefined;
    const metadata = props.metadata as { labels?: object } | undefined;
    return {
      props: {
        ...props,
        metadata: { ...metadata, labels: { ...metadata?.labels, [label]: "yes" } },
      },
      opts,
    };
  };
}

function keyOf({ kind, name }: Declaration): string {
  return `${kind}/${name}`;
}

function mapComponents<Value>(of: (component: Component) => Value): Record<string, Value> {
  return Object.fromEntries([...components].map(([key, component]) => [key, of(component)]));
}

function uidOf(
  resource: pulumi.Resource | pulumi.Output<pulumi.Resource>,
): pulumi.Output<string | undefined> {
  const metadata = Reflect.get(resource, "metadata") as pulumi.Output<{ uid?: string }>;
  return metadata.apply(({ uid }) => uid);
}
