import { expect } from "chai";
import fc from "fast-check";
import {
  joinUnfinished,
  leftBehind,
  unfinishedAmong,
  unfinishedOf,
} from "../../../provider/core/checkpoints/unfinishedUpdate";
import { deepFreeze } from "../../support/deepFreeze";

const urn = "urn:pulumi:dev::shop::kubefed:index:UnfinishedUpdate::kubefed";

const objects = fc.uniqueArray(
  fc.record({
    cluster: fc.constantFrom("eu", "us", "__proto__"),
    key: fc.constantFrom("v1 ConfigMap a/x", "v1 ConfigMap a/y", "v1 Namespace z"),
    isRetained: fc.boolean(),
  }),
  { selector: ({ cluster, key }) => `${cluster} ${key}` },
);

describe("what a killed update may have made", () => {
  it("is read back as it was noted, from among all that the state has", () => {
    fc.assert(
      fc.property(objects, (all) => {
        const noted = deepFreeze(unfinishedOf(all));
        const state: [string, Record<string, unknown>][] = [
          ["urn:pulumi:dev::shop::my:index:UnfinishedUpdate::kubefed", { made: { no: ["no"] } }],
          [urn, JSON.parse(JSON.stringify(noted)) as Record<string, unknown>],
        ];
        const unfinished = unfinishedAmong(state);
        if (unfinished === undefined) throw new Error("nothing was read");
        const left = leftBehind({ unfinished, isHad: () => false });
        expect(left).to.have.deep.members(all);
        expect(joinUnfinished(noted, noted)).to.deep.equal(noted);
      }),
    );
  });

  it("is nothing that a resource or the program has", () => {
    fc.assert(
      fc.property(objects, (all) => {
        const unfinished = deepFreeze(unfinishedOf(all));
        const isHad = ({ key }: { readonly key: string }) => key.endsWith("x");
        expect(leftBehind({ unfinished, isHad })).to.have.deep.members(
          all.filter((each) => !isHad(each)),
        );
      }),
    );
  });

  it("is unknown in a state without a note, and empty in one that cannot be read", () => {
    expect(unfinishedAmong([])).to.equal(undefined);
    expect(unfinishedAmong([[urn, { made: ["a"], retained: 3 }]])?.retained).to.deep.equal({});
  });
});
