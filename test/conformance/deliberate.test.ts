import { expect } from "chai";
import type { CaseResult } from "./caseResult";
import { deliberateCases, deliberateRules, reasonOf } from "./deliberate";
import deliberate from "./deliberate.json";
import { conformanceFiles } from "./files";
import { ruleNames } from "./live/rules";
import { readCases } from "./runner";
import { annotationsKept } from "./suites/federate";

describe("deliberate.json", () => {
  let results: readonly CaseResult[] = [];

  before(() => {
    results = [...conformanceFiles.values()].flatMap((file) =>
      readCases(file).cases.map(({ run }) => run()),
    );
  });

  it("has a reason for every rule, and a rule for every reason", () => {
    expect([...deliberateRules].sort()).to.deep.equal([...ruleNames, annotationsKept].sort());
    for (const rule of deliberate.rules) {
      expect(rule.reason, rule.rule).to.not.equal("");
      expect(rule.kubefed, rule.rule).to.not.equal("");
    }
  });

  for (const rule of deliberateRules) {
    it(`the rule ${rule} applies to a case`, () => {
      const matching = results.filter(
        (each) => each.status === "deliberate" && each.rules.includes(rule),
      );
      expect(matching).to.not.be.empty;
    });
  }

  for (const { suite, id } of deliberateCases) {
    it(`the entry for ${suite} ${id} is that of a case that differs`, () => {
      const found = results.find((each) => each.suite === suite && each.id === id);
      expect(found?.status).to.equal("deliberate");
    });
  }

  it("an unknown rule is a mistake in the runner", () => {
    expect(() => reasonOf("no-such-rule")).to.throw('deliberate.json has no rule "no-such-rule"');
  });
});
