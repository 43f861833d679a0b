import { expect } from "chai";
import fc from "fast-check";
import type { PolicySettings } from "../../../../provider/core/dns/policy/policy";
import { type Branch, steer } from "../../../../provider/core/dns/policy/policyTiers";
import { deepFreeze } from "../../../support/deepFreeze";

const steered = (settings: PolicySettings, fallbacks: string[][] = []): readonly Branch[] =>
  steer(deepFreeze({ settings, clusters: ["us", "eu", "jp"], fallbacks }));

describe("steer", () => {
  it("asks all clusters at once without an order", () => {
    expect(steered({ policy: "multivalue" })).to.deep.equal([{ tiers: [["eu", "jp", "us"]] }]);
  });

  it("asks for help above in the order of the levels and of the policy", () => {
    const settings: PolicySettings = { policy: "failover", failoverOrder: ["br", "jp", "cn"] };
    expect(steered(settings, [["cn", "br"], ["za"]])).to.deep.equal([
      { tiers: [["jp"], ["eu", "us"], ["br"], ["cn"], ["za"]] },
    ]);
  });

  it("puts places that the same clusters serve together, countries first", () => {
    const geo = {
      eu: { continents: ["EU", "AF"], countries: ["TR"] },
      us: { continents: ["NA", "SA"], isDefault: true },
      jp: { continents: ["NA"] },
    };
    expect(steered({ policy: "geo", geo })).to.deep.equal([
      { place: { kind: "country", codes: ["TR"] }, tiers: [["eu"], ["us"], ["jp"]] },
      { place: { kind: "continent", codes: ["AF", "EU"] }, tiers: [["eu"], ["us"], ["jp"]] },
      { place: { kind: "continent", codes: ["NA"] }, tiers: [["jp", "us"], ["eu"]] },
      { place: { kind: "continent", codes: ["SA"] }, tiers: [["us"], ["eu", "jp"]] },
      { tiers: [["us"], ["eu", "jp"]] },
    ]);
  });

  it("sends everybody else to all clusters if none is the default", () => {
    const geo = { eu: { continents: ["EU"] } };
    expect(steered({ policy: "geo", geo }).at(-1)).to.deep.equal({ tiers: [["eu", "jp", "us"]] });
  });

  it("has every cluster once in every branch, whatever the policy", () => {
    const names = ["a", "b", "c", "d", "__proto__"];
    const some = fc.uniqueArray(fc.constantFrom(...names));
    const places = fc.dictionary(
      fc.constantFrom(...names),
      fc.record({
        countries: fc.uniqueArray(fc.constantFrom("DE", "FR", "US")),
        isDefault: fc.boolean(),
      }),
    );
    const policy = fc.constantFrom("failover" as const, "geo" as const, "multivalue" as const);
    fc.assert(
      fc.property(policy, some, some, places, (chosen, clusters, failoverOrder, geo) => {
        const settings: PolicySettings = { policy: chosen, failoverOrder, geo };
        for (const { tiers } of steer({ settings, clusters, fallbacks: [] })) {
          expect(tiers.flat().sort()).to.deep.equal([...clusters].sort());
        }
      }),
    );
  });
});
