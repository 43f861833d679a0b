import { expect } from "chai";
import { replicaSuites } from "./suites/replicas";
import cases from "./planner-cases.json";

type Cases = readonly Readonly<Record<string, unknown>>[];

const groups: readonly (readonly [group: string, size: number, cases: Cases])[] = [
  ["replicaPlanner", 40, cases.replicaPlanner],
  ["documented", 11, cases.documented],
  ["rspController", 4, cases.rspController],
  ["updateOverridesMap", 3, cases.updateOverridesMap],
  ["jobPlanner", 8, cases.jobPlanner],
  ["fnv1_32", 15, cases.fnv1_32],
  ["derived", 120, cases.derived],
];

describe("planner-cases.json", () => {
  for (const [group, size, list] of groups) {
    it(`${group} has its ${size} cases`, () => {
      expect(list).to.have.length(size);
    });
    for (const testCase of list) {
      it(`${group}: ${JSON.stringify(testCase.id ?? testCase.input)}`, () => {
        const outcome = replicaSuites[group]?.(testCase);
        expect(outcome?.expected, "the case expects something").to.not.equal(undefined);
        expect(outcome?.got).to.deep.equal(outcome?.expected);
      });
    }
  }
});
