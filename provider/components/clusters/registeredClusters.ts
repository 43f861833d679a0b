import * as pulumi from "@pulumi/pulumi";
import { kubeconfigContexts, readRegistry, type RegistryPlace } from "../../observe/registry";
import type { Issue } from "../../core/issue";
import { count, messageOf } from "../../core/plain/text";
import { validateName } from "../../core/kinds/federatedTypes";
import { plainText } from "../../core/plain/plainText";
import { KubeFedCluster, type KubeFedClusterArgs } from "./kubeFedCluster";
import type { FoundFleet } from "./foundFleet";
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
  const by = "clustersFromRegistry";
  const { members, issues, list } = await registeredFleet(registry, { by, option: "args" });
  if (issues.length > 0) throw refusal(`${by}: ${issues.map(({ message }) => message).join("; ")}`);
  if (list !== undefined) declareFound({ by, ...list, gone: registry.gone });
  return members.map(({ name, args }) => new KubeFedCluster(name, args, opts));
}

/** Who reads a list: as messages call it, and the option by which it can be given more. */
interface Reader {
  readonly by: string;
  readonly option: "args" | "members";
}

/** The member clusters that a host cluster's registry lists, sorted by name. Throws where that cannot be asked. */
export async function registeredFleet(
  registry: ClustersFromRegistryArgs,
  { by, option }: Reader,
): Promise<FoundFleet> {
  const { entries, source, unusable } = await readRegistry(registry, by);
  const issues = unusable.map((name): Issue => ({
    code: "cluster-credentials",
    path: "",
    message: `the registry says no address for cluster "${name}"; mend its object`,
  }));
  const members = entries.map(({ name, labels, region, zones, kubeconfig, withheld }) => {
    const more = registry.args?.(name) ?? {};
    const hasOwn = (["kubeconfig", "kubeconfigPath", "provider"] as const).some(
      (way) => more[way] !== undefined,
    );
    if (!hasOwn && kubeconfig === undefined) {
      const none = `the registry has no credentials for cluster "${name}"`;
      const why = withheld === undefined ? none : `cluster "${name}": ${withheld}`;
      const message = `${why}; give a kubeconfig for it by ${option}`;
      issues.push({ code: "cluster-credentials", path: "", message });
    }
    const credentials =
      hasOwn || kubeconfig === undefined ? {} : { kubeconfig: pulumi.secret(kubeconfig) };
    const place = {
      ...(region === undefined ? {} : { region }),
      ...(zones === undefined ? {} : { zones: [...zones] }),
    };
    return { name, args: { labels, ...place, ...credentials, ...more } };
  });
  const names = entries.map(({ name }) => name);
  const lost = "the registry lists it no more; register it again";
  return {
    members,
    issues,
    list: { source, names, lost },
    known: [...names, ...unusable],
  };
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
  const by = "clustersFromKubeconfig";
  const { members, issues, list } = contextFleet(file, "nameOf");
  const unnamed = issues.filter(({ code }) => code === "name-invalid");
  const [other] = issues.filter((issue) => !unnamed.includes(issue));
  if (other !== undefined) throw refusal(`${by}: ${other.message}`);
  if (unnamed.length > 0) {
    throw refusal(
      [
        `${by}: "${file.path}": ${count(unnamed.length, "context")} without a name for a member cluster; give one by nameOf, such as nameOf: (context) => context.toLowerCase().replace(/[^a-z0-9.]+/g, "-")`,
        ...unnamed.map(({ message }) => `  - ${message}`),
      ].join("\n"),
    );
  }
  if (list !== undefined) declareFound({ by, ...list, gone: file.gone });
  return members.map(({ name, args }) => new KubeFedCluster(name, args, opts));
}

/** The contexts of a kubeconfig file as member clusters, sorted by context; names are given by an option. */
export function contextFleet(
  file: ClustersFromKubeconfigArgs,
  option: "nameOf" | "names",
): FoundFleet & { readonly contexts: readonly string[] } {
  const { known, issues } = contextsIn(file.path);
  if (known === undefined) return { members: [], issues, contexts: [] };
  const missing = (file.contexts ?? []).filter((context) => !known.includes(context));
  const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");
  const unknown: Issue = {
    code: "unknown-cluster",
    path: "contexts",
    message: plainText(`"${file.path}" has no context ${quoted(missing)}; known: ${quoted(known)}`),
  };
  const chosen = known.filter((context) => file.contexts?.includes(context) ?? true);
  const named = chosen.map((context) => ({ context, name: file.nameOf?.(context) ?? context }));
  const names = named.map(({ name }) => name);
  const all = [...(missing.length === 0 ? [] : [unknown]), ...nameIssues(named)];
  const members = named.map(({ name, context }) => ({
    name,
    args: { kubeconfigPath: file.path, context, ...file.args?.(context) },
  }));
  const lost = `no context of "${plainText(file.path)}" stands for it any more; mend the file, keep the name of one that was renamed by ${option}`;
  return {
    members,
    issues: all,
    // Not its path, which is another one on each machine.
    ...(file.contexts === undefined ? { list: { source: "kubeconfig", names, lost } } : {}),
    known: names,
    contexts: known,
  };
}

interface NamedContext {
  readonly name: string;
  readonly context: string;
}

/** Cloud providers give contexts names that no Kubernetes object may have. */
function nameIssues(named: readonly NamedContext[]): Issue[] {
  return named.flatMap(({ context, name }, index) => {
    const path = `names[${JSON.stringify(context)}]`;
    const of =
      name === context ? `context ${show(context)}` : `${show(name)} for context ${show(context)}`;
    const earlier = named.slice(0, index).find((each) => each.name === name);
    if (earlier !== undefined) {
      const message = `${of} is the name of context ${show(earlier.context)} too`;
      return [{ code: "name-invalid", path, message } as const];
    }
    return validateName({ kind: "KubeFedCluster", name, path: "" }).map(
      ({ message }) => ({ code: "name-invalid", path, message: `${of}: ${message}` }) as const,
    );
  });
}

function show(name: unknown): string {
  return plainText(JSON.stringify(name));
}

function contextsIn(path: string): {
  readonly known?: readonly string[];
  readonly issues: readonly Issue[];
} {
  const { text, issues } = readKubeconfigFile(path);
  const unread = (message: string): Issue => ({
    code: "cluster-credentials",
    path: "path",
    message,
  });
  if (text === undefined)
    return { issues: issues.map(({ message }) => unread(`"${path}" ${message}`)) };
  try {
    return { known: kubeconfigContexts(text), issues: [] };
  } catch (error) {
    return { issues: [unread(`"${path}": ${messageOf(error)}`)] };
  }
}
