import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { KubeObject } from "../../core/model";
import { mapAt, mapsAt } from "../../core/plain/fields";
import { isPlainObject } from "../../core/plain/plainObject";
import { yamlLibrary } from "./yamlDocuments";

/** How a provider of `@pulumi/kubernetes` is told where its cluster is. */
export interface PluginAccess {
  /** A kubeconfig's text, or the path of one. @default that of kubectl */
  readonly kubeconfig: unknown;
  readonly context: unknown;
  /** Instead of the context's own cluster. */
  readonly cluster: unknown;
}

/**
 * The kubeconfig that the plugin works with, as one text with the context in use and no other; undefined where
 * it cannot be read here. Never throws, and never gives a part of a text that it cannot read.
 */
export function pluginKubeconfig(access: PluginAccess): string | undefined {
  try {
    const text = textOf(access.kubeconfig);
    return text === undefined ? undefined : withChoice(text, access);
  } catch {
    return undefined;
  }
}

function textOf(given: unknown): string | undefined {
  if (isPlainObject(given)) return JSON.stringify(given);
  if (typeof given === "string" && given.trim() !== "") {
    const path = given.startsWith("~/") ? join(homedir(), given.slice(2)) : given;
    return existsSync(path) ? readFileSync(path, "utf8") : given;
  }
  return readFileSync(join(homedir(), ".kube", "config"), "utf8");
}

/** With the one context that is in use, and what that names: what else a person has in the file is none of ours. */
function withChoice(text: string, { context, cluster }: PluginAccess): string | undefined {
  const config: unknown = yamlLibrary().parse(text);
  if (!isPlainObject(config) || !Array.isArray(config["contexts"])) return undefined;
  const name = typeof context === "string" ? context : config["current-context"];
  const instead = typeof cluster === "string" ? { cluster } : {};
  const contexts = entriesOf(config, "contexts", [name]).map((each) => ({
    ...each,
    context: { ...mapAt(each, "context"), ...instead },
  }));
  const named = (field: string) => contexts.map((each) => mapAt(each, "context")[field]);
  return yamlLibrary().stringify({
    ...config,
    contexts,
    clusters: entriesOf(config, "clusters", named("cluster")),
    users: entriesOf(config, "users", named("user")),
    "current-context": name,
  });
}

function entriesOf(config: KubeObject, section: string, names: readonly unknown[]): KubeObject[] {
  return mapsAt(config, section).filter((each) => names.includes(each.name));
}
