import { expect } from "chai";
import * as fc from "fast-check";
import { IssuesError } from "../../../provider/core/issue";
import { type JobsToPlan, planJobs } from "../../../provider/core/replicas/jobs";
import { deepFreeze } from "../../support/deepFreeze";
import { smuggle } from "../../support/smuggle";

describe("planJobs", () => {
  it("divides 4 at once and 4 in all over two clusters as 2 and 2 each", () => {
    const plan = planJobs({ clusters: ["A", "B"], parallelism: 4, completions: 4 });
    expect(plan.parallelism).to.deep.equal({ A: 2, B: 2 });
    expect(plan.completions).to.deep.equal({ A: 2, B: 2 });
  });

  it("gives completions only to clusters that run something at once", () => {
    const plan = planJobs({ clusters: ["A", "B", "C"], parallelism: 2, completions: 9 });
    expect(plan.parallelism).to.deep.equal({ B: 1, C: 1 });
    expect(plan.completions).to.deep.equal({ B: 4, C: 5 });
  });

  it("keeps a cluster that runs something at once, but has no completions left", () => {
    const plan = planJobs({ clusters: ["A", "B"], parallelism: 2, completions: 1 });
    expect(plan.parallelism).to.deep.equal({ A: 1, B: 1 });
    expect(plan.completions).to.deep.equal({ A: 0, B: 1 });
  });

  it("explains every cluster, also those without the Job", () => {
    const job: JobsToPlan = {
      clusters: ["eu", "us", "ap"],
      parallelism: 3,
      completions: 6,
      preferences: { eu: { weight: 1 }, us: { weight: 2 } },
      key: "shop/import",
    };
    expect(planJobs(deepFreeze(job)).because).to.deep.equal({
      ap: 'parallelism 0 of 3: no preference names it and there is none for "*"; so it does not get the Job',
      eu: "parallelism 1 of 3: weight 1 of 3 asks for 1; completions 2 of 6: weight 1 of 3 asks for 2",
      us: "parallelism 2 of 3: weight 2 of 3 asks for 2; completions 4 of 6: weight 2 of 3 asks for 4",
    });
  });

  it("places all parallelism and all completions, or nothing at all", () => {
    const weights = fc.dictionary(
      fc.constantFrom("A", "B", "C", "*"),
      fc.record({ weight: fc.nat(5) }),
    );
    const job = fc.record({
      clusters: fc.uniqueArray(fc.constantFrom("A", "B", "C", "D", "__proto__")),
      parallelism: fc.nat(50),
      completions: fc.nat(50),
      preferences: weights,
    });
    fc.assert(
      fc.property(job, (args) => {
        const { parallelism, completions } = planJobs(deepFreeze(args));
        const placed = Object.keys(parallelism);
        expect(Object.keys(completions)).to.deep.equal(placed);
        expect(Object.values(parallelism)).to.not.include(0);
        if (placed.length === 0) return;
        const sum = (of: Readonly<Record<string, number>>): number =>
          Object.values(of).reduce((a, b) => a + b, 0);
        expect([sum(parallelism), sum(completions)]).to.deep.equal([
          args.parallelism,
          args.completions,
        ]);
      }),
    );
  });

  it("throws all issues at once, under the name of the Job", () => {
    const job = smuggle(
      { clusters: ["eu"], parallelism: -1, completions: 0.5, key: "shop/import" },
      { preferences: { eu: { weight: -1, maxReplicas: 2 }, us: null } },
    );
    expect(() => planJobs(deepFreeze(job)))
      .to.throw(IssuesError)
      .with.property(
        "message",
        [
          'job plan "shop/import": 5 problems',
          "  - completions: must be an integer from 0 to 9007199254740991, not 0.5",
          "  - parallelism: must be an integer from 0 to 9007199254740991, not -1",
          '  - preferences["eu"].maxReplicas: a Job is divided by weight alone',
          '  - preferences["eu"].weight: must be an integer from 0 to 9007199254740991, not -1',
          '  - preferences["us"]: must be a map of weight, minReplicas and maxReplicas, not null',
        ].join("\n"),
      );
  });
});
