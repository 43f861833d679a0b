import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";
import { mapAt, mapsAt, textAt } from "../plain/fields";
import { ownValue } from "../plain/ownKey";
import { compareText, count } from "../plain/text";
import { formatPropertyPath, type PropertyPath } from "../paths/propertyPath";
import { formerOwners, isController, leadsTo } from "./handOver";

/** A field manager beside us, and the property paths of what it owns in an object, sorted. */
export interface FieldShare {
  readonly manager: string;
  readonly fields: readonly string[];
}

/** Whose object it is now, and what stays with its member cluster. */
export interface SharedWith {
  /** Our field manager. */
  readonly to: string;
  readonly retained: readonly PropertyPath[];
  /** Whether it is about to be taken over: former owners then hand over what they own. */
  readonly isTakenOver: boolean;
}

/**
 * Who owns fields of an object beside us: what a program drops of them stays there as theirs. Parts of Kubernetes, and what is retained, do not count.
 *
 * @example
 * fieldsOfOthers({ metadata: { managedFields: [{ manager: "bot", fieldsV1: { "f:data": { "f:a": {} } } }, { manager: "ours", fieldsV1: { "f:data": { "f:b": {}, "f:c": {} } } }] } }, { to: "ours", retained: [], isTakenOver: true })
 * //=> [{ manager: "bot", fields: ["data.a"] }]
 */
export function fieldsOfOthers(live: KubeObject, share: SharedWith): FieldShare[] {
  const { to, retained, isTakenOver } = share;
  const entries = mapsAt(mapAt(live, "metadata"), "managedFields");
  const taken = isTakenOver ? formerOwners(entries, to) : [];
  return entries
    .filter((entry) => textAt(entry, "subresource") === "" && entry.manager !== to)
    .filter((entry) => !isController(textAt(entry, "manager")) && !taken.includes(entry))
    .map((entry) => ({
      manager: textAt(entry, "manager"),
      fields: leavesOf({ fields: entry.fieldsV1, live, path: [], retained }).sort(compareText),
    }))
    .filter(({ fields }) => fields.length > 0)
    .sort((a, b) => compareText(a.manager, b.manager));
}

interface OwnedPlace {
  readonly fields: unknown;
  readonly live: unknown;
  readonly path: PropertyPath;
  /** What is left of the retained paths that lead here. */
  readonly retained: readonly PropertyPath[];
}

function leavesOf({ fields, live, path, retained }: OwnedPlace): string[] {
  const inside = isPlainObject(fields) ? Object.keys(fields).filter((key) => key !== ".") : [];
  if (inside.length === 0) return path.length === 0 ? [] : [formatPropertyPath(path)];
  return inside.flatMap((key) => {
    const step = stepOf(key, live);
    const below = retained.flatMap((each) => (leadsTo(each[0], key) ? [each.slice(1)] : []));
    if (step === undefined || below.some((rest) => rest.length === 0)) return [];
    return leavesOf({
      fields: mapAt(fields, key),
      live:
        typeof step === "number" ? (live as readonly unknown[])[step] : ownValue(mapAt(live), step),
      path: [...path, step],
      retained: below,
    });
  });
}

/** A name or an index; undefined for what is there no longer, and for single values of a list. */
function stepOf(key: string, live: unknown): string | number | undefined {
  if (key.startsWith("f:")) return key.slice(2);
  if (!key.startsWith("k:") || !Array.isArray(live)) return undefined;
  const keys: unknown = JSON.parse(key.slice(2));
  const isItem = (item: unknown) =>
    isPlainObject(item) &&
    isPlainObject(keys) &&
    Object.entries(keys).every(([name, value]) => ownValue(item, name) === value);
  const index = live.findIndex(isItem);
  return index < 0 ? undefined : index;
}

const shown = 5;

/**
 * Who owns what beside us, as a sentence.
 *
 * @example
 * describeShares([{ manager: "bot", fields: ["data.a", "data.b"] }])
 * //=> '"bot" owns data.a, data.b'
 */
export function describeShares(shares: readonly FieldShare[]): string {
  const each = shares.map(({ manager, fields }) => {
    const more = fields.length - shown;
    const rest = more > 0 ? ` and ${count(more, "more field")}` : "";
    return `"${manager}" owns ${fields.slice(0, shown).join(", ")}${rest}`;
  });
  return each.join("; ");
}
