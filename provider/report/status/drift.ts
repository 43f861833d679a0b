import { maskedValueAt, maskObject, revealValue, secretText } from "../plan/masking";
import type { FieldChange } from "../plan/model";
import { isPlainObject } from "../../core/plain/plainObject";
import {
  formatPropertyPath,
  parsePropertyPaths,
  type PropertyPath,
} from "../../core/paths/propertyPath";
import { differencesBetween } from "../../core/plain/differences";

/**
 * The declared fields that a live object has otherwise: what somebody changed past Pulumi. Fields that
 * the program does not set, and those that the cluster owns, are of no interest. Secrets are compared
 * and not shown.
 *
 * @example
 * driftOf({ inputs: { data: { a: "1" } }, live: { data: { a: "2", b: "3" } }, ignoreChanges: [] })
 * //=> [{ path: "data.a", op: "update", from: "1", to: "2" }]
 */
export function driftOf(request: {
  readonly inputs: unknown;
  readonly live: unknown;
  readonly ignoreChanges: readonly string[];
}): FieldChange[] {
  const declared = revealValue(request.inputs);
  const owned = parsePropertyPaths(request.ignoreChanges);
  const isSecret = isPlainObject(declared) && declared.kind === "Secret";
  const shown = maskObject(request.inputs);
  return differencesBetween(declared, request.live, { within: "before", isSame: isEqual })
    .filter(({ path }) => !owned.some((each) => covers(each, path)))
    .map(({ path, before: from, after: to }) => {
      const hides = isSecret || holdsSecret(maskedValueAt(shown, path));
      return {
        path: formatPropertyPath(path),
        op: to === undefined ? ("remove" as const) : ("update" as const),
        from: hides ? secretText : from,
        ...(to === undefined ? {} : { to: hides ? secretText : to }),
      };
    });
}

/** An API server leaves out what is empty, and writes some numbers as text. */
function isEqual(declared: unknown, live: unknown): boolean {
  if (live === undefined) return declared === null || declared === undefined || isEmpty(declared);
  // "80" and 80 are the same port to an API server.
  return JSON.stringify(declared).replace(/"/g, "") === JSON.stringify(live).replace(/"/g, "");
}

function isEmpty(value: unknown): boolean {
  return JSON.stringify(value) === "{}" || JSON.stringify(value) === "[]";
}

function covers(owned: PropertyPath, path: PropertyPath): boolean {
  return (
    owned.length <= path.length && owned.every((step, at) => step === "*" || step === path[at])
  );
}

function holdsSecret(masked: unknown): boolean {
  return JSON.stringify([masked]).includes(secretText);
}
