import { expect } from "chai";
import {
  type ReplicasToPlan,
  validateReplicasToPlan,
} from "../../../provider/core/replicas/replicasToPlan";
import { deepFreeze } from "../../support/deepFreeze";
import { smuggle } from "../../support/smuggle";

describe("validateReplicasToPlan", () => {
  it("accepts preferences, current and capacity of clusters that are not divided over", () => {
    const args: ReplicasToPlan = {
      algorithm: "kubefed",
      clusters: ["eu"],
      totalReplicas: 1,
      preferences: { us: { weight: 1 } },
      current: { us: 1 },
      capacity: { us: 1 },
    };
    expect(validateReplicasToPlan(deepFreeze(args))).to.deep.equal([]);
  });

  it("refuses a name that comes twice, at its second place, and a third time at its third", () => {
    const clusters = ["eu", "us", "eu", "eu", "ap"];
    expect(validateReplicasToPlan({ clusters, totalReplicas: 1 })).to.deep.equal(
      [2, 3].map((i) => ({
        code: "name-invalid",
        path: `clusters[${i}]`,
        message: '"eu" is in the list already',
      })),
    );
  });

  it("refuses an algorithm that it does not have, and lists those it has", () => {
    const args = smuggle({ clusters: ["eu"], totalReplicas: 1 }, { algorithm: "dhondt" });
    expect(validateReplicasToPlan(args)).to.deep.equal([
      {
        code: "preference-invalid",
        path: "algorithm",
        message: '"dhondt" is no algorithm; known: "kubefed", "webster"',
      },
    ]);
  });

  it("finds everything in one go", () => {
    const args: ReplicasToPlan = {
      clusters: ["eu", "eu"],
      totalReplicas: 0.5,
      preferences: { eu: { weight: -1 } },
      current: { eu: -1, us: 1 },
      capacity: { us: NaN },
    };
    const paths = validateReplicasToPlan(deepFreeze(args)).map(({ path }) => path);
    expect(paths).to.deep.equal([
      "clusters[1]",
      "totalReplicas",
      'preferences["eu"].weight',
      'current["eu"]',
      'capacity["us"]',
    ]);
  });
});
