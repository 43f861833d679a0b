import type * as pulumi from "@pulumi/pulumi";
import type { FederatedOptions } from "../../components/objects/federatedOptions";

/**
 * The options that a program has given: the wire has all of them, and an empty or false one says nothing. What is
 * adopted, for one, is given back unless somebody says otherwise.
 */
export function givenOptions(options: pulumi.ComponentResourceOptions): FederatedOptions {
  const given = Object.entries(options).filter(([, value]) => !saysNothing(value));
  return Object.fromEntries(given);
}

function saysNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isBare(value) && Object.values(value).every(saysNothing);
}

/** A map of options, and no resource. */
function isBare(value: unknown): value is object {
  return typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
}
