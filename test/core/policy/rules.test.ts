import { expect } from "chai";
import { type FleetRules, fleetRules } from "../../../provider/core/policy/rules";
import { fleetOf, member, pods, ruled } from "./ruledFleet";

describe("the rules of a fleet", () => {
  it("are those that are named, mandatory unless they say otherwise", () => {
    const { rules, issues } = fleetRules({
      secretPlaces: { enforcementLevel: "advisory" },
      regions: { atLeast: 2 },
    });
    expect(rules.map(({ name, level }) => [name, level])).to.deep.equal([
      ["regions", "mandatory"],
      ["secretPlaces", "advisory"],
    ]);
    expect(issues).to.deep.equal([]);
  });

  it("judge a fleet by their own settings", () => {
    const web = ruled("Deployment", "web", { "us-east": pods(2) });
    const { rules } = fleetRules({ regions: { atLeast: 2 }, memberRights: {} });
    const fleet = fleetOf([web], { members: [member("us-east", { region: "us-east1" })] });
    expect(rules.map(({ judge }) => judge(fleet).length)).to.deep.equal([0, 1]);
  });

  it("report all that is wrong with their settings at once", () => {
    const wrong = {
      regins: {},
      imageRegistries: { registries: [] },
      regions: { atLeast: 0, except: "shop/web" },
      replicaShares: { perClusterPercent: 101, perRegionPercent: 1.5 },
      secretPlaces: { enforcementLevel: "remediate" },
      memberRights: true,
    } as unknown as FleetRules;
    expect(fleetRules(wrong).issues.map(({ path, message }) => `${path} ${message}`)).to.deep.equal(
      [
        "imageRegistries.registries must be a list of registries; came a list of 0",
        "memberRights must be a map; came true",
        "regins is not a rule; known: disruptionBudgets, imageRegistries, memberRights, regions, replicaShares, secretPlaces, serviceRecords",
        "regions.atLeast must be a whole number from 1 to 1000; came 0",
        'regions.except must be a list of names; came "shop/web"',
        "replicaShares.perClusterPercent must be a whole number from 1 to 100; came 101",
        "replicaShares.perRegionPercent must be a whole number from 1 to 100; came 1.5",
        'secretPlaces.enforcementLevel must be "advisory" or "mandatory"; came "remediate"',
      ],
    );
    expect(fleetRules({ replicaShares: {} }).issues).to.have.length(1);
  });
});
