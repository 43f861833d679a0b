import { expect } from "chai";
import fc from "fast-check";
import {
  divideByKubefed,
  type KubefedPreference,
} from "../../../provider/migration/kubefed/kubefedDivision";
import { appliedReplicas, planReplicas } from "../../../provider/core/replicas/plan";
import { deepFreeze } from "../../support/deepFreeze";

const names = ["ap", "eu", "us", "me", "sa"];

const preference = fc
  .record({ weight: fc.nat(9), min: fc.nat(5), room: fc.option(fc.nat(9), { nil: undefined }) })
  .map(({ weight, min, room }) => ({
    weight,
    minReplicas: min,
    ...(room === undefined ? {} : { maxReplicas: min + room }),
  }));

describe("KubeFed's division, step by step", () => {
  it("agrees with our planner wherever the numbers make sense", () => {
    const input = fc.record({
      key: fc.constantFrom("shop/web", "shop/api", "a/b"),
      clusters: fc.subarray(names, { minLength: 1 }),
      totalReplicas: fc.nat(60),
      preferences: fc.dictionary(fc.constantFrom(...names, "*"), preference, { minKeys: 1 }),
    });
    fc.assert(
      fc.property(input, (division) => {
        const plan = planReplicas({ algorithm: "kubefed", ...deepFreeze(division) });
        expect(divideByKubefed(division)).to.deep.equal(appliedReplicas(plan));
      }),
      { numRuns: 500 },
    );
  });

  it("gives a cluster that no preference names nothing", () => {
    const division = { key: "", clusters: ["eu", "us"], totalReplicas: 4 };
    expect(divideByKubefed({ ...division, preferences: { eu: { weight: 1 } } })).to.deep.equal({
      eu: 4,
      us: 0,
    });
  });

  const senseless: readonly {
    what: string;
    preferences: Readonly<Record<string, KubefedPreference>>;
    eu: number;
  }[] = [
    {
      what: "a minimum above the maximum",
      preferences: { eu: { weight: 1, minReplicas: 5, maxReplicas: 3 } },
      eu: 3,
    },
    { what: "a negative weight", preferences: { eu: { weight: -1 }, "*": { weight: 1 } }, eu: 0 },
  ];
  for (const { what, preferences, eu } of senseless) {
    it(`ends, as the original did: ${what}`, () => {
      const division = { key: "", clusters: ["eu", "us"], totalReplicas: 9, preferences };
      expect(divideByKubefed(division).eu).to.equal(eu);
    });
  }
});
