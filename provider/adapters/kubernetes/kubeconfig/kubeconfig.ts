/*
 * Kubeconfigs and what they let somebody in with: read as kubectl reads them, credentials of plugins, impersonation,
 * and the one with a token that joining makes.
 */

import type { Document, LineCounter } from "yaml";
import { isPlainObject } from "../../../core/plain/plainObject";
import { compareText } from "../../../core/plain/text";
import { yamlLibrary } from "../../files/yamlDocuments";
import { KubeApiError } from "../kubeApiError";

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
  const config = kubeconfigFields(text);
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
  return namesOf(kubeconfigFields(text)["contexts"]);
}

/** A field that is a text and not empty. */
export function textAt(fields: Fields, field: string): string | undefined {
  const value = fields[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** More than a thousand clusters with their certificates. */
const maxCharacters = 16 * 1024 * 1024;

/**
 * The fields of a kubeconfig, YAML or JSON, as they are written.
 *
 * @throws KubeApiError `kubeconfig`, without a part of the text
 */
export function kubeconfigFields(text: string): Fields {
  if (text.length > maxCharacters) throw problem(`is longer than ${maxCharacters} characters`);
  const lines = new (yamlLibrary().LineCounter)();
  const document = documentOf(text, lines);
  const error = document.errors[0];
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw problem(`is not YAML: line ${line}: ${error.code}`);
  }
  const config = valueOf(document);
  if (!isPlainObject(config)) throw problem("is not a map with clusters, users and contexts");
  return config;
}

function documentOf(text: string, lineCounter: LineCounter): Document.Parsed {
  try {
    // Pretty errors quote the text, and with it its secrets.
    return yamlLibrary().parseDocument(text, {
      prettyErrors: false,
      lineCounter,
      logLevel: "silent",
    });
  } catch {
    // Where the library recurses into what nests without end, the stack runs out.
    throw problem("nests too deep");
  }
}

/** How often an alias may be followed; more would be a small text that becomes a large one. */
const maxAliasCount = 100;

/** Errors of the library are not repeated: they name anchors, and with them a piece of the text. */
function valueOf(document: Document.Parsed): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount });
    // A map that holds itself can be written down nowhere.
    JSON.stringify(value);
    return value;
  } catch {
    throw problem("has an alias that leads nowhere, into itself, or to too much");
  }
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
