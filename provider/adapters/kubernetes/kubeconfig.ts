import { LineCounter, parseDocument } from "yaml";
import { isPlainObject } from "../../core/plain/plainObject";
import { compareText } from "../../core/plain/text";
import { KubeApiError } from "./kubeApiError";

/** A map of a kubeconfig whose fields are still to be looked at. */
export type Fields = Readonly<Record<string, unknown>>;

/** One context of a kubeconfig: the cluster and the user that it names, as they are written. */
export interface KubeconfigContext {
  readonly name: string;
  /** Without a slash at its end. */
  readonly server: string;
  readonly cluster: Fields;
  readonly user: Fields;
  /** The context's default namespace. */
  readonly namespace: string | undefined;
}

/**
 * Reads a kubeconfig, YAML or JSON, and picks a context of it.
 *
 * @throws KubeApiError `kubeconfig`, naming what is missing and which contexts there are; never a part
 * of the text, which may be secret
 */
export function parseKubeconfig(text: string, context?: string): KubeconfigContext {
  const config = parseText(text);
  const names = namesOf(config["contexts"]);
  const name = context ?? config["current-context"];
  if (typeof name !== "string" || name === "") {
    throw problem(`has no current-context; contexts: ${list(names)}`);
  }
  const chosen = entryOf({ config, section: "contexts", name, field: "context" });
  if (chosen === undefined) throw problem(`has no context "${name}"; contexts: ${list(names)}`);
  const cluster = namedBy({ config, section: "clusters", field: "cluster", context: chosen, name });
  const server = cluster["server"];
  if (typeof server !== "string" || !/^https?:\/\/./.test(server) || !URL.canParse(server)) {
    throw problem(`names no http:// or https:// server in the cluster of context "${name}"`);
  }
  return {
    name,
    server: withoutUserInfo(server),
    cluster,
    user: namedBy({ config, section: "users", field: "user", context: chosen, name }),
    namespace: textAt(chosen, "namespace"),
  };
}

/** The names of a kubeconfig's contexts, sorted. Throws like `parseKubeconfig`. */
export function contextsOf(text: string): string[] {
  return namesOf(parseText(text)["contexts"]);
}

/** A field that is a text and not empty. */
export function textAt(fields: Fields, field: string): string | undefined {
  const value = fields[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function parseText(text: string): Fields {
  const lines = new LineCounter();
  // Pretty errors quote the text, and with it its secrets.
  const document = parseDocument(text, {
    prettyErrors: false,
    lineCounter: lines,
    logLevel: "silent",
  });
  const error = document.errors[0];
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw problem(`is not YAML: line ${line}: ${error.code}`);
  }
  const config: unknown = document.toJS();
  if (!isPlainObject(config)) throw problem("is not a map with clusters, users and contexts");
  return config;
}

function namedBy(where: {
  readonly config: Fields;
  readonly section: "clusters" | "users";
  readonly field: "cluster" | "user";
  readonly context: Fields;
  readonly name: string;
}): Fields {
  const { config, section, field, context } = where;
  const name = textAt(context, field);
  // Without a user the server is asked anonymously, as kubectl does.
  if (name === undefined && field === "user") return {};
  const found = entryOf({ config, section, name: name ?? "", field });
  if (found === undefined) {
    throw problem(`has no ${field} "${name ?? ""}", which context "${where.name}" names`);
  }
  return found;
}

function entryOf(of: {
  readonly config: Fields;
  readonly section: string;
  readonly name: string;
  readonly field: string;
}): Fields | undefined {
  const entries = of.config[of.section];
  const entry: unknown = Array.isArray(entries)
    ? entries.find((each: unknown) => isPlainObject(each) && each["name"] === of.name)
    : undefined;
  const value = isPlainObject(entry) ? entry[of.field] : undefined;
  return isPlainObject(value) ? value : undefined;
}

function namesOf(entries: unknown): string[] {
  if (!Array.isArray(entries)) return [];
  return entries
    .flatMap((entry: unknown) =>
      isPlainObject(entry) && typeof entry["name"] === "string" ? [entry["name"]] : [],
    )
    .sort(compareText);
}

function withoutUserInfo(server: string): string {
  const { origin, pathname } = new URL(server);
  return `${origin}${pathname}`.replace(/\/+$/, "");
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
}

function problem(what: string): KubeApiError {
  return new KubeApiError("kubeconfig", `the kubeconfig ${what}`);
}
