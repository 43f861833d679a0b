import { expect } from "chai";
import fc from "fast-check";
import { assignStages } from "../../../provider/core/stages/assignment";
import { nextRecords, writtenAt } from "../../../provider/core/stages/nextRecord";
import { planStages } from "../../../provider/core/stages/planStages";
import { replicaSteps, type ReplicaPlace } from "../../../provider/core/stages/replicaSteps";
import type { StagedCluster, StagesRequest } from "../../../provider/core/stages/stagesPlan";
import { countOf, type StagedUpdateSettings } from "../../../provider/core/stages/strategy";
import { deepFreeze } from "../../support/deepFreeze";

const regions = ["eu", "us", "ap", undefined];

/** A fleet of up to 300 clusters, each with a region or none, a tier, and replicas. */
const fleets = fc
  .array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(20)), { minLength: 1, maxLength: 300 })
  .map((all) =>
    all.map(([region, tier, replicas], index) => ({
      replicas,
      cluster: {
        name: `c${String(index).padStart(3, "0")}`,
        labels: { tier: `t${tier}` },
        ...(regions[region] === undefined ? {} : { region: regions[region] }),
      },
    })),
  );

const strategies: fc.Arbitrary<StagedUpdateSettings> = fc
  .record({
    limit: fc.constantFrom<number | string | undefined>(1, 3, 7, "10%", undefined),
    per: fc.constantFrom("region", "tier", undefined),
    risk: fc.constantFrom<number | string | undefined>(20, "10%", undefined),
    size: fc.constantFrom<number | string>(1, "10%", "33%"),
    time: fc.constantFrom("10m", undefined),
  })
  .map(({ limit, per, risk, size, time }) => ({
    stages: [
      {
        name: "canary",
        clusterNames: ["c000"],
        ...(time === undefined ? {} : { afterStage: { minSuccessTime: time } }),
      },
      { name: "tier", clusterSelector: { matchLabels: { tier: "t1" } } },
      { name: "some", size },
      { name: "regions", groupBy: "region", order: ["us"] },
    ],
    ...(limit === undefined ? {} : { maxConcurrency: limit }),
    ...(per === undefined ? {} : { oneAtATimePer: per }),
    ...(risk === undefined ? {} : { maxReplicasAtRisk: risk }),
  }));

type Fleet = { readonly cluster: StagedCluster; readonly replicas: number }[];

function request(strategy: StagedUpdateSettings, fleet: Fleet): StagesRequest {
  return deepFreeze({
    strategy,
    clusters: fleet.map(({ cluster }) => cluster),
    wanted: Object.fromEntries(fleet.map(({ cluster: { name } }) => [name, "v1"])),
    replicas: Object.fromEntries(fleet.map(({ cluster: { name }, replicas }) => [name, replicas])),
    record: { clusters: {} },
    attempts: {},
    health: {},
    now: 0,
    approvals: [],
  });
}

describe("stages and waves of up to 300 clusters", () => {
  it("have every cluster in exactly one wave, which keeps all limits", () => {
    fc.assert(
      fc.property(strategies, fleets, (strategy, fleet) => {
        const plan = planStages(request(strategy, fleet));
        const all = plan.stages.flatMap(({ waves }) => waves.flat());
        expect([...all].sort()).to.deep.equal(fleet.map(({ cluster }) => cluster.name));
        const byName = new Map(fleet.map((each) => [each.cluster.name, each]));
        const total = fleet.reduce((sum, { replicas }) => sum + replicas, 0);
        for (const { waves, clusters } of plan.stages) {
          for (const wave of waves) {
            const most = countOf(strategy.maxConcurrency, clusters.length) ?? Infinity;
            expect(wave.length).to.be.at.most(most);
            const values = wave.map((name) => {
              const cluster = byName.get(name)?.cluster;
              return strategy.oneAtATimePer === "region" ? cluster?.region : cluster?.labels.tier;
            });
            if (strategy.oneAtATimePer !== undefined)
              expect(new Set(values).size).to.equal(wave.length);
            const atRisk = wave.reduce((sum, name) => sum + (byName.get(name)?.replicas ?? 0), 0);
            const risk = countOf(strategy.maxReplicasAtRisk, total) ?? Infinity;
            if (wave.length > 1) expect(atRisk).to.be.at.most(risk);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("are the same for the same input, in whatever order", () => {
    fc.assert(
      fc.property(strategies, fleets, (strategy, fleet) => {
        const turned = [...fleet].reverse();
        expect(planStages(request(strategy, turned))).to.deep.equal(
          planStages(request(strategy, fleet)),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("move no other cluster when one joins while an update is open, and open no gate for it", () => {
    fc.assert(
      fc.property(strategies, fleets, fc.nat(3), (strategy, fleet, region) => {
        const before = request(strategy, fleet);
        const plan = planStages(before);
        const released = new Set(plan.released.map(({ cluster }) => cluster));
        const clusters = Object.entries(nextRecords(before, plan)).map(
          ([name, { kept, written }]) => [
            name,
            written === undefined ? kept : writtenAt(written, 0),
          ],
        );
        const record = {
          clusters: Object.fromEntries(clusters) as StagesRequest["record"]["clusters"],
        };
        const place = regions[region];
        const joiner = {
          name: "b-joiner",
          labels: { tier: "t1" },
          ...(place === undefined ? {} : { region: place }),
        };
        const next = { ...before, record };
        const alone = planStages(next);
        const joined = planStages({
          ...next,
          clusters: [...before.clusters, joiner],
          wanted: { ...before.wanted, "b-joiner": "v1" },
        });
        const stagesOf = (of: typeof alone) =>
          of.stages
            .map(({ name, clusters: all }) => [name, ...all.filter((each) => each !== "b-joiner")])
            .filter(({ length }) => length > 1);
        expect(stagesOf(joined)).to.deep.equal(stagesOf(alone));
        const others = (of: typeof alone) =>
          of.released.flatMap(({ cluster }) => (cluster === "b-joiner" ? [] : [cluster]));
        expect(others(joined)).to.deep.equal(others(alone));
        expect(others(joined).filter((name) => released.has(name))).to.deep.equal([]);
      }),
      { numRuns: 60 },
    );
  });

  it("hold every cluster of a later stage that would open before a gate", () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        const strategy = {
          stages: [{ name: "canary", clusterNames: ["c000"], afterStage: { approval: true } }],
        };
        const plan = planStages(request(strategy, fleet));
        expect(plan.released.map(({ cluster }) => cluster)).to.deep.equal(["c000"]);
        expect(plan.held.length).to.equal(fleet.length - 1);
      }),
      { numRuns: 30 },
    );
  });

  it("keep a cluster's stage while an update is on its way to it", () => {
    const strategy = { stages: [{ name: "half", size: "50%" }] };
    const clusters = ["a", "b", "c", "d"].map((name) => ({ name }));
    const known = { d: { proven: false, before: [], coming: "v2", stage: "half" } };
    const stages = assignStages({ strategy, clusters, known });
    expect(stages.map(({ clusters: all }) => all)).to.deep.equal([
      ["a", "d"],
      ["b", "c"],
    ]);
  });
});

const places = fc
  .array(fc.tuple(fc.nat(20), fc.nat(20), fc.boolean(), fc.option(fc.nat(4), { nil: undefined })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((all) =>
    all.map(([before, planned, isHeld, wave], index): ReplicaPlace => ({
      cluster: `c${index}`,
      before,
      planned,
      isHeld,
      ...(wave === undefined ? {} : { wave }),
    })),
  );

describe("replicas while an update is open", () => {
  it("are never fewer in all than the smaller of the old and the new total, whichever is written when", () => {
    fc.assert(
      fc.property(places, fc.array(fc.nat(11), { maxLength: 12 }), (all, order) => {
        const steps = replicaSteps(deepFreeze(all));
        const live = new Map(all.map(({ cluster, before = 0 }) => [cluster, before]));
        const totals = [
          all.reduce((sum, { before = 0 }) => sum + before, 0),
          all.reduce((sum, { planned }) => sum + planned, 0),
        ];
        const least = Math.min(...totals);
        const waiting = new Set(Object.keys(steps));
        const mayGo = (cluster: string) =>
          steps[cluster]?.after.every((each) => !waiting.has(each)) === true;
        // In an order of chance, but for what waits for others.
        while (waiting.size > 0) {
          const ready = [...waiting].filter(mayGo);
          const next = ready[(order.shift() ?? 0) % ready.length];
          if (next === undefined) throw new Error("they wait for each other");
          waiting.delete(next);
          live.set(next, steps[next]?.replicas ?? 0);
          expect([...live.values()].reduce((sum, each) => sum + each, 0)).to.be.at.least(least);
        }
      }),
    );
  });

  it("are as planned when nothing is held and each that gives is written after those that get", () => {
    const given = [
      { cluster: "a", before: 6, planned: 2, isHeld: false },
      { cluster: "b", before: 1, planned: 5, isHeld: false, wave: 0 },
    ];
    expect(replicaSteps(given)).to.deep.equal({
      a: { replicas: 2, after: ["b"] },
      b: { replicas: 5, after: [] },
    });
  });
});
