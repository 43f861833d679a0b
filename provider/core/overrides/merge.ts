import { isList, withKey, withoutKey } from "../paths/documentEdit";
import type { EditProblem } from "../paths/editProblem";
import type { Issue } from "../issue";
import { ownValue } from "../plain/ownKey";
import { isPlainObject } from "../plain/plainObject";
import type { Patched } from "../paths/jsonPatch";
import { matchItem, sameAs } from "./mergeItem";
import { type MergeKey, mergeKeyOf } from "./mergeKeys";
import type { KubeObject } from "../model";
import { formatPropertyPath, type PropertyPath } from "../paths/propertyPath";
import { describeKind, isOpaque } from "../plain/valueKind";

/**
 * Merges a deep-partial into an object.
 *
 * | patch | result |
 * |---|---|
 * | map | merged key by key; made if it is missing |
 * | `null` | the key is removed |
 * | list with a merge key (`mergeKeyOf`) | items merged by key, new ones at the end |
 * | `{ name: "x", $patch: "delete" }` in such a list | the item is removed |
 * | any other list, plain value or opaque leaf | replaces |
 * | `undefined` | nothing, as if the key were not written |
 *
 * - All or nothing, the input is not changed, untouched parts and opaque leaves are shared.
 * - Merging the same twice is merging it once; merging `{}` gives the very same object.
 * - A volume keeps one source: naming another drops the first.
 * - Issues, with paths such as `merge.spec.replicas`: `merge-into-leaf` where a map or a list with a
 *   merge key meets a leaf that is only known after apply; `merge-conflict` where a value is of
 *   another kind than the template's, an item lacks its merge key, or a `$` directive is unknown.
 *
 * The merge keys are those of the object's `apiVersion` and `kind`. Source: Kubernetes, "Strategic
 * Merge Patch"; RFC 7386 for everything without merge keys.
 *
 * @example
 * applyMerge({ kind: "ConfigMap", data: { greeting: "hello", tier: "gold" } }, { data: { greeting: "howdy", tier: null } }).object
 * //=> { kind: "ConfigMap", data: { greeting: "howdy" } }
 */
export function applyMerge(object: KubeObject, patch: unknown): Patched {
  const issues: Issue[] = [];
  const site: Site = {
    type: { apiVersion: givenText(object.apiVersion), kind: givenText(object.kind) },
    place: [],
    path: ["merge"],
    report: (problem, path) => issues.push({ ...problem, path: formatPropertyPath(path) }),
  };
  if (!isPlainObject(patch)) {
    const message = `a merge is a map with the fields to change, came ${describeKind(patch)}`;
    return { object, issues: [{ code: "merge-conflict", path: "merge", message }] };
  }
  const merged = mergeMap(object, patch, site);
  return { object: issues.length > 0 ? object : merged, issues };
}

/** A place in the object and, what differs by list indexes, in the patch. */
interface Site {
  readonly type: { readonly apiVersion?: string; readonly kind?: string };
  readonly place: readonly string[];
  readonly path: PropertyPath;
  readonly report: (problem: EditProblem, path: PropertyPath) => void;
}

function mergeMap(base: KubeObject, patch: KubeObject, site: Site): KubeObject {
  let merged = base;
  for (const [key, value] of Object.entries(patch)) {
    const below = { ...site, place: [...site.place, key], path: [...site.path, key] };
    if (value === undefined) continue;
    if (isDirective(key)) {
      below.report(conflict(`"${key}" is not understood; ${directiveHint}`), below.path);
    } else if (value === null) {
      if (Object.prototype.hasOwnProperty.call(merged, key)) merged = withoutKey(merged, key);
    } else {
      const before = ownValue(merged, key);
      const after = mergeValue(before, value, below);
      if (after !== before) merged = withKey(merged, key, after);
    }
  }
  return merged;
}

function mergeValue(base: unknown, patch: unknown, site: Site): unknown {
  const mergeKey = isList(patch) ? mergeKeyOf(site.type, site.place) : undefined;
  if (isOpaque(base) && isEmpty(patch, mergeKey)) return base;
  const problem = problemOf(base, patch, mergeKey);
  if (problem !== undefined) {
    site.report(problem, site.path);
    return base;
  }
  if (isPlainObject(patch)) return mergeMap(isPlainObject(base) ? base : {}, patch, site);
  if (!isList(patch) || mergeKey === undefined) return patch;
  return mergeList({ base: isList(base) ? base : [], patch, mergeKey, site });
}

/** A map may meet a map or nothing, a list a list, and so on; an opaque leaf may only be replaced. */
function problemOf(base: unknown, patch: unknown, mergeKey?: MergeKey): EditProblem | undefined {
  if (base === undefined || base === null || isOpaque(patch)) return undefined;
  if (isOpaque(base)) return isPlainObject(patch) || mergeKey !== undefined ? intoLeaf : undefined;
  return shapeOf(base) === shapeOf(patch) ? undefined : otherKind(base, patch);
}

/** Whether merging it changes nothing; an empty list without a merge key empties a list. */
function isEmpty(patch: unknown, mergeKey?: MergeKey): boolean {
  if (isList(patch)) return mergeKey !== undefined && patch.length === 0;
  return isPlainObject(patch) && Object.keys(patch).length === 0;
}

function mergeList(request: {
  readonly base: readonly unknown[];
  readonly patch: readonly unknown[];
  readonly mergeKey: MergeKey;
  readonly site: Site;
}): readonly unknown[] {
  const { base, patch, mergeKey, site } = request;
  const kept = new Map(base.entries());
  const added: unknown[] = [];
  for (const [index, each] of patch.entries()) {
    const below = { ...site, place: [...site.place, "*"], path: [...site.path, index] };
    const match = matchItem({ list: base, item: each, mergeKey });
    if ("problem" in match) {
      below.report(match.problem, below.path);
    } else if (patch.slice(0, index).map(sameAs(match.item, mergeKey)).includes("yes")) {
      below.report(conflict(`an earlier item here has the same "${mergeKey.key}"`), below.path);
    } else if (ownValue(match.item, "$patch") === "delete") {
      kept.delete(match.at);
    } else if (match.at < base.length) {
      const item = retainedOf(base[match.at], match.item, mergeKey);
      kept.set(match.at, mergeMap(item, match.item, below));
    } else {
      added.push(mergeMap({}, match.item, below));
    }
  }
  const merged = [...kept.values(), ...added];
  const isUnchanged =
    merged.length === base.length && merged.every((item, at) => item === base[at]);
  return isUnchanged ? base : merged;
}

/** What stays of an item: all, but of alternatives only the one that the patch names. */
function retainedOf(item: unknown, patch: KubeObject, { key, isUnion }: MergeKey): KubeObject {
  const whole = isPlainObject(item) ? item : {};
  const named = Object.keys(patch).filter((each) => patch[each] !== undefined);
  const names = isUnion === true && named.some((each) => each !== key) ? named : undefined;
  const dropped = Object.keys(whole).filter((each) => names !== undefined && !names.includes(each));
  return dropped.reduce<KubeObject>((rest, each) => withoutKey(rest, each), whole);
}

const directiveHint = `only $patch: "delete" in an item of a list with a merge key; else use clusterOverrides`;
const intoLeaf: EditProblem = {
  code: "merge-into-leaf",
  message:
    "the template's value is only known after apply, so nothing can be merged into it; replace it with clusterOverrides",
};

/** The directives of a strategic merge patch; other keys with a dollar are data, such as `$ref`. */
function isDirective(key: string): boolean {
  return /^\$(patch|retainKeys|setElementOrder\/.*|deleteFromPrimitiveList\/.*)$/.test(key);
}

function shapeOf(value: unknown): "list" | "map" | "plain" {
  if (isList(value)) return "list";
  return isPlainObject(value) ? "map" : "plain";
}

function givenText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function otherKind(base: unknown, patch: unknown): EditProblem {
  return conflict(
    `the template has ${describeKind(base)} here, the merge ${describeKind(patch)}; to replace one by the other use clusterOverrides`,
  );
}

function conflict(message: string): EditProblem {
  return { code: "merge-conflict", message };
}
