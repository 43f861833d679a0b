import { expect } from "chai";
import fc from "fast-check";
import { judgeRegions, judgeReplicaShares } from "../../../provider/core/policy/replicaPlaces";
import { fleetOf, pods, ruled } from "./ruledFleet";

const spread = (numbers: Readonly<Record<string, number>>) =>
  fleetOf([
    ruled(
      "Deployment",
      "web",
      Object.fromEntries(Object.entries(numbers).map(([name, each]) => [name, pods(each)])),
    ),
  ]);
const regions = (numbers: Readonly<Record<string, number>>, atLeast: number) =>
  judgeRegions(spread(numbers), { atLeast }).map(({ message }) => message);
const shares = (numbers: Readonly<Record<string, number>>, rule: object) =>
  judgeReplicaShares(spread(numbers), rule).map(({ message }) => message);

describe("the rule about regions", () => {
  it("counts those with a replica, and says which have how many", () => {
    expect(regions({ "ap-south": 1, "eu-west": 0, "us-east": 4, "us-west": 2 }, 2)).to.deep.equal([
      "Deployment shop/web: 7 replicas in 1 region (without a region 1, us-east1 6), at least 2 asked for; the fleet has 2",
    ]);
  });

  it("is content with as many as asked, and with nothing that runs", () => {
    expect(regions({ "eu-west": 1, "us-east": 1 }, 2)).to.deep.equal([]);
    expect(regions({ "us-east": 0 }, 2)).to.deep.equal([]);
  });
});

describe("the rule about shares", () => {
  it("names the cluster and the region that have too much, in numbers and percent", () => {
    const numbers = { "eu-west": 2, "us-east": 5, "us-west": 1 };
    expect(shares(numbers, { perClusterPercent: 60, perRegionPercent: 70 })).to.deep.equal([
      "Deployment shop/web: 5 of 8 replicas (62 %) on one cluster, us-east; at most 60 % allowed",
      "Deployment shop/web: 6 of 8 replicas (75 %) in one region, us-east1; at most 70 % allowed",
    ]);
  });

  it("asks for no share of a region that has no name, and of one replica for none", () => {
    expect(shares({ "ap-south": 9, "us-east": 1 }, { perRegionPercent: 50 })).to.deep.equal([]);
    expect(shares({ "us-east": 1 }, { perClusterPercent: 10 })).to.deep.equal([]);
  });

  it("finds a cluster exactly where its share is above the limit, whatever the numbers", () => {
    const number = fc.nat({ max: 50 });
    fc.assert(
      fc.property(number, number, fc.integer({ min: 1, max: 100 }), (one, other, percent) => {
        const found = shares({ "eu-west": one, "us-east": other }, { perClusterPercent: percent });
        const total = one + other;
        const above = [one, other].filter((each) => each / total > percent / 100 + 1e-12).length;
        expect(found.length).to.equal(total < 2 ? 0 : above);
      }),
    );
  });
});
