import { isPlainObject } from "../../../core/plain/plainObject";
import type { KubeObject } from "../../../core/model";
import { setOwn } from "../../../core/plain/ownKey";
import { isDeepEqual } from "../../objects/deepEqual";

/**
 * What an override made of a template, told in the template's own words: where the override left the
 * defaults of the API server alone, they stay unsaid; what it changed or took away is said.
 *
 * @example
 * transfer({ template: { spec: {} }, before: { spec: { replicas: 1 } }, after: { spec: { replicas: 1, paused: true } } })
 * //=> { spec: { paused: true } }
 */
export function transfer(objects: {
  readonly template: KubeObject;
  /** The template with defaults. */
  readonly before: KubeObject;
  /** That, overridden. */
  readonly after: KubeObject;
}): KubeObject {
  const { template, before, after } = objects;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(after)) {
    const [had, hadSaid] = [ownOf(before, key), ownOf(template, key)];
    const said = transferValue(hadSaid, had, value);
    if (said !== undefined) setOwn(result, { key, value: said });
  }
  return result;
}

function transferValue(template: unknown, before: unknown, after: unknown): unknown {
  if (isDeepEqual(before, after)) return template;
  if (isPlainObject(before) && isPlainObject(after)) {
    return transfer({ template: isPlainObject(template) ? template : {}, before, after });
  }
  if (Array.isArray(before) && Array.isArray(after) && Array.isArray(template)) {
    // Items that were there are the same ones; what is new, or moved, is said as it is.
    const isGrown = after.length >= before.length && template.length === before.length;
    if (isGrown) {
      return after.map((item: unknown, index) =>
        index < before.length ? transferValue(template[index], before[index], item) : item,
      );
    }
  }
  return after;
}

function ownOf(map: KubeObject, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
