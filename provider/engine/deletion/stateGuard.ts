/*
 * What the engine's state and this run say of what leaves the stack.
 */

import { isPlainObject } from "../../core/plain/plainObject";
import { parseUrn } from "../../core/kinds/urn";

/** What the stack's last update left with its guard; empty where it has none yet. */
export interface GuardRecord {
  /** By cluster: uids by key. */
  readonly objects: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The same of what stays on its cluster when the stack lets go of it. */
  readonly givenBack: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By cluster. Secret. */
  readonly access: Readonly<Record<string, GuardAccessRecord>>;
  readonly deleteContents: readonly string[];
  readonly retained: readonly string[];
}

/** How a cluster was asked. */
export interface GuardAccessRecord {
  readonly kubeconfig: string;
  readonly context?: string;
}

/** Reads the guard among the resources of the stack's last state: their outputs, by URN. */
export function guardRecord(
  resources: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): GuardRecord {
  const [, outputs = {}] =
    [...resources].find(([urn]) => parseUrn(urn).type.endsWith("/kubefed:DeletionGuard")) ?? [];
  return {
    objects: mapOf(outputs.objects, uidsOf),
    givenBack: mapOf(outputs.givenBack, uidsOf),
    access: mapOf(outputs.access, accessOf),
    deleteContents: textsOf(outputs.deleteContents),
    retained: textsOf(outputs.retained),
  };
}

/**
 * The uid that an update left under a name on a cluster; undefined where none noted it. What the state has
 * may be what a refresh has found there since.
 */
export function writtenUid(
  { objects }: GuardRecord,
  of: { readonly cluster: string | undefined; readonly key: string },
): string | undefined {
  const { cluster = "", key } = of;
  const uids = Object.hasOwn(objects, cluster) ? objects[cluster] : undefined;
  return uids !== undefined && Object.hasOwn(uids, key) ? uids[key] : undefined;
}

function uidsOf(value: unknown): Record<string, string> {
  return mapOf(value, (uid) => (typeof uid === "string" ? uid : undefined));
}

function accessOf(value: unknown): GuardAccessRecord | undefined {
  if (!isPlainObject(value) || typeof value.kubeconfig !== "string") return undefined;
  const { kubeconfig, context } = value;
  return { kubeconfig, ...(typeof context === "string" ? { context } : {}) };
}

function mapOf<Value>(
  map: unknown,
  read: (value: unknown) => Value | undefined,
): Record<string, Value> {
  const entries = Object.entries(isPlainObject(map) ? map : {}).flatMap(([key, each]) => {
    const value = read(each);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
}
