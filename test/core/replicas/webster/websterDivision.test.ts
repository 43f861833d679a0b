import { expect } from "chai";
import * as fc from "fast-check";
import { divideReplicas, type ReplicasToPlan } from "../../../../provider/core/replicas/plan";
import type { ReplicaStrategy } from "../../../../provider/core/replicas/websterOptions";
import { byName, type WebsterDivision, websterDivisions } from "../../../support/websterDivisions";

const RUNS = { numRuns: 10_000 };

/** The same with everything that does not break what is promised: groups, strategies, what is kept. */
const anyWishes = websterDivisions({ clusters: 5 }).chain((division) =>
  fc
    .record({
      strategy: fc.constantFrom<ReplicaStrategy>(
        "weighted",
        "weighted",
        "byCapacity",
        "aggregated",
      ),
      keep: fc.constantFrom("none" as const, "previous" as const),
      previous: byName([...division.clusters], fc.nat(10)),
      groups: fc.option(
        fc.shuffledSubarray([...division.clusters]).map((first) => [first, ["*"]]),
        { nil: undefined },
      ),
    })
    .map((options): WebsterDivision => ({ ...division, ...options })),
);

function replicasOf(division: ReplicasToPlan): Map<string, number> {
  return new Map(Object.entries(divideReplicas(division).replicas));
}

describe("Webster's method", () => {
  it("takes no replica away from any cluster when the total grows by one", () => {
    fc.assert(
      fc.property(anyWishes, (division) => {
        const before = replicasOf(division);
        const after = replicasOf({ ...division, totalReplicas: division.totalReplicas + 1 });
        for (const [name, n] of before) expect(after.get(name), name).to.be.at.least(n);
      }),
      RUNS,
    );
  });

  for (const field of ["weight", "minReplicas", "maxReplicas"] as const) {
    it(`takes no replica away from a cluster whose own ${field} grows`, () => {
      fc.assert(
        fc.property(websterDivisions(), fc.integer({ min: 1, max: 5 }), (division, more) => {
          const before = replicasOf(division);
          const [name = ""] = division.clusters;
          const { maxReplicas = 40, ...own } = division.preferences[name] ?? {};
          const grown = {
            ...own,
            maxReplicas,
            [field]: ({ maxReplicas, ...own }[field] ?? 0) + more,
          };
          grown.maxReplicas = Math.max(grown.maxReplicas, grown.minReplicas ?? 0);
          const preferences = { ...division.preferences, [name]: grown };
          const after = replicasOf({ ...division, preferences });
          expect(after.get(name), name).to.be.at.least(before.get(name) ?? NaN);
        }),
        RUNS,
      );
    });
  }

  it("does not depend on the order in which clusters are given", () => {
    const shuffled = anyWishes.chain((division) =>
      fc
        .shuffledSubarray([...division.clusters], { minLength: division.clusters.length })
        .map((clusters) => ({ division, clusters })),
    );
    fc.assert(
      fc.property(shuffled, ({ division, clusters }) => {
        expect(divideReplicas({ ...division, clusters })).to.deep.equal(divideReplicas(division));
      }),
      RUNS,
    );
  });

  it("gives nothing to the others when a cluster joins", () => {
    fc.assert(
      fc.property(websterDivisions(), (division) => {
        const after = replicasOf(division);
        const [, ...clusters] = division.clusters;
        for (const [name, n] of replicasOf({ ...division, clusters })) {
          expect(after.get(name), name).to.be.at.most(n);
        }
      }),
      RUNS,
    );
  });

  it("serves no claim that is weaker than one it refuses and that limits allow", () => {
    fc.assert(
      fc.property(websterDivisions(), (division) => {
        const replicas = replicasOf(division);
        const limits = limitsOf(division);
        for (const i of limits) {
          const mine = replicas.get(i.name) ?? NaN;
          if (mine <= i.floor) continue;
          for (const j of limits) {
            const theirs = replicas.get(j.name) ?? NaN;
            if (theirs >= j.ceiling) continue;
            const isSound = i.weight * (2 * theirs + 1) >= j.weight * (2 * mine - 1);
            expect(isSound, `${i.name} ${mine}, ${j.name} ${theirs}`).to.equal(true);
          }
        }
      }),
      RUNS,
    );
  });

  it("is within one replica of every exact share in at least 99 % of unlimited divisions", () => {
    let near = 0;
    const unlimited = fc.record({
      weights: fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 2, maxLength: 20 }),
      totalReplicas: fc.integer({ min: 1, max: 150 }),
    });
    fc.assert(
      fc.property(unlimited, ({ weights, totalReplicas }) => {
        const clusters = weights.map((_, i) => `member-${i + 10}`);
        const preferences = Object.fromEntries(
          weights.map((weight, i) => [clusters[i] ?? "", { weight }]),
        );
        const replicas = replicasOf({ algorithm: "webster", clusters, totalReplicas, preferences });
        const sum = weights.reduce((all, weight) => all + weight, 0);
        const isNear = weights.every((weight, i) => {
          const share = (totalReplicas * weight) / sum;
          return Math.abs((replicas.get(clusters[i] ?? "") ?? NaN) - share) < 1;
        });
        near += isNear ? 1 : 0;
      }),
      RUNS,
    );
    expect(near).to.be.at.least(9900);
  });

  it("moves the fewest replicas that any division within the limits moves, where it keeps", () => {
    const kept = websterDivisions({ clusters: 3, replicas: 9, weights: 1 }).chain((division) =>
      byName([...division.clusters], fc.nat(6)).map((previous) => ({ ...division, previous })),
    );
    fc.assert(
      fc.property(kept, (division) => {
        const replicas = replicasOf({ ...division, keep: "previous", rebalance: true });
        const placed = [...replicas.values()].reduce((sum, n) => sum + n, 0);
        const moves = (x: (name: string) => number): number =>
          division.clusters.reduce(
            (sum, name) => sum + Math.abs(x(name) - (division.previous[name] ?? 0)),
            0,
          );
        const least = Math.min(
          ...everyDivision(division, placed).map((x) => moves((name) => x.get(name) ?? 0)),
        );
        expect(moves((name) => replicas.get(name) ?? 0)).to.equal(least);
      }),
      RUNS,
    );
  });

  it("only adds where the total grows, and only removes where it shrinks, where it keeps", () => {
    fc.assert(
      fc.property(websterDivisions(), fc.nat(40), (division, totalReplicas) => {
        const { replicas: previous, unplaced } = divideReplicas(division);
        fc.pre(unplaced === 0);
        const now = replicasOf({ ...division, totalReplicas, keep: "previous", previous });
        for (const [name, n] of Object.entries(previous)) {
          if (totalReplicas >= division.totalReplicas) expect(now.get(name)).to.be.at.least(n);
          else expect(now.get(name)).to.be.at.most(n);
        }
      }),
      RUNS,
    );
  });
});

interface Limits {
  readonly name: string;
  readonly weight: number;
  readonly floor: number;
  readonly ceiling: number;
}

/** Floors and ceilings as they are promised: minimums, and where those do not fit, nothing up to them. */
function limitsOf(division: WebsterDivision): Limits[] {
  const limits = [...division.clusters].map((name): Limits => {
    const {
      weight = 0,
      minReplicas = 0,
      maxReplicas = Infinity,
    } = division.preferences[name] ?? {};
    const most = Math.min(maxReplicas, division.capacity?.[name] ?? Infinity);
    const floor = Math.min(minReplicas, most);
    return { name, weight, floor, ceiling: weight === 0 ? floor : most };
  });
  const floors = limits.reduce((sum, { floor }) => sum + floor, 0);
  if (floors <= division.totalReplicas) return limits;
  return limits.map((each) => ({ ...each, floor: 0, ceiling: each.floor }));
}

/** Every division of so many replicas within the limits. */
function everyDivision(division: WebsterDivision, placed: number): Map<string, number>[] {
  const limits = limitsOf(division);
  let partial: { x: Map<string, number>; left: number }[] = [{ x: new Map(), left: placed }];
  for (const { name, floor, ceiling } of limits) {
    partial = partial.flatMap(({ x, left }) =>
      Array.from({ length: Math.max(0, Math.min(ceiling, left) - floor + 1) }, (_, i) => ({
        x: new Map([...x, [name, floor + i]]),
        left: left - floor - i,
      })),
    );
  }
  return partial.filter(({ left }) => left === 0).map(({ x }) => x);
}
