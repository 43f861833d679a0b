import { compareText, isPlainObject } from "../../core/issue";
import { formatPointer } from "../../core/paths/jsonPointer";
import type { KubeObject } from "../../core/model";
import { defaultManagedLabel } from "../../core/objects/template";
import { mapAt } from "../../core/plain/fields";

/** One place where two objects differ. */
export interface ObjectDifference {
  /** JSON pointer. */
  readonly path: string;
  /** Absent where the place is not there. */
  readonly expected?: unknown;
  readonly got?: unknown;
}

/** The labels by which each system knows its objects; they say nothing about what a person wrote. */
const managedLabels = new Set([defaultManagedLabel, "kubefed.io/managed"]);

/**
 * Where two objects differ, sorted by path. Labels that mark an object as managed do not count, nor do
 * maps without entries in metadata, because the API server keeps none.
 *
 * @example
 * objectDifferences({ data: { a: "1" } }, { data: { a: "2" }, metadata: { labels: { "kubefed.io/managed": "true" } } })
 * //=> [{ path: "/data/a", expected: "1", got: "2" }]
 */
export function objectDifferences(expected: KubeObject, got: KubeObject): ObjectDifference[] {
  const found = compare(comparable(expected), comparable(got), []);
  return found.sort((a, b) => compareText(a.path, b.path));
}

function comparable(object: KubeObject): KubeObject {
  const labels = Object.entries(mapAt(object, "metadata", "labels")).filter(
    ([key]) => !managedLabels.has(key),
  );
  const metadata = { ...mapAt(object, "metadata"), labels: Object.fromEntries(labels) };
  const kept = Object.entries(metadata).filter(
    ([, value]) => !(isPlainObject(value) && Object.keys(value).length === 0),
  );
  const { metadata: _replaced, ...rest } = object;
  return kept.length === 0 ? rest : { ...rest, metadata: Object.fromEntries(kept) };
}

function compare(expected: unknown, got: unknown, path: readonly string[]): ObjectDifference[] {
  if (expected === got) return [];
  if (isPlainObject(expected) && isPlainObject(got)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(got)]);
    return [...keys].flatMap((key) =>
      compare(ownOf(expected, key), ownOf(got, key), [...path, key]),
    );
  }
  if (Array.isArray(expected) && Array.isArray(got) && expected.length === got.length) {
    return expected.flatMap((item, index) => compare(item, got[index], [...path, String(index)]));
  }
  return [
    {
      path: formatPointer(path),
      ...(expected === undefined ? {} : { expected }),
      ...(got === undefined ? {} : { got }),
    },
  ];
}

function ownOf(map: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
