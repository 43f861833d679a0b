import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";

/** Fills in what a map lacks; what is there stays. */
export type Fill = (map: KubeObject) => KubeObject;

/** Sets the keys that a map lacks; a function is asked for the value and may have none. */
export function missing(
  values: Readonly<Record<string, unknown>>,
  computed: Readonly<Record<string, (map: KubeObject) => unknown>> = {},
): Fill {
  return (map) => {
    const given = Object.entries(computed).map(([key, compute]) => [key, compute(map)] as const);
    const all = [...Object.entries(values), ...given];
    const added = all.filter(([key, value]) => isAbsent(map, key) && value !== undefined);
    return added.length === 0 ? map : { ...map, ...Object.fromEntries(added) };
  };
}

/** Fills in the map under a key, where there is one. */
export function within(key: string, ...fills: readonly Fill[]): Fill {
  return (map) => {
    const inner = Object.hasOwn(map, key) ? map[key] : undefined;
    return isPlainObject(inner) ? { ...map, [key]: all(...fills)(inner) } : map;
  };
}

/** Fills in every map of the list under a key, where there is one. */
export function items(key: string, ...fills: readonly Fill[]): Fill {
  return (map) => {
    const list = Object.hasOwn(map, key) ? map[key] : undefined;
    if (!Array.isArray(list)) return map;
    const filled = list.map((item: unknown) => (isPlainObject(item) ? all(...fills)(item) : item));
    return { ...map, [key]: filled };
  };
}

/** Several in order. */
export function all(...fills: readonly Fill[]): Fill {
  return (map) => fills.reduce((now, fill) => fill(now), map);
}

/** Fills in only where a condition holds. */
export function where(condition: (map: KubeObject) => boolean, ...fills: readonly Fill[]): Fill {
  return (map) => (condition(map) ? all(...fills)(map) : map);
}

/** A `null` is nothing to the API server. */
function isAbsent(map: KubeObject, key: string): boolean {
  return !Object.hasOwn(map, key) || map[key] === undefined || map[key] === null;
}
