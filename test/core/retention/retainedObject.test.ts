import { expect } from "chai";
import type { KubeObject } from "../../../provider/core/model";
import type { KnownObject } from "../../../provider/core/retention/retainedFields";
import { heldBack, isAsWritten } from "../../../provider/core/retention/retainedObject";
import { deepFreeze } from "../../support/deepFreeze";

const pathsOf = (text: string) => [text.split(".")];

describe("isAsWritten", () => {
  const written = { metadata: { name: "a", namespace: "default" }, data: { a: "ours", b: "1" } };
  const cases: [name: string, wanted: KubeObject, object: KubeObject, is: boolean][] = [
    [
      "the same, whatever is retained",
      { metadata: { name: "a" }, data: { a: "x", b: "1" } },
      written,
      true,
    ],
    [
      "another value beside it",
      { metadata: { name: "a" }, data: { a: "x", b: "2" } },
      written,
      false,
    ],
    ["a field more", { metadata: { name: "a" }, data: { a: "x", b: "1", c: "1" } }, written, false],
    ["a field less", { metadata: { name: "a" }, data: { a: "x" } }, written, false],
    [
      "another value beside it that a refresh found",
      { metadata: { name: "a" }, data: { a: "x", b: "1" } },
      { ...written, data: { a: "ours", b: "drifted" } },
      false,
    ],
    [
      "fields of the cluster beside what was written",
      { metadata: { name: "a" }, data: { a: "x", b: "1" } },
      { ...written, status: {}, data: { ...written.data, more: "1" } },
      true,
    ],
  ];
  for (const [name, desired, object, is] of cases) {
    it(`is ${String(is)} for ${name}`, () => {
      const known: KnownObject = deepFreeze({
        kind: "ConfigMap",
        apiVersion: "v1",
        before: { inputs: written, object },
        once: new Set<string>(),
        live: { data: { a: "theirs", b: "1" } },
        source: "live" as const,
      });
      const asked = deepFreeze({ desired, paths: pathsOf("data.a") });
      expect(isAsWritten(known, asked)).to.equal(is);
    });
  }

  it("is false for what was never written", () => {
    const known: KnownObject = {
      kind: "A",
      apiVersion: "v1",
      before: undefined,
      once: new Set<string>(),
      live: {},
      source: "live",
    };
    expect(isAsWritten(known, { desired: {}, paths: [] })).to.equal(false);
  });
});

describe("heldBack", () => {
  it("names the retained paths where something else is wanted, and only those", () => {
    const known: KnownObject = deepFreeze({
      kind: "ConfigMap",
      apiVersion: "v1",
      before: { inputs: { data: { a: "1", b: "1" } }, object: { data: { a: "1", b: "1" } } },
      once: new Set<string>(),
      live: { data: { a: "theirs", b: "1" } },
      source: "live" as const,
    });
    const paths = [...pathsOf("data.a"), ...pathsOf("data.b"), ...pathsOf("data.c")];
    expect(heldBack(known, { desired: { data: { a: "1", b: "1" } }, paths })).to.deep.equal([
      "data.a",
    ]);
  });
});
