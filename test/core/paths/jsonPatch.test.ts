import { expect } from "chai";
import fc from "fast-check";
import type { Issue } from "../../../provider/core/issue";
import { applyPatch, badOp, isOp } from "../../../provider/core/paths/jsonPatch";
import { formatPointer, valueAt } from "../../../provider/core/paths/jsonPointer";
import type { ClusterOverride, KubeObject } from "../../../provider/core/model";
import { deepFreeze } from "../../support/deepFreeze";
import { documents, placesOf, values } from "../../support/documents";
import { Leaf } from "../../support/leaf";

const leaf = new Leaf();
const object = deepFreeze({
  data: { greeting: "hello", tier: "gold" },
  list: ["x", "y"],
  empty: [],
  text: "hunter2",
  nothing: null,
  leaf,
  map: { leaf },
});

function patch(...operations: ClusterOverride[]): {
  object: KubeObject;
  issues: readonly Issue[];
} {
  return applyPatch(object, deepFreeze(operations));
}

describe("applyPatch", () => {
  const applied: [name: string, operation: ClusterOverride, at: string[], value: unknown][] = [
    ["replaces by default", { path: "/data/tier", value: 1 }, ["data", "tier"], 1],
    ["sets a missing key", { path: "/data/new", value: 1 }, ["data", "new"], 1],
    ["reads an empty op as replace", { op: "", path: "/list/0", value: 1 }, ["list"], [1, "y"]],
    ["inserts", { op: "add", path: "/list/1", value: 1 }, ["list"], ["x", 1, "y"]],
    ["appends at -", { op: "add", path: "/list/-", value: 1 }, ["list"], ["x", "y", 1]],
    ["appends at the length", { op: "add", path: "/list/2", value: 1 }, ["list"], ["x", "y", 1]],
    ["adds to an empty list", { op: "add", path: "/empty/0", value: 1 }, ["empty"], [1]],
    ["removes an item", { op: "remove", path: "/list/0" }, ["list"], ["y"]],
    ["removes a null", { op: "remove", path: "/nothing" }, ["nothing"], undefined],
    ["reads a missing value as null", { path: "/data/tier" }, ["data", "tier"], null],
    ["replaces an opaque leaf whole", { path: "/map/leaf", value: 1 }, ["map"], { leaf: 1 }],
    ["removes an opaque leaf", { op: "remove", path: "/leaf" }, ["leaf"], undefined],
    ["puts an opaque leaf in", { path: "/data/tier", value: leaf }, ["data", "tier"], leaf],
    ["sets __proto__ as a key", { path: "/map/__proto__", value: 1 }, ["map", "__proto__"], 1],
  ];
  for (const [name, operation, at, value] of applied) {
    it(name, () => {
      const patched = patch(operation);
      expect(patched.issues).to.deep.equal([]);
      expect(valueAt(patched.object, at)).to.deep.equal(value);
    });
  }

  const refused: [name: string, operation: ClusterOverride, code: Issue["code"]][] = [
    ["removal of a missing key", { op: "remove", path: "/data/no" }, "override-missing-path"],
    ["removal of an inherited key", { op: "remove", path: "/toString" }, "override-missing-path"],
    ["a missing parent", { op: "add", path: "/no/x", value: 1 }, "override-missing-path"],
    ["a way through a text", { path: "/text/x", value: 1 }, "override-missing-path"],
    ["a way through null", { path: "/nothing/x", value: 1 }, "override-missing-path"],
    ["a way into a leaf", { path: "/map/leaf/x", value: 1 }, "override-into-leaf"],
    ["replace at -", { path: "/list/-", value: 1 }, "override-index"],
    ["removal at -", { op: "remove", path: "/list/-" }, "override-index"],
    ["replace at the length", { path: "/list/2", value: 1 }, "override-index"],
    ["add beyond the length", { op: "add", path: "/list/3", value: 1 }, "override-index"],
    ["a name for an index", { path: "/list/x/y", value: 1 }, "override-index"],
    ["anything in an empty list", { op: "remove", path: "/empty/0" }, "override-index"],
    ["the document by a leaf", { path: "", value: leaf }, "override-missing-path"],
    ["removal of the document", { op: "remove", path: "" }, "override-missing-path"],
  ];
  for (const [name, operation, code] of refused) {
    it(`refuses ${name}`, () => {
      const patched = patch(operation);
      expect(patched.issues.map((issue) => [issue.code, issue.path])).to.deep.equal([
        [code, "[0].path"],
      ]);
      expect(patched.object).to.equal(object);
    });
  }

  it("applies each operation to the result of the one before", () => {
    const { object: patched } = patch(
      { op: "add", path: "/map/inner", value: {} },
      { op: "add", path: "/map/inner/x", value: 1 },
      { op: "remove", path: "/map/leaf" },
    );
    expect(patched.map).to.deep.equal({ inner: { x: 1 } });
  });

  it("changes nothing if one operation fails, and reports every one that does", () => {
    const patched = patch(
      { op: "remove", path: "/no" },
      { path: "/data/tier", value: 1 },
      { path: "/leaf/x", value: 1 },
    );
    expect(patched.object).to.equal(object);
    expect(patched.issues.map(({ path }) => path)).to.deep.equal(["[0].path", "[2].path"]);
  });

  const readOtherwise: [path: string, op: ClusterOverride["op"], list: unknown[], read: string][] =
    [
      ["/list/-1", "replace", ["x", 1], "/list/1"],
      ["/list/-2", "add", ["x", 1, "y"], "/list/1"],
      ["/list/-1", "add", ["x", "y", 1], "/list/2"],
      ["/list/-1", "remove", ["x"], "/list/1"],
      ["/list/00", "replace", [1, "y"], "/list/0"],
      ["/list/+1", "replace", ["x", 1], "/list/1"],
    ];
  for (const [path, op, list, read] of readOtherwise) {
    it(`understands ${op ?? ""} at ${path} as KubeFed did, and warns that it is ${read}`, () => {
      const patched = patch(op === "remove" ? { op, path } : { op, path, value: 1 });
      expect(patched.object.list).to.deep.equal(list);
      expect(patched.issues).to.have.length(1);
      expect(patched.issues[0]).to.deep.include({ code: "override-index", severity: "warning" });
      expect(patched.issues[0]?.message).to.contain(`"${read}"`);
    });
  }

  it("ignores what stands before the first slash, as KubeFed's library did", () => {
    expect(patch({ path: "spec/text", value: 1 }).object.text).to.equal(1);
  });

  describe("says what is wrong and what is allowed, without showing a value", () => {
    const messages: [operation: ClusterOverride, message: string][] = [
      [
        { op: "remove", path: "/data/greting" },
        '"/data/greting" does not exist; known keys here: "greeting", "tier"',
      ],
      [
        { path: "/no/x", value: 1 },
        '"/no/x": there is no "/no", add it first; known keys here: "data", "empty", "leaf", "list", "map", "nothing", "text"',
      ],
      [
        { path: "/text/x", value: 1 },
        '"/text/x" leads through "/text", which is a string; only a map or a list has something inside',
      ],
      [
        { path: "/leaf/x", value: 1 },
        '"/leaf/x" leads into "/leaf", which is only known after apply; override "/leaf" as a whole',
      ],
      [
        { path: "/list/5", value: 1 },
        '"/list/5": "5" is not an index of this list of 2 items; allowed: 0 to 1',
      ],
      [
        { op: "add", path: "/empty/1", value: 1 },
        '"/empty/1": "1" is not an index of this list of 0 items; allowed: 0',
      ],
      [
        { path: "/empty/0", value: 1 },
        '"/empty/0": "0" is not an index of this list of 0 items; allowed: none, the list is empty',
      ],
      [
        { path: "/list/-", value: 1 },
        '"/list/-": "-" stands for the end of a list and is only for op "add"; allowed: 0 to 1',
      ],
      [
        { path: "/list/-1", value: 1 },
        '"/list/-1" is read as "/list/1", as KubeFed did; write that instead',
      ],
      [
        { path: "", value: "hunter2" },
        '"" can only be replaced, by a map, and came op "replace" with a string',
      ],
      [{ path: "spec.x", value: 1 }, '"spec.x" leads nowhere; a path begins with a slash'],
    ];
    for (const [operation, message] of messages) {
      it(message, () => {
        expect(patch(operation).issues.map((issue) => issue.message)).to.deep.equal([message]);
      });
    }

    it("names at most twelve keys", () => {
      const keys = Array.from({ length: 14 }, (_, index) => `k${index + 10}`);
      const many = { data: Object.fromEntries(keys.map((key) => [key, 1])) };
      const { issues } = applyPatch(many, [{ op: "remove", path: "/data/x" }]);
      expect(issues[0]?.message).to.match(/"k20", "k21" and 2 more$/);
    });

    it("counts a key that is set to undefined as missing", () => {
      const { issues } = applyPatch({ a: undefined }, [{ op: "remove", path: "/a" }]);
      expect(issues[0]?.message).to.equal('"/a" does not exist; there are no keys here');
    });
  });

  it("gives what was set when the place is read, and leaves the input alone", () => {
    fc.assert(
      fc.property(documents, values, fc.nat(), (document, value, pick) => {
        const places = placesOf(deepFreeze(document));
        fc.pre(places.length > 0);
        const [path] = places[pick % places.length] ?? [[]];
        const patched = applyPatch(document, [{ path: formatPointer(path), value }]);
        expect(patched.issues).to.deep.equal([]);
        expect(valueAt(patched.object, path)).to.equal(value);
      }),
    );
  });

  it("keeps every value beside the way by identity, opaque leaves included", () => {
    fc.assert(
      fc.property(documents, fc.nat(), (document, pick) => {
        const places = placesOf(deepFreeze(document));
        fc.pre(places.length > 0);
        const [path] = places[pick % places.length] ?? [[]];
        const { object: patched } = applyPatch(document, [{ path: formatPointer(path), value: 0 }]);
        const isOnWay = (other: readonly string[]): boolean =>
          other.every((step, depth) => depth >= path.length || step === path[depth]);
        for (const [other, value] of places) {
          if (!isOnWay(other)) expect(valueAt(patched, other)).to.equal(value);
        }
      }),
    );
  });

  it("gives the same in whatever order independent keys are set", () => {
    const keys = fc.uniqueArray(fc.constantFrom("a", "b/c", "__proto__", "d~e"), { minLength: 2 });
    fc.assert(
      fc.property(documents, keys, (document, chosen) => {
        const operations = chosen.map((key, value) => ({ path: formatPointer([key]), value }));
        const there = applyPatch(deepFreeze(document), operations).object;
        const back = applyPatch(document, [...operations].reverse()).object;
        const sorted = (map: KubeObject): unknown =>
          Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1));
        expect(sorted(there)).to.deep.equal(sorted(back));
      }),
    );
  });
});

describe("isOp and badOp", () => {
  it("know the three operations of KubeFed", () => {
    expect(["add", "remove", "replace", "move", "test", "", null].filter(isOp)).to.deep.equal([
      "add",
      "remove",
      "replace",
    ]);
  });

  it("say what is allowed", () => {
    expect(badOp("move").message).to.equal(
      'op is "move"; allowed: "add", "remove", "replace"; default: "replace"',
    );
    expect(badOp(leaf).message).to.contain("op is a value only known after apply");
  });
});
