import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";
import { ownValue } from "../plain/ownKey";
import type { PropertyPath } from "../paths/propertyPath";
import { isOpaque } from "../plain/valueKind";

/** A place that a retained path leads to in an object as wanted. */
export interface PathEnd {
  /** Keys and indexes. */
  readonly place: PropertyPath;
  /** What is left of the path, where it leads into what is missing or cannot be looked into yet. */
  readonly rest: PropertyPath;
  /** What is wanted there; undefined for nothing. */
  readonly wanted: unknown;
}

/**
 * An object with something else at each place that a path leads to, undefined for nothing; the way to it is
 * copied, the rest shared. A path ends early at a leaf that nobody can look into, and where a map lacks a key.
 *
 * @example
 * mapPathEnds({ object: { spec: { ports: [{ port: 80 }] } }, path: ["spec", "ports", "*", "nodePort"], change: ({ place }) => place.join(".") })
 * //=> { spec: { ports: [{ port: 80, nodePort: "spec.ports.0.nodePort" }] } }
 */
export function mapPathEnds(request: {
  readonly object: KubeObject;
  readonly path: PropertyPath;
  readonly change: (end: PathEnd) => unknown;
}): KubeObject {
  const { object, path, change } = request;
  const changed = walk({ place: [], rest: path, wanted: object }, change);
  return isPlainObject(changed) ? changed : object;
}

function walk(end: PathEnd, change: (end: PathEnd) => unknown): unknown {
  const { place, rest, wanted } = end;
  const [step, ...further] = rest;
  if (step === undefined || wanted === undefined || wanted === null || isOpaque(wanted)) {
    return change(end);
  }
  const into = (key: string | number, child: unknown): unknown =>
    walk({ place: [...place, key], rest: further, wanted: child }, change);
  if (Array.isArray(wanted)) {
    return wanted.map((item: unknown, index) =>
      step === "*" || step === index ? into(index, item) : item,
    );
  }
  if (!isPlainObject(wanted)) return wanted;
  const keys = step === "*" ? Object.keys(wanted) : [String(step)];
  const set = keys.map((key) => [key, into(key, ownValue(wanted, key))] as const);
  const others = Object.entries(wanted).filter(([key]) => !keys.includes(key));
  return Object.fromEntries([...others, ...set.filter(([, value]) => value !== undefined)]);
}

/**
 * Paths without those that others cover.
 *
 * @example
 * outermostPaths([["data"], ["data", "a"], ["spec", "ports", "*"], ["spec", "ports", 0, "port"]])
 * //=> [["data"], ["spec", "ports", "*"]]
 */
export function outermostPaths(paths: readonly PropertyPath[]): readonly PropertyPath[] {
  return paths.filter(
    (path, index) =>
      !paths.some(
        (other, at) =>
          at !== index &&
          covers(other, path) &&
          (other.length < path.length || !covers(path, other) || at < index),
      ),
  );
}

function covers(outer: PropertyPath, inner: PropertyPath): boolean {
  return (
    outer.length <= inner.length &&
    outer.every((step, depth) => step === "*" || String(step) === String(inner[depth]))
  );
}
