import { expect } from "chai";
import { forbiddenPath } from "../../../provider/core/overrides/forbiddenPaths";
import { readOverridePath } from "../../../provider/core/overrides/overridePath";

function messageFor(path: string): string | undefined {
  const read = readOverridePath(path);
  if ("problem" in read) throw new Error(read.problem.message);
  const problem = forbiddenPath(read);
  return problem === undefined ? undefined : `${problem.severity ?? "error"}: ${problem.message}`;
}

describe("forbiddenPath", () => {
  const metadata = `error: "/metadata" cannot be overridden as a whole, it holds "/metadata/generateName", "/metadata/name", "/metadata/namespace"; override "/metadata/labels" or "/metadata/annotations"`;
  const forbidden: [path: string, message: string][] = [
    [
      "/metadata/name",
      'error: "/metadata/name" cannot be overridden, it ties the copies to their federated object',
    ],
    [
      "/metadata/namespace",
      'error: "/metadata/namespace" cannot be overridden, a copy lives in the namespace of its federated object',
    ],
    [
      "/metadata/generateName",
      'error: "/metadata/generateName" cannot be overridden, a copy has the name of its federated object, it is never generated',
    ],
    [
      "/kind",
      'error: "/kind" cannot be overridden, every copy is of the kind of its federated object',
    ],
    [
      "/kind/x",
      'error: "/kind/x" cannot be overridden, every copy is of the kind of its federated object',
    ],
    [
      "metadata.name",
      'error: "/metadata/name" cannot be overridden, it ties the copies to their federated object',
    ],
    ["/metadata", metadata],
    ["metadata", metadata],
    [
      "",
      'error: "" cannot be overridden as a whole, it holds "/kind", "/metadata/generateName", "/metadata/name", "/metadata/namespace"; override fields in it, such as "/spec" or "/data"',
    ],
    [
      "kind",
      'warning: "kind" makes the copy another kind of object, which only KubeFed of 2018 allowed; federate two objects instead',
    ],
  ];
  for (const [path, message] of forbidden) {
    it(`says why not "${path}"`, () => {
      expect(messageFor(path)).to.equal(message);
    });
  }

  for (const path of [
    "/apiVersion",
    "/metadata/labels",
    "/metadata/names",
    "/spec/kind",
    "/data",
  ]) {
    it(`allows "${path}"`, () => {
      expect(messageFor(path)).to.equal(undefined);
    });
  }
});
