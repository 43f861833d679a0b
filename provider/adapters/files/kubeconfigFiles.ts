import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join, resolve, sep } from "node:path";
import { isPlainObject } from "../../core/plain/plainObject";
import { type Fields, kubeconfigFields } from "../kubernetes/kubeconfig/kubeconfig";
import { KubeApiError } from "../kubernetes/kubeApiError";
import { yamlLibrary } from "./yamlDocuments";

/** The parts of a kubeconfig that are lists of things with names. */
const sections = ["clusters", "users", "contexts"] as const;

/** The fields of a cluster and of a user that name a file. */
const fileFields: Readonly<Record<string, readonly string[]>> = {
  cluster: ["certificate-authority"],
  user: ["client-certificate", "client-key", "tokenFile"],
};

/**
 * The text of a kubeconfig as kubectl reads it: a file, or several as `KUBECONFIG` lists them (`a:b`), of
 * which the first that says something is right and those that are not there are passed over. `~/` is the
 * home directory.
 *
 * - Relative files that it names are beside it, and their paths are absolute in the text.
 * - A text that names none is given as it is written.
 *
 * @throws Error saying which file cannot be read and why, without a part of it
 */
export function readKubeconfigFiles(path: string): string {
  const whole = fromHome(path);
  const paths = existsSync(whole)
    ? [whole]
    : path.split(delimiter).filter(isNotEmpty).map(fromHome);
  const [only = whole] = paths;
  if (paths.length <= 1) return besideItself(readFileSync(only, "utf8"), only);
  const there = paths.filter((each) => existsSync(each));
  if (there.length === 0) throw new Error(`none of its ${paths.length} files is there`);
  return yamlLibrary().stringify(merged(there.map(fieldsIn)), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
}

function fieldsIn(path: string): Fields {
  try {
    return absolute(kubeconfigFields(readFileSync(path, "utf8")), folderOf(path));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`"${path}": ${why}`, { cause: error });
  }
}

/** What is no kubeconfig is for whoever reads the text to tell. */
function besideItself(text: string, path: string): string {
  try {
    const fields = kubeconfigFields(text);
    const moved = absolute(fields, folderOf(path));
    const isSame = JSON.stringify(fields) === JSON.stringify(moved);
    return isSame
      ? text
      : yamlLibrary().stringify(moved, { lineWidth: 0, aliasDuplicateObjects: false });
  } catch (error) {
    if (error instanceof KubeApiError) return text;
    throw error;
  }
}

/** Of things of one name the first is right, as for kubectl. */
function merged(all: readonly Fields[]): Fields {
  const current = all.map((each) => each["current-context"]).find((each) => Boolean(each));
  const lists = sections.map((section) => {
    const byName = new Map<unknown, unknown>();
    for (const entry of all.flatMap((each) => entriesOf(each[section]))) {
      const name = isPlainObject(entry) ? entry["name"] : undefined;
      if (!byName.has(name)) byName.set(name, entry);
    }
    return [section, [...byName.values()]] as const;
  });
  return {
    apiVersion: "v1",
    kind: "Config",
    ...Object.fromEntries(lists),
    ...(current === undefined ? {} : { "current-context": current }),
  };
}

function absolute(config: Fields, folder: string): Fields {
  const lists = sections.flatMap((section) =>
    Array.isArray(config[section])
      ? [[section, entriesOf(config[section]).map((entry) => moved(entry, folder))] as const]
      : [],
  );
  return { ...config, ...Object.fromEntries(lists) };
}

function moved(entry: unknown, folder: string): unknown {
  if (!isPlainObject(entry)) return entry;
  const parts = Object.entries(fileFields).flatMap(([part, names]) => {
    const fields = entry[part];
    if (!isPlainObject(fields)) return [];
    const files = names.flatMap((name) => {
      const path = fields[name];
      return typeof path === "string" && path !== "" ? [[name, beside(folder, path)]] : [];
    });
    return [[part, { ...fields, ...Object.fromEntries(files), ...execOf(fields, folder) }]];
  });
  return { ...entry, ...Object.fromEntries(parts) };
}

/** A command with a slash is a file; one without is looked for where commands are. */
function execOf({ exec }: Fields, folder: string): Fields {
  if (!isPlainObject(exec)) return {};
  const { command } = exec;
  if (typeof command !== "string" || !command.includes(sep)) return {};
  return { exec: { ...exec, command: beside(folder, command) } };
}

function beside(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

function folderOf(path: string): string {
  return dirname(resolve(path));
}

function fromHome(path: string): string {
  return path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
}

function entriesOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}

function isNotEmpty(text: string): boolean {
  return text !== "";
}
