import { componentClass } from "./componentClass";
import { type Declaration, keyOf } from "../migration";

/** What a declaration is called in a program. */
export interface ProgramName {
  /** The Pulumi resource's name: unique among components of its class. */
  readonly resource: string;
  /** A variable's name: unique in the program. */
  readonly variable: string;
}

/** Words that a variable of the program cannot be called. */
const taken = [
  "arguments",
  "await",
  "break",
  "case",
  "catch",
  "class",
  "clusters",
  "config",
  "const",
  "continue",
  "debugger",
  "default",
  "delete",
  "dns",
  "do",
  "else",
  "enum",
  "eval",
  "exports",
  "export",
  "extends",
  "false",
  "finally",
  "for",
  "function",
  "if",
  "implements",
  "import",
  "in",
  "instanceof",
  "interface",
  "k8s",
  "kubefed",
  "let",
  "members",
  "module",
  "new",
  "null",
  "package",
  "private",
  "protected",
  "public",
  "pulumi",
  "require",
  "return",
  "static",
  "super",
  "switch",
  "this",
  "throw",
  "true",
  "try",
  "typeof",
  "undefined",
  "var",
  "void",
  "while",
  "with",
  "yield",
];

/**
 * Names for all declarations of a program, by `keyOf`: the object's own where that is unique, else with
 * its namespace before it, else numbered.
 */
export function nameDeclarations(
  declarations: readonly Declaration[],
): ReadonlyMap<string, ProgramName> {
  const variables = new Set(taken);
  const resources = new Set<string>();
  const names = new Map<string, ProgramName>();
  for (const declaration of declarations) {
    const { apiVersion, kind, name, namespace } = declaration;
    const component = componentClass(apiVersion, kind).name;
    const within = namespace === undefined ? name : `${namespace}-${name}`;
    const resource = firstFree([name, within], (each) => resources.has(`${component}/${each}`));
    resources.add(`${component}/${resource}`);
    const own = toVariable(resource);
    const variable = firstFree([own, `${own}${kind}`], (each) => variables.has(each));
    variables.add(variable);
    names.set(keyOf(declaration), { resource, variable });
  }
  return names;
}

function firstFree(wanted: readonly string[], isTaken: (name: string) => boolean): string {
  const free = wanted.find((name) => !isTaken(name));
  if (free !== undefined) return free;
  const base = wanted.at(-1) ?? "";
  let number = 2;
  while (isTaken(`${base}${number}`)) number += 1;
  return `${base}${number}`;
}

function toVariable(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const joined = words
    .map((word, index) =>
      index === 0
        ? word.charAt(0).toLowerCase() + word.slice(1)
        : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join("");
  return /^[A-Za-z]/.test(joined) ? joined : `object${joined}`;
}
