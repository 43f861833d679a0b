import { expect } from "chai";
import * as fc from "fast-check";
import { IssuesError } from "../../../../provider/core/issue";
import { divideReplicas, type ReplicasToPlan } from "../../../../provider/core/replicas/plan";
import { seededDice } from "../../../bench/plannerInputs";
import type { WebsterDivision } from "../../../support/websterDivisions";

const KEY = "region";

interface SpreadDivision extends WebsterDivision {
  readonly spread: readonly [{ topologyKey: string; maxSkew: number; minDomains?: number }];
  readonly topology: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const NAMES = ["ap", "eu", "uk", "us"];

/** A division for each seed: few enough replicas for brute force, and all clusters somewhere. */
function divisionOf(seed: number): SpreadDivision {
  const dice = seededDice(seed);
  const clusters = NAMES.slice(0, 1 + dice(NAMES.length));
  const byName = <Value>(value: () => Value): Record<string, Value> =>
    Object.fromEntries(clusters.map((name) => [name, value()]));
  const isBounded = dice(2) === 0;
  return {
    algorithm: "webster",
    key: dice(2) === 0 ? "" : "shop/web",
    clusters,
    totalReplicas: dice(9),
    preferences: byName(() => {
      const minReplicas = dice(3) === 0 ? dice(4) : 0;
      return { weight: 1 + dice(5), minReplicas, maxReplicas: minReplicas + dice(6) };
    }),
    capacity: isBounded ? byName(() => dice(6)) : {},
    rebalance: true,
    keep: dice(2) === 0 ? "none" : "previous",
    previous: byName(() => dice(5)),
    groups: dice(3) === 0 ? [[clusters[0] ?? ""], ["*"]] : undefined,
    spread: [{ topologyKey: KEY, maxSkew: 1 + dice(3), minDomains: 1 + dice(3) }],
    topology: byName(() => ({ [KEY]: ["a", "b", "c"][dice(3)] ?? "" })),
  };
}

const small = fc.integer().map(divisionOf);

/** The most of a domain less the least, as Kubernetes counts it. */
function skewOf(division: SpreadDivision, replicas: (name: string) => number): number {
  const sums = new Map<string, number>();
  for (const name of division.clusters) {
    const region = division.topology[name]?.[KEY] ?? "";
    sums.set(region, (sums.get(region) ?? 0) + replicas(name));
  }
  const isShort = sums.size < (division.spread[0].minDomains ?? 1);
  return Math.max(...sums.values()) - (isShort ? 0 : Math.min(...sums.values()));
}

/** Every division that places as many as limits allow. */
function everyDivision(division: WebsterDivision): Map<string, number>[] {
  const limits = division.clusters.map((name) => {
    const { minReplicas = 0, maxReplicas = Infinity } = division.preferences[name] ?? {};
    const most = Math.min(
      maxReplicas,
      division.capacity?.[name] ?? Infinity,
      division.totalReplicas,
    );
    return { name, floor: Math.min(minReplicas, most), ceiling: most };
  });
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);
  const floors = sum(limits.map(({ floor }) => floor));
  const isShort = floors > division.totalReplicas;
  const placed = Math.min(division.totalReplicas, sum(limits.map(({ ceiling }) => ceiling)));
  let partial: { x: Map<string, number>; left: number }[] = [{ x: new Map(), left: placed }];
  for (const { name, floor, ceiling } of limits) {
    const [from, to] = isShort ? [0, floor] : [floor, ceiling];
    partial = partial.flatMap(({ x, left }) =>
      Array.from({ length: Math.max(0, Math.min(to, left) - from + 1) }, (_, i) => ({
        x: new Map([...x, [name, from + i]]),
        left: left - from - i,
      })),
    );
  }
  return partial.filter(({ left }) => left === 0).map(({ x }) => x);
}

/** What each cluster gets; the code of the first issue where the division is refused. */
function attempt(division: ReplicasToPlan): ReadonlyMap<string, number> | string | undefined {
  try {
    return new Map(Object.entries(divideReplicas(division).replicas));
  } catch (error) {
    if (!(error instanceof IssuesError)) throw error;
    return error.issues[0]?.code;
  }
}

describe("spread", () => {
  it("keeps within maxSkew whenever any division does, and is refused otherwise", () => {
    fc.assert(
      fc.property(small, (division) => {
        const { maxSkew } = division.spread[0];
        const skews = everyDivision(division).map((x) =>
          skewOf(division, (name) => x.get(name) ?? 0),
        );
        const replicas = attempt(division);
        if (typeof replicas !== "object") {
          expect(replicas).to.equal("spread-unsatisfiable");
          expect(Math.min(...skews)).to.be.above(maxSkew);
        } else {
          expect(skewOf(division, (name) => replicas.get(name) ?? NaN)).to.be.at.most(maxSkew);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it("takes the smallest skew that can be had, where it is only preferred", () => {
    fc.assert(
      fc.property(small, (division) => {
        const [constraint] = division.spread;
        const skews = everyDivision(division).map((x) =>
          skewOf(division, (name) => x.get(name) ?? 0),
        );
        const spread = [{ ...constraint, unsatisfiable: "prefer" as const }];
        const { replicas } = divideReplicas({ ...division, spread });
        const allowed = Math.max(constraint.maxSkew, Math.min(...skews));
        expect(skewOf(division, (name) => replicas[name] ?? NaN)).to.be.at.most(allowed);
      }),
      { numRuns: 10_000 },
    );
  });

  it("moves the fewest replicas that any division within maxSkew moves, where it keeps", () => {
    fc.assert(
      fc.property(small, (given) => {
        const division = { ...given, keep: "previous" as const };
        const replicas = attempt(division);
        if (typeof replicas !== "object") return;
        const moves = (x: (name: string) => number): number =>
          division.clusters.reduce(
            (sum, name) => sum + Math.abs(x(name) - (division.previous?.[name] ?? 0)),
            0,
          );
        const fitting = everyDivision(division).filter(
          (x) => skewOf(division, (name) => x.get(name) ?? 0) <= division.spread[0].maxSkew,
        );
        const least = Math.min(...fitting.map((x) => moves((name) => x.get(name) ?? 0)));
        expect(moves((name) => replicas.get(name) ?? NaN)).to.equal(least);
      }),
      { numRuns: 10_000 },
    );
  });

  it("gives nothing to a cluster that is nowhere, or does not count it where it is only preferred", () => {
    const division = {
      algorithm: "webster" as const,
      clusters: ["ap", "eu", "us"],
      totalReplicas: 6,
      topology: { eu: { zone: "1" }, us: { zone: "2" } },
    };
    const spread = { topologyKey: "zone", maxSkew: 1 };
    expect(divideReplicas({ ...division, spread: [spread] }).replicas).to.deep.equal({
      ap: 0,
      eu: 3,
      us: 3,
    });
    const preferred = [{ ...spread, unsatisfiable: "prefer" as const }];
    expect(divideReplicas({ ...division, spread: preferred }).replicas).to.deep.equal({
      ap: 2,
      eu: 2,
      us: 2,
    });
  });
});
