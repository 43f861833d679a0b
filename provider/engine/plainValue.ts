import * as pulumi from "@pulumi/pulumi";
import { setTimeout as pause } from "node:timers/promises";
import { isPlainObject } from "../core/plain/plainObject";

/** By these the engine's messages tell a secret from a map. */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** A value without Outputs, and what there is to know about those that it had. */
export interface PlainValue {
  /** What is not known in this run is the engine's own mark. */
  readonly value: unknown;
  readonly hasSecret: boolean;
}

/** Awaits all Outputs in a value, also secret ones. Rejects with any of them. */
export async function plainValue(given: unknown): Promise<PlainValue> {
  const { value } = await pulumi.runtime.serializeProperties("plainValue", { value: given });
  let hasSecret = false;
  const reveal = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(reveal);
    if (!isPlainObject(each)) return each;
    if (each[signature] === secretSignature) {
      hasSecret = true;
      return reveal(each.value);
    }
    return Object.fromEntries(Object.entries(each).map(([key, item]) => [key, reveal(item)]));
  };
  return { value: reveal(value), hasSecret };
}

/** The same without waiting for longer than a while; undefined where that is not enough. Never rejects. */
export async function plainValueWithin(given: unknown, withinMs: number): Promise<unknown> {
  const waiting = new AbortController();
  const late = pause(withinMs, undefined, { signal: waiting.signal }).catch(() => undefined);
  const asked = plainValue(given).then(
    ({ value }) => value,
    () => undefined,
  );
  const first = await Promise.race([asked, late]);
  waiting.abort();
  return first;
}

/** Whether a plain value holds anything that is not known in this run. */
export function hasUnknown(value: unknown): boolean {
  if (value === pulumi.runtime.unknownValue) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isPlainObject(value) && Object.values(value).some(hasUnknown);
}
