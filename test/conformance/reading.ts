import { isPlainObject } from "../../provider/core/plain/plainObject";
import type { KubeObject } from "../../provider/core/model";

/** The map under a key; `{}` where there is none. */
export function mapAt(of: KubeObject | undefined, ...keys: readonly string[]): KubeObject {
  let value: unknown = of;
  for (const key of keys) {
    value = isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return isPlainObject(value) ? value : {};
}

/** The list under a key; `[]` where there is none. */
export function listAt(of: KubeObject, key: string): readonly unknown[] {
  const value = of[key];
  return Array.isArray(value) ? value : [];
}

/** The maps in the list under a key. */
export function mapsAt(of: KubeObject, key: string): readonly KubeObject[] {
  return listAt(of, key).filter(isPlainObject);
}

/** The text under a key; `""` where there is none. */
export function textAt(of: KubeObject, key: string): string {
  const value = of[key];
  return typeof value === "string" ? value : "";
}

/** The entries of a map whose values are texts. */
export function textsOf(map: KubeObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) =>
      typeof value === "string" ? [[key, value]] : [],
    ),
  );
}

/** A map without some of its keys. */
export function without(map: KubeObject, ...keys: readonly string[]): KubeObject {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}
