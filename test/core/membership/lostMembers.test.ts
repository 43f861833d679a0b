import { expect } from "chai";
import {
  lostMembers,
  type LostMembersQuestion,
} from "../../../provider/core/membership/lostMembers";
import { deepFreeze } from "../../support/deepFreeze";

const base: LostMembersQuestion = {
  source: "file",
  found: ["eu", "us"],
  sources: [{ source: "file", names: ["eu", "us"], gone: [] }],
  declared: [],
  lost: "it is not there; mend it",
};
const of = (names: string[], gone: string[] = [], source = "file") => ({ source, names, gone });

describe("members that a list outside of the program names no more", () => {
  const rows: [string, Partial<LostMembersQuestion>, string[]][] = [
    ["none while all are there", {}, []],
    ["one that was taken off", { sources: [of(["eu"])] }, ["us"]],
    ["one that was renamed", { sources: [of(["eu", "us-east"])] }, ["us"]],
    ["one that is written with a capital letter", { sources: [of(["eu", "US"])] }, ["us"]],
    ["all of an empty list", { sources: [of([])] }, ["eu", "us"]],
    ["none of those that are gone on purpose", { sources: [of(["eu"], ["us"])] }, []],
    ["one where another is gone on purpose", { sources: [of([], ["us"])] }, ["eu"]],
    ["none that two lists of one kind share out", { sources: [of(["eu"]), of(["us"])] }, []],
    ["one that only another kind lists", { sources: [of(["eu"]), of(["us"], [], "x")] }, ["us"]],
    [
      "one that only another kind says is gone",
      { sources: [of(["eu"]), of([], ["us"], "x")] },
      ["us"],
    ],
    ["none that the program declares by itself", { sources: [of(["eu"])], declared: ["us"] }, []],
    ["none where no update found any", { found: [], sources: [of([])] }, []],
  ];
  for (const [sentence, given, expected] of rows) {
    it(`are ${sentence}`, () => {
      const issues = lostMembers(deepFreeze({ ...base, ...given }));
      const named = issues.map(
        ({ message }) => /^cluster "([^"]+)" is in this stack/.exec(message)?.[1],
      );
      expect(named).to.deep.equal(expected);
      expect(issues.every(({ code }) => code === "clusters-missing")).to.equal(true);
    });
  }
});
