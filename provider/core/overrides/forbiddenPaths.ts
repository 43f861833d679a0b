import type { EditProblem } from "../paths/editProblem";
import { formatPointer } from "../paths/jsonPointer";
import type { OverridePath } from "./overridePath";

/**
 * The fields that no override may set, each with its reason: an object that is called otherwise, or
 * is something else, on one cluster would no longer belong to its federated object.
 * Source: KubeFed `pkg/controller/util/overrides.go`, invalidPaths. `/apiVersion` is allowed.
 */
export const forbiddenPaths: Readonly<Record<string, string>> = {
  "/kind": "every copy is of the kind of its federated object",
  "/metadata/generateName": "a copy has the name of its federated object, it is never generated",
  "/metadata/name": "it ties the copies to their federated object",
  "/metadata/namespace": "a copy lives in the namespace of its federated object",
};

/**
 * What forbids a path: it is one of `forbiddenPaths`, inside one, or contains one, as `""` and
 * `/metadata` do. A warning, not an error, for the dotted path `kind`, which 2018 allowed.
 */
export function forbiddenPath({ tokens, form }: OverridePath): EditProblem | undefined {
  const pointer = formatPointer(tokens);
  if (form === "dotted" && pointer === "/kind") {
    return {
      code: "override-forbidden-path",
      severity: "warning",
      message: `"kind" makes the copy another kind of object, which only KubeFed of 2018 allowed; federate two objects instead`,
    };
  }
  const inside = Object.entries(forbiddenPaths).find(([path]) => isWithin(pointer, path));
  if (inside !== undefined) {
    return forbidden(`"${pointer}" cannot be overridden, ${inside[1]}`);
  }
  const held = Object.keys(forbiddenPaths).filter((path) => isWithin(path, pointer));
  if (held.length === 0) return undefined;
  const instead =
    pointer === ""
      ? `fields in it, such as "/spec" or "/data"`
      : `"/metadata/labels" or "/metadata/annotations"`;
  return forbidden(
    `"${pointer}" cannot be overridden as a whole, it holds ${held.map((path) => `"${path}"`).join(", ")}; override ${instead}`,
  );
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}/`);
}

function forbidden(message: string): EditProblem {
  return { code: "override-forbidden-path", message };
}
