import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { isPlainObject } from "../../core/plain/plainObject";

/** How a provider of `@pulumi/kubernetes` is told where its cluster is. */
export interface PluginAccess {
  /** A kubeconfig's text, or the path of one. @default that of kubectl */
  readonly kubeconfig: unknown;
  readonly context: unknown;
  /** Instead of the context's own cluster. */
  readonly cluster: unknown;
}

/**
 * The kubeconfig that the plugin works with, as one text whose current context is the one in use; undefined
 * where it cannot be read here. Never throws, and never gives a part of a text that it cannot read.
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

function withChoice(text: string, { context, cluster }: PluginAccess): string | undefined {
  const config: unknown = parse(text);
  if (!isPlainObject(config) || !Array.isArray(config["contexts"])) return undefined;
  const name = typeof context === "string" ? context : config["current-context"];
  if (typeof cluster !== "string") return stringify({ ...config, "current-context": name });
  const contexts = config["contexts"].map((each: unknown) => {
    if (!isPlainObject(each) || each["name"] !== name || !isPlainObject(each["context"])) {
      return each;
    }
    return { ...each, context: { ...each["context"], cluster } };
  });
  return stringify({ ...config, contexts, "current-context": name });
}
