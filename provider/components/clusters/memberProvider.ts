import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
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
  /** What else the plugin is told. */
  readonly settings: k8s.ProviderArgs;
  /** Resolves when its credentials are known to be those of the member's own cluster. */
  readonly settled: Promise<void>;
}

/** Makes the provider of a member: the same resource whatever its credentials come from. */
export function memberProvider(spec: MemberProviderSpec): k8s.Provider {
  const { parent, name, kubeconfig, context, settings, settled } = spec;
  const dependsOn: Promise<pulumi.Resource[]> = settled.then(() => []);
  return new k8s.Provider(
    name,
    {
      enableServerSideApply: true,
      ...settings,
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
      clusterIdentifier,
      enableConfigMapMutable: true,
      enableSecretMutable: true,
    },
    { parent, dependsOn },
  );
}

/** What a provider of the user's own is made with, as far as it can be read. */
export interface OwnProvider {
  /** The kubeconfig that it works with; undefined where it cannot be read here. */
  readonly text: pulumi.Output<string | undefined>;
  /** Its arguments, to make another one of them. */
  readonly settings: k8s.ProviderArgs;
}

/** What the SDK writes as they are. */
const texts = ["cluster", "context", "kubeconfig", "namespace", "renderYamlToDirectory"] as const;
/** What it writes as JSON. */
const parsed = [
  "alwaysRender",
  "deleteUnreachable",
  "enableServerSideApply",
  "helmReleaseSettings",
  "kubeClientSettings",
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
  const valueOf = (key: string): pulumi.Output<unknown> => {
    const value: unknown = Reflect.get(provider, key);
    return pulumi.output(value);
  };
  const access = pulumi.all([valueOf("kubeconfig"), valueOf("context"), valueOf("cluster")]);
  const settings = Object.fromEntries([
    ...texts.map((key) => [key, valueOf(key)] as const),
    ...parsed.map((key) => [key, valueOf(key).apply((value) => parse(key, value))] as const),
  ]);
  return {
    text: access.apply(([kubeconfig, context, cluster]) =>
      pluginKubeconfig({ kubeconfig, context, cluster }),
    ),
    // They come from arguments of the same type; only the compiler cannot know.
    settings: settings as k8s.ProviderArgs,
  };
}

function parse(key: string, value: unknown): unknown {
  if (typeof value === "string") {
    const known: unknown = JSON.parse(value);
    return known;
  }
  return value ?? (key === "enableServerSideApply" ? true : undefined);
}
