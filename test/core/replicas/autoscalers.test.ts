import { expect } from "chai";
import fc from "fast-check";
import { planAutoscalers } from "../../../provider/core/replicas/autoscalers";
import { deepFreeze } from "../../support/deepFreeze";

const names = ["ap", "eu", "us", "lab"];

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}

describe("the limits of divided autoscalers", () => {
  it("are divided by weight", () => {
    const preferences = deepFreeze({ eu: { weight: 1 }, us: { weight: 3 } });
    const plan = planAutoscalers({
      clusters: names,
      minReplicas: 4,
      maxReplicas: 40,
      preferences,
    });
    expect(plan.minReplicas).to.deep.equal({ eu: 1, us: 3 });
    expect(plan.maxReplicas).to.deep.equal({ eu: 10, us: 30 });
  });

  it("stay within the bounds of a cluster", () => {
    const preferences = deepFreeze({
      eu: { weight: 1, maxReplicas: 3 },
      "*": { weight: 1, minReplicas: 2 },
    });
    const limits = { minReplicas: 5, maxReplicas: 20 };
    const plan = planAutoscalers({ clusters: ["eu", "us"], ...limits, preferences });
    expect(plan.maxReplicas).to.deep.equal({ eu: 3, us: 17 });
    expect(plan.minReplicas.us).to.be.at.least(2);
  });

  it("add up to the totals, and no minimum is 0 or above its maximum", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    const limits = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 200 }));
    fc.assert(
      fc.property(weights, limits, fc.string(), (each, [minReplicas, more], key) => {
        const maxReplicas = minReplicas + more;
        const clusters = names.slice(0, each.length);
        const preferences = Object.fromEntries(
          clusters.map((name, index) => [name, { weight: each[index] ?? 1 }]),
        );
        const plan = planAutoscalers({ clusters, minReplicas, maxReplicas, preferences, key });
        expect(sum(plan.minReplicas)).to.equal(minReplicas);
        expect(sum(plan.maxReplicas)).to.equal(maxReplicas);
        for (const [name, least] of Object.entries(plan.minReplicas)) {
          expect(least).to.be.within(1, plan.maxReplicas[name] ?? 0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("are divided evenly without preferences", () => {
    const plan = planAutoscalers({ clusters: ["eu", "us"], minReplicas: 2, maxReplicas: 8 });
    expect(plan.minReplicas).to.deep.equal({ eu: 1, us: 1 });
    expect(plan.maxReplicas).to.deep.equal({ eu: 4, us: 4 });
  });
});
