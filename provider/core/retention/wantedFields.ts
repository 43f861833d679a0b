import { compareText } from "../plain/text";
import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";
import type { PropertyPath } from "../paths/propertyPath";
import {
  isAbsent,
  itemNode,
  keyOf,
  type KnownObject,
  type RetainedNode,
  rootNode,
  stepInto,
} from "./retainedNode";
import { mapPathEnds } from "./retainedPlaces";

/**
 * Names the retained fields that an object as wanted has, whatever the order of its lists: what was named
 * once and is on the member cluster no longer, was removed there.
 *
 * @example
 * wantedFields({ apiVersion: "v1", kind: "ConfigMap", desired: { data: { a: "1", b: "2" } }, paths: [["data"]] })
 * //=> ["data,a", "data,b"]
 */
export function wantedFields(request: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly desired: KubeObject;
  readonly paths: readonly PropertyPath[];
}): readonly string[] {
  const { apiVersion, kind, desired, paths } = request;
  const nothing = { before: undefined, live: undefined, once: new Set<string>() };
  const known: KnownObject = { apiVersion, kind, ...nothing, source: "live" };
  const found = new Set<string>();
  for (const path of paths) {
    mapPathEnds({
      object: desired,
      path,
      change: ({ place, wanted }) => {
        const root = rootNode(known, desired);
        const node = place.reduce<RetainedNode>((from, step) => stepInto(known, from, step), root);
        for (const name of leavesOf(known, node)) found.add(name);
        return wanted;
      },
    });
  }
  return [...found].sort(compareText);
}

function leavesOf(known: KnownObject, node: RetainedNode): readonly string[] {
  const { wanted, place } = node;
  if (isAbsent(wanted)) return [];
  if (isPlainObject(wanted))
    return Object.keys(wanted).flatMap((key) => leavesOf(known, stepInto(known, node, key)));
  const isMerged = Array.isArray(wanted) && keyOf(known, place) !== undefined;
  if (!isMerged) return [fieldName(node)];
  return wanted.flatMap((item: unknown, index) =>
    leavesOf(known, itemNode(known, node, { item, index })),
  );
}

/** The name of a place, as `wantedFields` gives it. */
export function fieldName({ name }: Pick<RetainedNode, "name">): string {
  return name.join(",");
}
