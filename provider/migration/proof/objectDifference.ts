import { isPlainObject } from "../../core/plain/plainObject";
import { compareText } from "../../core/plain/text";
import { formatPointer } from "../../core/paths/jsonPointer";
import type { KubeObject } from "../../core/model";
import { defaultManagedLabel } from "../../core/objects/template";
import { mapAt } from "../../core/plain/fields";
import { differencesBetween } from "../../core/plain/differences";

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
  return differencesBetween(comparable(expected), comparable(got))
    .map(({ path, before, after }) => ({
      path: formatPointer(path.map(String)),
      ...(before === undefined ? {} : { expected: before }),
      ...(after === undefined ? {} : { got: after }),
    }))
    .sort((a, b) => compareText(a.path, b.path));
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
