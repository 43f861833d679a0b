import { errorsOf } from "../../../core/issue";
import { isPlainObject } from "../../../core/plain/plainObject";
import type { ClusterOverride, KubeObject } from "../../../core/model";
import { applyPatch } from "../../../core/paths/jsonPatch";
import { parsePointer, valueAt } from "../../../core/paths/jsonPointer";

/** An operation of Karmada as a JSON patch; a missing value is null. */
export function toPatch(given: {
  readonly operator: unknown;
  readonly path: unknown;
  readonly value: unknown;
}): ClusterOverride {
  const { operator, path, value } = given;
  return {
    ...(operator === "add" || operator === "remove" || operator === "replace"
      ? { op: operator }
      : {}),
    path: String(path),
    ...(operator === "remove" ? {} : { value: value ?? null }),
  };
}

/**
 * Applies a JSON patch as Karmada does: all or nothing, and to replace what is not there is a failure.
 *
 * Source: evanphx/json-patch v5.
 */
export function patchAsKarmada(
  object: KubeObject,
  operations: readonly ClusterOverride[],
): { readonly object: KubeObject } | { readonly problem: string } {
  let changed = object;
  for (const operation of operations) {
    const absent = absentPlace(changed, operation);
    if (absent !== undefined) return { problem: absent };
    const patched = applyPatch(changed, [operation]);
    const [problem] = errorsOf(patched.issues);
    if (problem !== undefined) return { problem: problem.message };
    changed = patched.object;
  }
  return { object: changed };
}

function absentPlace(
  object: KubeObject,
  { op = "replace", path }: ClusterOverride,
): string | undefined {
  const steps = parsePointer(path);
  if (steps === undefined) return `"${path}" is no JSON pointer`;
  const last = steps.at(-1);
  if (op !== "replace" || last === undefined) return undefined;
  const parent = valueAt(object, steps.slice(0, -1));
  return isPlainObject(parent) && !Object.hasOwn(parent, last)
    ? `"${path}" is not there to be replaced`
    : undefined;
}
