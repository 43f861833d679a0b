import * as pulumi from "@pulumi/pulumi";
import { kubeconfigContexts, readRegistry, type RegistryPlace } from "../../observe/registry";
import { count, messageOf } from "../../core/plain/text";
import { validateName } from "../../core/kinds/federatedTypes";
import { plainText } from "../../core/plain/plainText";
import { KubeFedCluster, type KubeFedClusterArgs } from "./kubeFedCluster";
import { declareFound } from "./foundMembers";
import { readKubeconfigFile } from "./kubeconfigFile";
import { refusal } from "../../engine/program";

/** What a cluster is given besides what was found; the credentials too where none were. */
export type FoundClusterArgs = Partial<KubeFedClusterArgs>;

/** Which registry to read, and what its clusters are given besides. */
export interface ClustersFromRegistryArgs extends RegistryPlace {
  /**
   * Names of clusters that were taken out of the registry on purpose: what this stack has on them is deleted.
   * Without it, one that the registry no longer lists is an error. @default none
   */
  readonly gone?: readonly string[];
  /**
   * What a cluster is given besides its labels and its place, by its name: credentials above all, where
   * the registry has none, as that of kind `"Cluster"` never has. @default nothing
   */
  readonly args?: (name: string) => FoundClusterArgs;
}

/**
 * The clusters that a host cluster's registry lists, as components of this stack, sorted by name. The host
 * is asked while the program runs, so that they are known at preview.
 *
 * Throws a `RunError` where a cluster has no credentials or no address, or where the host's credentials are not
 * known yet; what the API server says, where it does not answer with a list. One that this stack found there
 * before and that is listed no more is an error before anything is written.
 *
 * Example: `const clusters = await kubefed.clustersFromRegistry({ kubeconfig: host, kind: "KubeFedCluster" });`
 */
export async function clustersFromRegistry(
  registry: ClustersFromRegistryArgs,
  opts?: pulumi.ComponentResourceOptions,
): Promise<KubeFedCluster[]> {
  const { entries, source, unusable } = await readRegistry(registry);
  if (unusable.length > 0) {
    const problems = unusable.map(
      (name) => `the registry says no address for cluster "${name}"; mend its object`,
    );
    throw refusal(`clustersFromRegistry: ${problems.join("; ")}`);
  }
  declareFound({
    by: "clustersFromRegistry",
    source,
    names: entries.map(({ name }) => name),
    gone: registry.gone,
    lost: "the registry lists it no more; register it again",
  });
  return entries.map(({ name, labels, region, zones, kubeconfig, withheld }) => {
    const more = registry.args?.(name) ?? {};
    const hasOwn = (["kubeconfig", "kubeconfigPath", "provider"] as const).some(
      (way) => more[way] !== undefined,
    );
    if (!hasOwn && kubeconfig === undefined) {
      const none = `the registry has no credentials for cluster "${name}"`;
      const why = withheld === undefined ? none : `cluster "${name}": ${withheld}`;
      throw refusal(`clustersFromRegistry: ${why}; give a kubeconfig for it by args`);
    }
    const credentials =
      hasOwn || kubeconfig === undefined ? {} : { kubeconfig: pulumi.secret(kubeconfig) };
    const place = {
      ...(region === undefined ? {} : { region }),
      ...(zones === undefined ? {} : { zones: [...zones] }),
    };
    return new KubeFedCluster(name, { labels, ...place, ...credentials, ...more }, opts);
  });
}

/** A kubeconfig with several contexts, and which of them are member clusters. */
export interface ClustersFromKubeconfigArgs {
  /** A path, or a list of them as `KUBECONFIG` has it (`a:b`); `~/` is the home directory. */
  readonly path: string;
  /** @default all */
  readonly contexts?: readonly string[];
  /** A cluster's name, by its context's. @default the context's */
  readonly nameOf?: (context: string) => string;
  /** What a cluster is given besides, by its context. @default nothing */
  readonly args?: (context: string) => FoundClusterArgs;
  /**
   * Names of clusters whose contexts were removed on purpose: what this stack has on them is deleted. Without
   * it, one that no context stands for any more is an error, where all contexts are taken. @default none
   */
  readonly gone?: readonly string[];
}

/**
 * The contexts of a kubeconfig file as member clusters, sorted by context.
 *
 * Throws a `RunError` where the file cannot be read, has no such context, or a context's name is none for
 * a member cluster and `nameOf` gives no other. Where all contexts are taken, a cluster of this stack that was
 * among them before and is no more is an error before anything is written.
 *
 * Example: `const clusters = kubefed.clustersFromKubeconfig({ path: "~/.kube/config", contexts: ["us-east", "eu-west"] });`
 */
export function clustersFromKubeconfig(
  file: ClustersFromKubeconfigArgs,
  opts?: pulumi.ComponentResourceOptions,
): KubeFedCluster[] {
  const { text, issues } = readKubeconfigFile(file.path);
  if (text === undefined) {
    const why = issues.map(({ message }) => message).join("; ");
    throw refusal(`clustersFromKubeconfig: "${file.path}" ${why}`);
  }
  const known = contextsIn(file.path, text);
  const missing = (file.contexts ?? []).filter((context) => !known.includes(context));
  if (missing.length > 0) {
    const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");
    throw refusal(
      `clustersFromKubeconfig: "${file.path}" has no context ${quoted(missing)}; known: ${quoted(known)}`,
    );
  }
  const chosen = known.filter((context) => file.contexts?.includes(context) ?? true);
  const named = namesOf(file, chosen);
  if (file.contexts === undefined) {
    declareFound({
      by: "clustersFromKubeconfig",
      // Not its path, which is another one on each machine.
      source: "kubeconfig",
      names: named.map(({ name }) => name),
      gone: file.gone,
      lost: `no context of "${plainText(file.path)}" stands for it any more; mend the file, keep the name of one that was renamed by nameOf`,
    });
  }
  return named.map(
    ({ name, context }) =>
      new KubeFedCluster(
        name,
        { kubeconfigPath: file.path, context, ...file.args?.(context) },
        opts,
      ),
  );
}

interface NamedContext {
  readonly name: string;
  readonly context: string;
}

/** Cloud providers give contexts names that no Kubernetes object may have. */
function namesOf(
  { path, nameOf }: ClustersFromKubeconfigArgs,
  contexts: readonly string[],
): NamedContext[] {
  const named = contexts.map((context) => ({ context, name: nameOf?.(context) ?? context }));
  const problems = named.flatMap(({ context, name }, index) => {
    const of =
      name === context ? `context ${show(context)}` : `${show(name)} for context ${show(context)}`;
    const earlier = named.slice(0, index).find((each) => each.name === name);
    if (earlier !== undefined) {
      return [`${of} is the name of context ${show(earlier.context)} too`];
    }
    return validateName({ kind: "KubeFedCluster", name, path: "" }).map(
      ({ message }) => `${of}: ${message}`,
    );
  });
  if (problems.length === 0) return named;
  throw refusal(
    [
      `clustersFromKubeconfig: "${path}": ${count(problems.length, "context")} without a name for a member cluster; give one by nameOf, such as nameOf: (context) => context.toLowerCase().replace(/[^a-z0-9.]+/g, "-")`,
      ...problems.map((problem) => `  - ${problem}`),
    ].join("\n"),
  );
}

function show(name: unknown): string {
  return plainText(JSON.stringify(name));
}

function contextsIn(path: string, text: string): string[] {
  try {
    return kubeconfigContexts(text);
  } catch (error) {
    const why = messageOf(error);
    throw refusal(`clustersFromKubeconfig: "${path}": ${why}`);
  }
}
