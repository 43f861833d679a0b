import { isPlainObject } from "../../core/plain/plainObject";
import type { InputProblem } from "./settle";

/** The arguments of a class, made of inputs that other languages have one by one. */
export interface JoinedInputs {
  readonly args: Readonly<Record<string, unknown>>;
  readonly problems: readonly InputProblem[];
  /** The path of an input for one of the arguments, by which problems are said. */
  readonly inputPath: (path: string) => string;
}

type Inputs = Readonly<Record<string, unknown>>;

/** The inputs that are one argument in TypeScript, which can tell their types apart. */
const alternatives: Readonly<Record<string, readonly string[]>> = {
  namespace: ["namespace", "namespaceName"],
  dns: ["rfc2136Zone", "externalDns"],
};

/** The maps of preferences, of which a manifest's picks say the keys. */
const preferenceMaps = [
  "replicaSchedulingPreferences",
  "jobSchedulingPreferences",
  "horizontalPodAutoscalerPreferences",
];

/**
 * Joins inputs that the schema has apart, because typed languages cannot tell the members of a union with a
 * resource, and no object type may hold one. The schema's generator splits them: see `componentSchema`.
 */
export function joinInputs(inputs: Inputs): JoinedInputs {
  const problems: InputProblem[] = [];
  const args: Record<string, unknown> = { ...inputs };
  const renamed = new Map<string, string>();
  for (const [argument, names] of Object.entries(alternatives)) {
    const given = names.filter((name) => inputs[name] !== undefined);
    for (const name of names) Reflect.deleteProperty(args, name);
    const [first] = given;
    if (first === undefined) continue;
    args[argument] = inputs[first];
    renamed.set(argument, first);
    if (given.length > 1) {
      const message = `is given beside ${first}; give one of ${names.join(", ")}`;
      problems.push({ path: given[1] ?? first, message });
    }
  }
  if (isPlainObject(args.target)) args.target = { ...args.target, clusters: inputs.targetClusters };
  Reflect.deleteProperty(args, "targetClusters");
  if (Array.isArray(inputs.scheduling)) {
    const picks: readonly unknown[] = inputs.scheduling;
    args.scheduling = picks.map((pick, index) => preferenceOf(inputs, pick, { index, problems }));
  }
  for (const name of preferenceMaps) Reflect.deleteProperty(args, name);
  return { args, problems, inputPath: (path) => pathIn(renamed, path) };
}

function preferenceOf(
  inputs: Inputs,
  pick: unknown,
  at: { readonly index: number; readonly problems: InputProblem[] },
): unknown {
  if (!isPlainObject(pick) || typeof pick.preference !== "string") return pick;
  const key = pick.preference;
  for (const name of preferenceMaps) {
    const map = inputs[name];
    if (isPlainObject(map) && map[key] !== undefined) return { ...pick, preference: map[key] };
  }
  const message = `${JSON.stringify(key)} is no key of ${preferenceMaps.join(", ")}`;
  at.problems.push({ path: `scheduling[${at.index}].preference`, message });
  return pick;
}

function pathIn(renamed: ReadonlyMap<string, string>, path: string): string {
  const targets = path.replace(/^target\.clusters\b/, "targetClusters");
  const [head = ""] = /^\w*/.exec(targets) ?? [];
  const name = renamed.get(head) ?? (head === "dns" ? "rfc2136Zone" : head);
  return name + targets.slice(head.length);
}
