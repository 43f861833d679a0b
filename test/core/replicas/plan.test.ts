import { expect } from "chai";
import * as fc from "fast-check";
import { IssuesError } from "../../../provider/core/issue";
import {
  appliedReplicas,
  divideReplicas,
  planReplicas,
  type ReplicasToPlan,
} from "../../../provider/core/replicas/plan";
import { deepFreeze } from "../../support/deepFreeze";
import { replicaDivisions } from "../../support/replicaDivisions";

describe("planReplicas", () => {
  it("places or counts as unplaced every replica, within every limit", () => {
    fc.assert(
      fc.property(replicaDivisions, (division) => {
        const { replicas, unplaced } = planReplicas(deepFreeze(division));
        const placed = Object.values(replicas).reduce((sum, n) => sum + n, 0);
        expect(placed + unplaced).to.equal(division.totalReplicas);
        for (const [name, n] of Object.entries(replicas)) {
          expect(n).to.be.within(0, limitOf(division, name));
        }
      }),
    );
  });

  it("answers for the given clusters and no other, sorted", () => {
    fc.assert(
      fc.property(replicaDivisions, (division) => {
        const plan = planReplicas(division);
        const names = new Map([...division.clusters].sort().map((name) => [name, 0]));
        const sorted = Object.keys(Object.fromEntries(names));
        expect(Object.keys(plan.replicas)).to.deep.equal(sorted);
        expect(Object.keys(plan.because)).to.deep.equal(sorted);
        expect(division.clusters).to.include.members(Object.keys(plan.overflow));
      }),
    );
  });

  it("does not depend on the order of clusters or of any map", () => {
    const shuffled = replicaDivisions.chain((division) =>
      fc.record({
        division: fc.constant(division),
        other: fc
          .shuffledSubarray([...division.clusters], { minLength: division.clusters.length })
          .map((clusters) => ({
            ...division,
            clusters,
            preferences: reversed(division.preferences),
            current: reversed(division.current),
            capacity: reversed(division.capacity),
          })),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ division, other }) => {
        expect(JSON.stringify(planReplicas(other))).to.equal(
          JSON.stringify(planReplicas(division)),
        );
      }),
    );
  });

  it("rebalance makes no difference where nothing is known to run and nothing lacks capacity", () => {
    fc.assert(
      fc.property(replicaDivisions, (division) => {
        const unknown = { ...division, current: {}, capacity: {} };
        expect(planReplicas({ ...unknown, rebalance: true })).to.deep.equal(
          planReplicas({ ...unknown, rebalance: false }),
        );
      }),
    );
  });

  it("plans nothing for no clusters", () => {
    expect(planReplicas({ clusters: [], totalReplicas: 3 })).to.deep.equal({
      replicas: {},
      overflow: {},
      unplaced: 3,
      because: {},
    });
  });

  for (const name of ["__proto__", "constructor", "toString"]) {
    it(`plans for a cluster called ${name} as for any other`, () => {
      const plan = planReplicas({
        clusters: [name, "eu"],
        totalReplicas: 6,
        rebalance: true,
        preferences: Object.fromEntries([
          [name, { weight: 2 }],
          ["eu", { weight: 1 }],
        ]),
        capacity: Object.fromEntries([[name, 3]]),
      });
      const entries = (record: object): unknown => new Map(Object.entries(record));
      expect(entries(plan.replicas)).to.deep.equal(entry([name, 3], ["eu", 3]));
      expect(entries(plan.overflow)).to.deep.equal(entry([name, 1]));
      expect(entries(appliedReplicas(plan))).to.deep.equal(entry([name, 4], ["eu", 3]));
      expect(Object.keys(plan.because)).to.have.members([name, "eu"]);
    });
  }

  it("throws all issues at once, under the name of the workload", () => {
    const division = { key: "shop/web", clusters: ["eu", "eu"], totalReplicas: -1 };
    expect(() => planReplicas(deepFreeze(division)))
      .to.throw(IssuesError)
      .with.property(
        "message",
        [
          'replica plan "shop/web": 2 problems',
          '  - clusters[1]: "eu" is in the list already',
          "  - totalReplicas: must be an integer from 0 to 9007199254740991, not -1",
        ].join("\n"),
      );
  });

  it("refuses weights that it could only add up inexactly", () => {
    const preferences = { "*": { weight: Number.MAX_SAFE_INTEGER } };
    expect(() => planReplicas({ clusters: ["eu", "us"], totalReplicas: 1, preferences }))
      .to.throw(IssuesError)
      .with.nested.property("issues[0].path", "preferences");
  });

  it("divides over 1000 clusters that each have another maximum", () => {
    const clusters = Array.from({ length: 1000 }, (_, i) => `member-${i}`);
    const preferences = Object.fromEntries(
      clusters.map((name, i) => [name, { weight: 1, maxReplicas: i }]),
    );
    const plan = planReplicas({ clusters, totalReplicas: 400_000, preferences });
    expect(plan.unplaced).to.equal(0);
    expect(plan.replicas["member-999"]).to.be.above(plan.replicas["member-500"] ?? NaN);
    expect(plan.replicas["member-10"]).to.equal(10);
  });
});

describe("arguments that only webster knows, given to kubefed", () => {
  const division = { algorithm: "kubefed", clusters: ["eu", "us"], totalReplicas: 4 } as const;
  const usual = {
    strategy: "weighted",
    keep: "none",
    moveBack: "never",
    unplaced: "warn",
  } as const;

  it("are taken where they only say what is so anyway", () => {
    expect(planReplicas({ ...division, ...usual }).replicas).to.deep.equal({ eu: 2, us: 2 });
  });

  const asking = [
    { strategy: "duplicated" },
    { keep: "previous" },
    { moveBack: "always" },
    { unplaced: "fail" },
    { groups: [["eu"]] },
    { spread: [] },
  ] as const;
  for (const wish of asking) {
    it(`are refused where they ask for something: ${JSON.stringify(wish)}`, () => {
      const [field = ""] = Object.keys(wish);
      const plan = () => planReplicas({ ...division, ...usual, ...wish });
      expect(plan).to.throw(IssuesError, `${field}: works with algorithm "webster" only`);
    });
  }
});

describe("divideReplicas", () => {
  it("gives the numbers of the plan, and no sentences", () => {
    fc.assert(
      fc.property(replicaDivisions, (division) => {
        const { replicas, overflow, unplaced } = planReplicas(division);
        const numbers = divideReplicas(deepFreeze(division));
        expect(JSON.stringify(numbers)).to.equal(JSON.stringify({ replicas, overflow, unplaced }));
      }),
    );
  });

  it("throws what the plan throws", () => {
    const division = { key: "shop/web", clusters: ["eu", "eu"], totalReplicas: -1 };
    expect(() => divideReplicas(deepFreeze(division)))
      .to.throw(IssuesError)
      .with.property("message")
      .that.matches(/^replica plan "shop\/web": 2 problems\n/);
  });
});

describe("appliedReplicas", () => {
  it("adds the overflow, so that the sum can be above the total", () => {
    const division = {
      clusters: ["A", "B", "C"],
      totalReplicas: 12,
      rebalance: true,
      capacity: { C: 3 },
    };
    const plan = planReplicas(deepFreeze(division));
    expect(plan.replicas).to.deep.equal({ A: 4, B: 5, C: 3 });
    expect(appliedReplicas(deepFreeze(plan))).to.deep.equal({ A: 4, B: 5, C: 4 });
  });
});

function limitOf({ preferences = {}, capacity = {} }: ReplicasToPlan, name: string): number {
  const maximums = new Map(Object.entries(preferences));
  const maximum = (maximums.get(name) ?? maximums.get("*"))?.maxReplicas ?? Infinity;
  return Math.min(maximum, new Map(Object.entries(capacity)).get(name) ?? Infinity);
}

function reversed<Value>(
  record: Readonly<Record<string, Value>> | undefined,
): Record<string, Value> | undefined {
  return record && Object.fromEntries(Object.entries(record).reverse());
}

function entry(...entries: [string, number][]): Map<string, number> {
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
