import { ownValue } from "./ownKey";
import { isPlainObject } from "./plainObject";
import type { KubeObject } from "../model";

/** The map under some keys; `{}` where there is none. */
export function mapAt(of: unknown, ...keys: readonly string[]): KubeObject {
  let value = of;
  for (const key of keys) value = isPlainObject(value) ? ownValue(value, key) : undefined;
  return isPlainObject(value) ? value : {};
}

/** The list under a key; `[]` where there is none. */
export function listAt(of: KubeObject, key: string): readonly unknown[] {
  const value = ownValue(of, key);
  return Array.isArray(value) ? value : [];
}

/** The maps in the list under a key. */
export function mapsAt(of: KubeObject, key: string): readonly KubeObject[] {
  return listAt(of, key).filter(isPlainObject);
}

/** The texts in the list under a key. */
export function textsAt(of: KubeObject, key: string): readonly string[] {
  return listAt(of, key).filter((each): each is string => typeof each === "string");
}

/** The text under a key; `""` where there is none. */
export function textAt(of: KubeObject, key: string): string {
  const value = ownValue(of, key);
  return typeof value === "string" ? value : "";
}

/** The entries of a map whose values are texts. */
export function textsOf(map: KubeObject): Readonly<Record<string, string>> {
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
