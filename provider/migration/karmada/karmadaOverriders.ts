import { isPlainObject } from "../../core/plain/plainObject";
import { applyPatch } from "../../core/paths/jsonPatch";
import { errorsOf } from "../../core/issue";
import { parsePointer, valueAt } from "../../core/paths/jsonPointer";
import type { ClusterOverride, KubeObject } from "../../core/model";
import { listAt, mapAt, mapsAt, textAt, textsAt } from "../../core/plain/fields";
import { overrideImage } from "./karmadaImage";
import { podSpecPath } from "../objects/podSpec";

/** An object after overriders, or why one of them could not be applied. */
export type KarmadaOverridden = { readonly object: KubeObject } | { readonly problem: string };

/**
 * Applies the `overriders` of one rule in Karmada's order: image, command, args, labels, annotations,
 * JSON and YAML inside a field (refused: nothing here parses them), plaintext.
 *
 * Source: Karmada `pkg/util/overridemanager`.
 */
export function applyOverriders(object: KubeObject, overriders: KubeObject): KarmadaOverridden {
  if (mapsAt(overriders, "fieldOverrider").length > 0) {
    return { problem: "a fieldOverrider changes a document inside a text" };
  }
  const steps: readonly ((object: KubeObject) => readonly ClusterOverride[])[] = [
    ...mapsAt(overriders, "imageOverrider").map(
      (each) => (now: KubeObject) => imagePatches(now, each),
    ),
    ...mapsAt(overriders, "commandOverrider").map(
      (each) => (now: KubeObject) => commandPatches(now, { overrider: each, field: "command" }),
    ),
    ...mapsAt(overriders, "argsOverrider").map(
      (each) => (now: KubeObject) => commandPatches(now, { overrider: each, field: "args" }),
    ),
    ...mapsAt(overriders, "labelsOverrider").map(
      (each) => (now: KubeObject) => metadataPatches(now, { overrider: each, map: "labels" }),
    ),
    ...mapsAt(overriders, "annotationsOverrider").map(
      (each) => (now: KubeObject) => metadataPatches(now, { overrider: each, map: "annotations" }),
    ),
    () => mapsAt(overriders, "plaintext").map(plaintextPatch),
  ];
  let changed = object;
  for (const step of steps) {
    const patched = applyPatch(changed, step(changed));
    const [problem] = errorsOf(patched.issues);
    if (problem !== undefined) return { problem: problem.message };
    changed = patched.object;
  }
  return { object: changed };
}

function plaintextPatch({ operator, path, value }: KubeObject): ClusterOverride {
  return {
    ...(operator === "add" || operator === "remove" || operator === "replace"
      ? { op: operator }
      : {}),
    path: String(path),
    ...(operator === "remove" ? {} : { value: value ?? null }),
  };
}

/** The JSON patches of an imageOverrider: every container, or what its predicate names. */
export function imagePatches(object: KubeObject, overrider: KubeObject): ClusterOverride[] {
  const predicate = textAt(mapAt(overrider, "predicate"), "path");
  const paths = predicate === "" ? imagePaths(object) : [predicate];
  return paths.flatMap((path): ClusterOverride[] => {
    const image = valueAt(object, parsePointer(path) ?? []);
    if (typeof image !== "string") return [];
    return [{ op: "replace", path, value: overrideImage(image, overrider) }];
  });
}

function imagePaths(object: KubeObject): string[] {
  const place = podSpecPath(textAt(object, "kind"));
  if (place === undefined || textAt(object, "kind") === "CronJob") return [];
  return mapsAt(mapAt(object, ...place), "containers").map(
    (_container, index) => `/${[...place, "containers", String(index), "image"].join("/")}`,
  );
}

/** The JSON patches of a commandOverrider or an argsOverrider, for every container of its name. */
export function commandPatches(
  object: KubeObject,
  { overrider, field }: { readonly overrider: KubeObject; readonly field: "command" | "args" },
): ClusterOverride[] {
  const place = podSpecPath(textAt(object, "kind"));
  if (place === undefined || textAt(object, "kind") === "CronJob") return [];
  const values = textsAt(overrider, "value");
  const containers = mapsAt(mapAt(object, ...place), "containers");
  return containers.flatMap((container, index): ClusterOverride[] => {
    if (container.name !== overrider.containerName) return [];
    const path = `/${[...place, "containers", String(index), field].join("/")}`;
    const before = listAt(container, field);
    const op = Array.isArray(container[field]) ? ("replace" as const) : ("add" as const);
    const isAdding = overrider.operator === "add";
    if (op === "add" && !isAdding) return [];
    const value = isAdding
      ? [...before, ...values]
      : before.filter((each) => !values.includes(String(each)));
    return [{ op, path, value }];
  });
}

/** The JSON patches of a labelsOverrider or an annotationsOverrider. */
export function metadataPatches(
  object: KubeObject,
  given: { readonly overrider: KubeObject; readonly map: "labels" | "annotations" },
): ClusterOverride[] {
  const { overrider, map } = given;
  const before = mapAt(object, "metadata", map);
  const after = changeMap(before, overrider);
  if (isPlainObject(mapAt(object, "metadata")[map]) || Object.keys(after).length > 0) {
    return [{ op: "add", path: `/metadata/${map}`, value: after }];
  }
  return [];
}

function changeMap(before: KubeObject, { operator, value }: KubeObject): KubeObject {
  const given = Object.entries(mapAt(value));
  const keys = given.map(([key]) => key);
  switch (operator) {
    case "remove":
      return Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key)));
    case "replace":
      return {
        ...before,
        ...Object.fromEntries(given.filter(([key]) => Object.hasOwn(before, key))),
      };
    default:
      return { ...before, ...Object.fromEntries(given) };
  }
}
