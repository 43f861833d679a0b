import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { registeredNames } from "../../engine/engineQuestion";
import { pluginKubeconfig } from "../../adapters/files/pluginKubeconfig";

/**
 * The same on every member, whatever it is called: where two providers' identifiers are equal, the plugin
 * replaces nothing. Without one it compares addresses and certificates, and a cluster whose kubeconfig is
 * written in another way has its objects written once more and then deleted by name.
 */
const clusterIdentifier = "kubefed-member";

/** What a member's objects are written with. */
export interface MemberProviderSpec {
  readonly parent: pulumi.Resource;
  readonly name: string;
  readonly kubeconfig: pulumi.Input<string> | undefined;
  readonly context?: string | undefined;
  /** What else the plugin is told. @default nothing */
  readonly settings?: k8s.ProviderArgs;
  /** Whose arguments it has instead. */
  readonly own?: OwnProvider;
  /** Resolves when its credentials are known to be those of the member's own cluster. */
  readonly settled: Promise<void>;
}

/** Makes the provider of a member: the same resource whatever its credentials come from. */
export function memberProvider(spec: MemberProviderSpec): k8s.Provider {
  const { parent, name, kubeconfig, context, settings, own, settled } = spec;
  const dependsOn: Promise<pulumi.Resource[]> = settled.then(() => []);
  return new k8s.Provider(
    name,
    {
      ...settings,
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
      clusterIdentifier,
      enableConfigMapMutable: true,
      enableSecretMutable: true,
      enableServerSideApply: true,
    },
    { parent, dependsOn, ...(own === undefined ? {} : { transformations: [takingOver(own)] }) },
  );
}

/** What a provider of the user's own is made with, as far as it can be read. */
export interface OwnProvider {
  /** The kubeconfig that it works with; undefined where it cannot be read here. */
  readonly text: pulumi.Output<string | undefined>;
  /** Its inputs as they are registered. */
  readonly inputs: Readonly<Record<string, pulumi.Output<unknown>>>;
}

/** What is taken over from a provider of the user's own. */
const takenOver = [
  "alwaysRender",
  "cluster",
  "context",
  "deleteUnreachable",
  "enableServerSideApply",
  "helmReleaseSettings",
  "kubeClientSettings",
  "kubeconfig",
  "namespace",
  "renderYamlToDirectory",
  "skipUpdateUnreachable",
  "suppressDeprecationWarnings",
  "suppressHelmHookWarnings",
] as const;

/**
 * Reads the arguments of a provider off the resource; undefined for one that is known by its URN alone, as
 * in a component that another language calls.
 */
export function readOwnProvider(provider: k8s.Provider): OwnProvider | undefined {
  if (!Object.hasOwn(provider, "kubeconfig")) return undefined;
  const names = pulumi.output(registeredNames(provider).catch(() => undefined));
  const valueOf = (key: string): pulumi.Output<unknown> =>
    names.apply((known) => {
      const value: unknown = Reflect.get(provider, key);
      return known?.includes(key) === false ? undefined : value;
    });
  const access = pulumi.all([valueOf("kubeconfig"), valueOf("context"), valueOf("cluster")]);
  return {
    text: access.apply(([kubeconfig, context, cluster]) =>
      pluginKubeconfig({ kubeconfig, context, cluster }),
    ),
    inputs: Object.fromEntries(takenOver.map((key) => [key, valueOf(key)])),
  };
}

/**
 * Gives a provider the inputs of another one as they are: the SDK has made texts of some already, and takes
 * no absent value for others.
 */
function takingOver({ inputs }: OwnProvider): pulumi.ResourceTransformation {
  const given: pulumi.Output<unknown> = pulumi.output(inputs.enableServerSideApply);
  const enableServerSideApply = given.apply((own) => own ?? "true");
  return ({ props, opts }) => ({
    props: { ...props, ...inputs, enableServerSideApply },
    opts,
  });
}
