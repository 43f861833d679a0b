import { expect } from "chai";
import cases from "./planner-cases.json";
import { observationSuites } from "./suites/observation";

type Cases = readonly Readonly<Record<string, unknown>>[];

const groups: readonly (readonly [group: string, size: number, cases: Cases])[] = [
  ["plannerInputs", 5, cases.plannerInputs],
  ["podAnalyzer", 2, cases.podAnalyzer],
];

describe("planner-cases.json, about live objects", () => {
  for (const [group, size, list] of groups) {
    it(`${group} has its ${size} cases`, () => {
      expect(list).to.have.length(size);
    });
    for (const testCase of list) {
      it(`${group}: ${JSON.stringify(testCase.id)}`, () => {
        const outcome = observationSuites[group]?.(testCase);
        expect(outcome?.got).to.deep.equal(outcome?.expected);
      });
    }
  }
});
