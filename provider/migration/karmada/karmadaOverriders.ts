import { isPlainObject } from "../../core/plain/plainObject";
import { parsePointer, valueAt } from "../../core/paths/jsonPointer";
import type { ClusterOverride, KubeObject } from "../../core/model";
import { listAt, mapAt, mapsAt, textAt, textsAt } from "../../core/plain/fields";
import { isImage, overrideImage } from "./karmadaImage";
import { overrideField, type YamlText } from "./sending/fieldOverrider";
import { patchAsKarmada, toPatch } from "./sending/karmadaPatch";
import { podSpecPath } from "../objects/podSpec";

/** An object after overriders, or why one of them could not be applied. */
export type KarmadaOverridden =
  | {
      readonly object: KubeObject;
      /** Why Karmada may have written something else. */
      readonly doubt?: string;
    }
  | { readonly problem: string };

/** Overriders of one rule, and what reads YAML inside a field. */
export interface OverridersRequest {
  readonly overriders: KubeObject;
  /** @default nothing does, which is a problem where there is YAML inside a field */
  readonly yaml?: YamlText;
}

/**
 * Applies the `overriders` of one rule in Karmada's order: image, command, args, labels, annotations,
 * JSON and YAML inside a field, plaintext.
 *
 * Source: Karmada `pkg/util/overridemanager`.
 */
export function applyOverriders(object: KubeObject, request: OverridersRequest): KarmadaOverridden {
  const { overriders } = request;
  const badImage = mapsAt(overriders, "imageOverrider").flatMap((each) =>
    imageProblem(object, each),
  );
  if (badImage[0] !== undefined) return { problem: badImage[0] };
  const doubts: string[] = [];
  let changed = object;
  for (const step of stepsOf(overriders)) {
    const result = step(changed, request.yaml);
    if ("problem" in result) return result;
    if (result.doubt !== undefined) doubts.push(result.doubt);
    changed = result.object;
  }
  return { object: changed, ...(doubts[0] === undefined ? {} : { doubt: doubts[0] }) };
}

type Step = (object: KubeObject, yaml: YamlText | undefined) => KarmadaOverridden;

function stepsOf(overriders: KubeObject): readonly Step[] {
  const patching =
    (patches: (object: KubeObject) => readonly ClusterOverride[]): Step =>
    (object) =>
      patchAsKarmada(object, patches(object));
  return [
    ...mapsAt(overriders, "imageOverrider").map((each) =>
      patching((now) => imagePatches(now, each)),
    ),
    ...mapsAt(overriders, "commandOverrider").map((each) =>
      patching((now) => commandPatches(now, { overrider: each, field: "command" })),
    ),
    ...mapsAt(overriders, "argsOverrider").map((each) =>
      patching((now) => commandPatches(now, { overrider: each, field: "args" })),
    ),
    ...mapsAt(overriders, "labelsOverrider").map((each) =>
      patching((now) => metadataPatches(now, { overrider: each, map: "labels" })),
    ),
    ...mapsAt(overriders, "annotationsOverrider").map((each) =>
      patching((now) => metadataPatches(now, { overrider: each, map: "annotations" })),
    ),
    ...mapsAt(overriders, "fieldOverrider").map(
      (each): Step =>
        (now, yaml) =>
          overrideField(now, { overrider: each, yaml }),
    ),
    patching(() => mapsAt(overriders, "plaintext").map(plaintextPatch)),
  ];
}

function plaintextPatch({ operator, path, value }: KubeObject): ClusterOverride {
  return toPatch({ operator, path, value });
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

/** Karmada fails for what is no image, and for a predicate that names none. */
function imageProblem(object: KubeObject, overrider: KubeObject): string[] {
  const predicate = textAt(mapAt(overrider, "predicate"), "path");
  const paths = predicate === "" ? imagePaths(object) : [predicate];
  return paths.flatMap((path) => {
    const image = valueAt(object, parsePointer(path) ?? []);
    if (typeof image !== "string") return predicate === "" ? [] : [`${path} is no text`];
    return isImage(image) ? [] : [`${path}: "${image}" is no image`];
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
