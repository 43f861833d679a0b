/*
 * What differs per cluster: patches and merges, where they may lead, and in which order they apply.
 */

import { validateClusterOverrides, validateEach } from "./clusterOverrides";
import { type Edited, isList } from "../paths/documentEdit";
import { setDotted } from "../paths/dottedPath";
import { errorsOf, type Issue, sortIssues } from "../issue";
import { applyEach, applyOperation, type Patched } from "../paths/jsonPatch";
import { formatPointer } from "../paths/jsonPointer";
import { applyMerge } from "./merge";
import type { ClusterOverride, KubeObject, Override } from "../model";
import { readOverridePath } from "./overridePath";

export { type OverridesRequest, validateOverrides } from "./overrideList";

/**
 * Applies the patch operations of one member cluster to an object, as KubeFed did.
 *
 * - `op` defaults to `replace`; a path is a JSON pointer or dotted (2018). Quirks as in `applyPatch`.
 * - All or nothing, input unchanged, untouched parts and opaque leaves shared with the result.
 * - Refused besides operations that cannot be made: forbidden paths, the same path twice, a path
 *   that is none. All problems at once, as `clusterOverrides[i].path`; no message shows a value.
 * - Warnings: a missing value (it becomes null), an index that is no JSON pointer's, dotted `kind`.
 *
 * Source: KubeFed `pkg/controller/util/overrides.go`.
 *
 * @example
 * applyOverrides({ spec: { replicas: 3 } }, [{ path: "/spec/replicas", value: 5 }])
 * //=> { object: { spec: { replicas: 5 } }, issues: [] }
 */
export function applyOverrides(
  object: KubeObject,
  clusterOverrides: readonly ClusterOverride[],
): Patched {
  const path = "clusterOverrides";
  if (!isList(clusterOverrides)) {
    return { object, issues: validateClusterOverrides(clusterOverrides, path) };
  }
  const invalid = validateEach(clusterOverrides, path);
  const isBroken = (index: number): boolean => errorsOf(invalid[index] ?? []).length > 0;
  // The valid ones are tried even so: a user wants to see all that is wrong in one go.
  const patched = applyEach({
    object,
    operations: clusterOverrides,
    apply: (document, operation, index) =>
      isBroken(index) ? { document } : applyValid(document, operation),
  });
  const issues = [...invalid.flat(), ...patched.issues.map(below(path))];
  return {
    object: errorsOf(issues).length > 0 ? object : patched.object,
    issues: sortIssues(issues),
  };
}

/** One override and the object that it is applied to. */
export interface OverrideRequest {
  readonly object: KubeObject;
  readonly override: Override;
  /** Where the override stands, as issues say it, e.g. `overrides[0]`. */
  readonly path: string;
}

/**
 * Applies one override that `validateOverrides` has checked, and whose clusters have been decided: its
 * `clusterOverrides`, then its `merge`. All or nothing. `applyOverrides` checks what it is given.
 */
export function applyCheckedOverride({ object, override, path }: OverrideRequest): Patched {
  const patched = applyEach({
    object,
    operations: override.clusterOverrides ?? [],
    apply: applyValid,
  });
  const merged = applyMerge(patched.object, override.merge ?? {});
  const issues = [
    ...patched.issues.map(below(`${path}.clusterOverrides`)),
    ...merged.issues.map(below(`${path}.`)),
  ];
  return {
    object: errorsOf(issues).length > 0 ? object : merged.object,
    issues: sortIssues(issues),
  };
}

/** Makes one operation of a valid override. */
function applyValid(document: KubeObject, operation: ClusterOverride): Edited {
  const read = readOverridePath(operation.path);
  if ("problem" in read) return read;
  // 2018 knew no op; setting is what it did, so only "remove" is left to the rules of a pointer.
  if (read.form === "dotted" && operation.op !== "remove") {
    return setDotted(document, { path: read.tokens, value: operation.value });
  }
  return applyOperation(document, { ...operation, path: formatPointer(read.tokens) });
}

function below(prefix: string): (issue: Issue) => Issue {
  return (issue) => ({ ...issue, path: `${prefix}${issue.path}` });
}
