import { expect } from "chai";
import {
  follow,
  indexIn,
  rebuild,
  withKey,
  withoutKey,
} from "../../../provider/core/paths/documentEdit";
import { deepFreeze } from "../../support/deepFreeze";

describe("indexIn", () => {
  const cases: [length: number, token: string, index: number | undefined][] = [
    [3, "0", 0],
    [3, "2", 2],
    [3, "3", undefined],
    [3, "-1", 2],
    [3, "-3", 0],
    [3, "-4", undefined],
    [3, "00", 0],
    [3, "+1", 1],
    [3, "-0", 0],
    [0, "0", undefined],
    [0, "-1", undefined],
    [3, "-", undefined],
    [3, "", undefined],
    [3, "1.0", undefined],
    [3, "0x1", undefined],
    [3, "99999999999999999999", undefined],
  ];
  for (const [length, token, index] of cases) {
    it(`reads "${token}" in a list of ${length} as ${index}`, () => {
      expect(Object.is(indexIn(length, token), index)).to.equal(true);
    });
  }
});

describe("follow and rebuild", () => {
  it("copies the way to the end and shares everything beside it", () => {
    const document = deepFreeze({ a: { b: [{ c: 1 }, { d: 2 }], e: {} }, f: {} });
    const trail = follow(document, ["a", "b", "0", "c"]);
    if ("problem" in trail) throw new Error(trail.problem.message);
    const rebuilt = rebuild(trail, { c: 9 });
    expect(rebuilt).to.deep.equal({ a: { b: [{ c: 9 }, { d: 2 }], e: {} }, f: {} });
    expect(rebuilt.f).to.equal(document.f);
    expect(rebuilt).to.have.nested.property("a.e", document.a.e);
    expect(rebuilt).to.have.nested.property("a.b[1]", document.a.b[1]);
  });
});

describe("withKey and withoutKey", () => {
  it("treat __proto__ as a key like any other", () => {
    const map = withKey({ a: 1 }, "__proto__", { polluted: true });
    expect(Object.keys(map)).to.deep.equal(["a", "__proto__"]);
    expect(Object.getPrototypeOf(map)).to.equal(Object.prototype);
    expect(withoutKey(map, "__proto__")).to.deep.equal({ a: 1 });
  });
});
