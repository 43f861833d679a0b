import { maskObject, revealValue, secretText } from "../plan/masking";
import type { FieldChange } from "../plan/model";
import { isPlainObject } from "../../core/issue";
import {
  formatPropertyPath,
  parsePropertyPath,
  type PropertyPath,
} from "../../core/paths/propertyPath";

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
  const owned = request.ignoreChanges.flatMap((path) => {
    const parsed = parsePropertyPath(path);
    return parsed === undefined ? [] : [parsed];
  });
  const isSecret = isPlainObject(declared) && declared.kind === "Secret";
  const shown = maskObject(request.inputs);
  return missing({ declared, live: request.live, path: [] })
    .filter(({ path }) => !owned.some((each) => covers(each, path)))
    .map(({ path, from, to }) => {
      const hides = isSecret || isSecretAt(shown, path);
      return {
        path: formatPropertyPath(path),
        op: to === undefined ? ("remove" as const) : ("update" as const),
        from: hides ? secretText : from,
        ...(to === undefined ? {} : { to: hides ? secretText : to }),
      };
    });
}

interface Difference {
  readonly path: PropertyPath;
  readonly from: unknown;
  readonly to: unknown;
}

/** Where the live value lacks what is declared. */
function missing(pair: { declared: unknown; live: unknown; path: PropertyPath }): Difference[] {
  const { declared, live, path } = pair;
  if (isPlainObject(declared) && isPlainObject(live)) {
    return Object.keys(declared).flatMap((key) =>
      missing({ declared: declared[key], live: live[key], path: [...path, key] }),
    );
  }
  if (Array.isArray(declared) && Array.isArray(live) && declared.length <= live.length) {
    return declared.flatMap((each: unknown, index) =>
      missing({ declared: each, live: live[index], path: [...path, index] }),
    );
  }
  return isEqual(declared, live) ? [] : [{ path, from: declared, to: live }];
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

function isSecretAt(shown: unknown, path: PropertyPath): boolean {
  let value = shown;
  for (const step of path) {
    if (value === secretText) return true;
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isPlainObject(value)) value = value[String(step)];
    else return false;
  }
  return JSON.stringify([value]).includes(secretText);
}
