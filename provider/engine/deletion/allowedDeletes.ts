import * as pulumi from "@pulumi/pulumi";
import {
  allowDeletesKey,
  allowDeletesVariable,
  type AllowedDeletes,
  parseAllowedDeletes,
} from "../../core/deletion/allowedDeletes";

/** How many copies may leave in this run, or why that cannot be understood. */
export type Allowance =
  { readonly allowed: AllowedDeletes } | { readonly place: string; readonly given: string };

/** Reads what the person who starts the run allows, else what the stack's configuration does. */
export function readAllowance(): Allowance {
  const [namespace = "", key = ""] = allowDeletesKey.split(":");
  const once = process.env[allowDeletesVariable];
  const isOnce = once !== undefined && once !== "";
  const given = isOnce ? once : new pulumi.Config(namespace).get(key);
  const allowed = parseAllowedDeletes(given);
  if (allowed !== undefined) return { allowed };
  return { place: isOnce ? allowDeletesVariable : allowDeletesKey, given: given ?? "" };
}
