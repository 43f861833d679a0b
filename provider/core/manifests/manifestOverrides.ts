import type { Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import type { Override } from "../model";
import { validateOverrides } from "../overrides/overrideList";
import { type ObjectPick, picksObject, unmatchedPick } from "./objectPick";
import type { ManifestIdentity } from "./manifest";

/** An override for those objects of a manifest that it picks: all, where it says nothing about them. */
export interface ManifestOverride extends ObjectPick, Override {}

/** Changes nothing anywhere. It keeps the place of an override that is for other objects. */
const inert: Override = { clusterSelector: {}, clusterOverrides: [] };

/**
 * The overrides of one object: those that pick it, each in the place where the user wrote it, so that
 * every message and plan names it as the user knows it.
 *
 * @example
 * overridesFor({ apiVersion: "v1", kind: "Secret", name: "s", namespace: "" }, [{ kind: "Service", clusterName: "eu", merge: {} }, { clusterName: "eu", merge: { data: { a: "b" } } }])
 * //=> [{ clusterSelector: {}, clusterOverrides: [] }, { clusterName: "eu", merge: { data: { a: "b" } } }]
 */
export function overridesFor(
  object: ManifestIdentity,
  overrides: readonly ManifestOverride[],
): Override[] {
  const picked = overrides.map((override) =>
    picksObject(override, object) ? plain(override) : inert,
  );
  while (picked.at(-1) === inert) picked.pop();
  return picked;
}

/**
 * What is wrong with the overrides of a manifest before they meet its objects: one that picks no object,
 * and all that `validateOverrides` finds. Those of different objects may name the same cluster.
 */
export function validateManifestOverrides(request: {
  readonly overrides: unknown;
  readonly objects: readonly ManifestIdentity[];
  readonly clusters: readonly string[];
}): Issue[] {
  const { overrides, objects, clusters } = request;
  if (!Array.isArray(overrides)) return validateOverrides({ overrides: overrides as undefined });
  return overrides.flatMap((override: unknown, index) => {
    const at = `overrides[${index}]`;
    const alone = validateOverrides({ overrides: [override as Override], clusters });
    const issues = alone.map((issue) => ({
      ...issue,
      path: issue.path.replace(/^overrides\[0\]/, at),
    }));
    return isPlainObject(override)
      ? [...issues, ...unmatchedPick({ pick: override, objects, path: at })]
      : issues;
  });
}

function plain({ apiVersion, kind, namespace, name, ...override }: ManifestOverride): Override {
  return override;
}
