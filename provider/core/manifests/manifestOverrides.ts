import { type Issue, isPlainObject } from "../issue";
import type { Override } from "../model";
import { validateOverrides } from "../overrideList";
import type { ManifestIdentity } from "../migration/manifest";

/** An override for those objects of a manifest that it picks: all, where it says nothing about them. */
export interface ManifestOverride extends Override {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

const narrowing = ["apiVersion", "kind", "namespace", "name"] as const;

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
  const picked = overrides.map((override) => (picks(override, object) ? plain(override) : inert));
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
    return isPlainObject(override) ? [...issues, ...unmatched({ override, objects, at })] : issues;
  });
}

function unmatched(request: {
  readonly override: ManifestOverride;
  readonly objects: readonly ManifestIdentity[];
  readonly at: string;
}): Issue[] {
  const { override, objects, at } = request;
  if (objects.length === 0 || objects.some((object) => picks(override, object))) return [];
  const wanted = narrowing.flatMap((field) =>
    override[field] === undefined ? [] : [`${field} "${override[field]}"`],
  );
  const known = [...new Set(objects.map(({ kind, name }) => `${kind} ${name}`))].sort();
  const message = `no object has ${wanted.join(" and ")}; there are ${known.join(", ")}`;
  return [{ code: "override-no-object", path: at, message }];
}

function picks(override: ManifestOverride, object: ManifestIdentity): boolean {
  return narrowing.every(
    (field) => override[field] === undefined || override[field] === object[field],
  );
}

function plain({ apiVersion, kind, namespace, name, ...override }: ManifestOverride): Override {
  return override;
}
