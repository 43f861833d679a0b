import { expect } from "chai";
import { divideReplicas } from "../../../provider/core";
import { assignShards } from "../../../provider/core/shards/assignShards";
import {
  divisionDigest,
  divisionProblem,
  type DividedObject,
} from "../../../provider/core/shards/divisionDigest";
import { ownPart, overShards, type ShardStages } from "../../../provider/core/shards/stageRecords";
import { nextRecords, writtenAt } from "../../../provider/core/stages/nextRecord";
import { planStages } from "../../../provider/core/stages/planStages";
import type { ClusterRecord } from "../../../provider/core/stages/record";
import type { StagesPlan, StagesRequest } from "../../../provider/core/stages/stagesPlan";
import type { StagedUpdateSettings } from "../../../provider/core/stages/strategy";
import { deepFreeze } from "../../support/deepFreeze";

const shards: Readonly<Record<string, readonly string[]>> = {
  "eu-1": ["a", "b"],
  "us-1": ["c", "d"],
  "us-2": ["e", "f"],
};
const minute = 60_000;

/** A fleet in shards, of which each is updated by itself and knows of the others what they recorded. */
class ShardedFleet {
  readonly states: Record<string, ShardStages> = {};
  now = 0;
  wanted = "v1";
  approvals: string[] = [];
  /** By cluster. */
  health: Record<string, string> = {};

  constructor(readonly strategy: StagedUpdateSettings) {}

  update(shard: string): StagesPlan {
    const clusters = Object.entries(shards).flatMap(([name, own]) =>
      own.map((each) => (name === shard ? { name: each } : { name: each, elsewhere: name })),
    );
    const { record = { clusters: {} }, attempts = {} } = this.states[shard] ?? {};
    const others = Object.fromEntries(
      Object.entries(this.states).filter(([name]) => name !== shard),
    );
    const own = shards[shard] ?? [];
    const given: StagesRequest = {
      strategy: this.strategy,
      clusters,
      wanted: Object.fromEntries(clusters.map(({ name }) => [name, this.wanted])),
      record,
      attempts,
      health: Object.fromEntries(
        Object.entries(this.health).filter(([name]) => own.includes(name)),
      ),
      now: this.now,
      replicas: {},
      approvals: this.approvals,
    };
    const request = overShards(deepFreeze(given), deepFreeze(others));
    const plan = ownPart(planStages(request), request);
    const entries = Object.entries(nextRecords(request, plan)).filter(([name]) =>
      own.includes(name),
    );
    const next = entries.map(([name, { kept, written }]): [string, ClusterRecord] => [
      name,
      written === undefined ? kept : writtenAt(written, this.now),
    ]);
    this.states[shard] = structuredClone({
      record: { clusters: Object.fromEntries(next) },
      attempts,
    });
    return plan;
  }

  /** Updates all shards in some order and gives what each wrote. */
  pass(order: readonly string[] = Object.keys(shards)): string[] {
    return order.flatMap((shard) => this.update(shard).released.map(({ cluster }) => cluster));
  }

  settle(): void {
    for (let turn = 0; turn < 30; turn += 1) {
      for (const shard of Object.keys(shards)) {
        const plan = this.update(shard);
        this.approvals = [
          ...new Set([...this.approvals, ...plan.stages.flatMap(({ approval }) => approval ?? [])]),
        ];
      }
      this.now += 60 * minute;
    }
    this.approvals = [];
  }
}

const canary: StagedUpdateSettings = {
  stages: [{ name: "canary", clusterNames: ["a", "c"], afterStage: { minSuccessTime: "30m" } }],
};

describe("stages over shards", () => {
  const running = (strategy: StagedUpdateSettings): ShardedFleet => {
    const fleet = new ShardedFleet(strategy);
    fleet.settle();
    expect(fleet.pass()).to.deep.equal([]);
    fleet.wanted = "v2";
    return fleet;
  };

  it("lets a later stage begin in no shard before the earlier one is passed in all", () => {
    const fleet = running(canary);
    // A shard of the rest alone writes nothing, however often it is asked.
    expect(fleet.pass(["us-2", "us-2"])).to.deep.equal([]);
    expect(fleet.pass(["us-2", "eu-1"])).to.deep.equal(["a"]);
    fleet.now += 31 * minute;
    expect(fleet.pass(["us-2", "eu-1"]), "c has nothing yet").to.deep.equal([]);
    expect(fleet.pass(["us-1"])).to.deep.equal(["c"]);
    fleet.now += 31 * minute;
    // Whose time is over is for its own shard to find healthy.
    expect(fleet.pass(["us-2"])).to.deep.equal([]);
    fleet.health = { c: "Deployment web: 0 of 1 replicas are ready" };
    expect(fleet.pass()).to.deep.equal([]);
    fleet.health = {};
    fleet.now += 31 * minute;
    // c's own shard finds it healthy before the others go; the first one was asked before that.
    expect(fleet.pass()).to.deep.equal(["d", "e", "f"]);
    expect(fleet.pass()).to.deep.equal(["b"]);
    expect(fleet.pass()).to.deep.equal([]);
  });

  it("waits at a first update for shards that never ran, in every order", () => {
    for (const order of [Object.keys(shards), Object.keys(shards).reverse()]) {
      const fleet = new ShardedFleet(canary);
      expect(fleet.pass(order).sort()).to.deep.equal(["a", "c"]);
      fleet.now += 31 * minute;
      const later = [0, 1, 2].flatMap(() => fleet.pass(order));
      expect(later.sort()).to.deep.equal(["b", "d", "e", "f"]);
    }
  });

  it("needs nobody where the first update goes at once", () => {
    const fleet = new ShardedFleet({ ...canary, initial: "atOnce" });
    expect(fleet.pass()).to.deep.equal(["a", "b", "c", "d", "e", "f"]);
    expect(fleet.pass()).to.deep.equal([]);
  });

  it("writes no more at once, over all shards, than one stack would", () => {
    const fleet = running({ stages: [], maxConcurrency: 2 });
    const order: string[][] = [];
    for (let turn = 0; turn < 6; turn += 1) order.push(fleet.pass());
    expect(order.flat().sort()).to.deep.equal(["a", "b", "c", "d", "e", "f"]);
    // All shards at the same time: what each may write by what it knows of the others.
    const again = running({ stages: [], maxConcurrency: 2 });
    for (let turn = 0; turn < 6; turn += 1) {
      const before = structuredClone(again.states);
      const at = Object.keys(shards).map((shard) => {
        Object.assign(again.states, structuredClone(before));
        const written = again.update(shard).released.map(({ cluster }) => cluster);
        return { shard, written, state: again.states[shard] };
      });
      for (const { shard, state } of at) if (state !== undefined) again.states[shard] = state;
      expect(at.flatMap(({ written }) => written).length, `turn ${turn}`).to.be.at.most(2);
    }
    expect(again.pass()).to.deep.equal([]);
  });

  it("goes on by an approval that was given in one shard", () => {
    const strategy = {
      stages: [{ name: "canary", clusterNames: ["a"], afterStage: { approval: true } }],
    };
    const fleet = running(strategy);
    fleet.pass();
    const plan = fleet.update("us-1");
    const approval = plan.stages[0]?.approval ?? "";
    expect(approval).to.match(/^canary@/);
    expect(fleet.update("eu-1").stages[0]?.approval).to.equal(approval);
    fleet.approvals = [approval];
    const first = fleet.update("eu-1").released.map(({ cluster }) => cluster);
    fleet.approvals = [];
    expect([...first, ...fleet.pass(), ...fleet.pass()].sort()).to.deep.equal([
      "b",
      "c",
      "d",
      "e",
      "f",
    ]);
  });
});

describe("divisionDigest", () => {
  const web = (given: unknown, replicas = 3): DividedObject => ({
    plan: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      name: "web",
      clusters: [{ cluster: "eu", selected: true, reason: "named", replicas, overrides: [] }],
    },
    given,
  });
  const secret = (value: string): DividedObject => ({
    plan: { apiVersion: "v1", kind: "Secret", name: "key", clusters: [] },
    given: {
      template: { stringData: { key: value } },
      overrides: [{ clusterOverrides: [{ value }] }],
    },
  });
  class Leaf {
    constructor(readonly value: string) {}
  }
  const differs: readonly [string, DividedObject, DividedObject, boolean][] = [
    ["another count", web({}), web({}, 4), true],
    ["another image", web({ template: { image: "a" } }), web({ template: { image: "b" } }), true],
    ["the order of keys", web({ a: 1, b: 2 }), web({ b: 2, a: 1 }), false],
    ["a value that is known later", web({ a: new Leaf("x") }), web({ a: new Leaf("y") }), false],
    ["a value instead of one that is known later", web({ a: new Leaf("x") }), web({ a: 1 }), true],
    ["the value of a Secret", secret("one"), secret("two"), false],
  ];
  for (const [title, one, other, isOther] of differs) {
    it(`${isOther ? "tells" : "does not tell"} ${title}`, () => {
      const isSame = divisionDigest([one]) === divisionDigest([other]);
      expect(isSame).to.equal(!isOther);
    });
  }

  it("is the same in whatever order objects are declared, and refuses another one with both", () => {
    const own = divisionDigest([web({}), secret("one")]);
    expect(divisionDigest([secret("one"), web({})])).to.equal(own);
    const problem = divisionProblem("00000000", own);
    expect(problem).to.include(own).and.to.include("00000000");
    expect(divisionProblem("", own)).to.equal(undefined);
  });
});

describe("a fleet of 1,000 clusters", () => {
  it("is assigned, divided and staged in no time", () => {
    const clusters = Array.from({ length: 1000 }, (_, at) => ({
      name: `c${String(at).padStart(4, "0")}`,
      region: `r${at % 10}`,
    }));
    const names = clusters.map(({ name }) => name);
    const all = (value: string) => Object.fromEntries(names.map((name) => [name, value]));
    const measure = (): number => {
      const start = process.cpuUsage();
      const { shards: found } = assignShards({ clusters });
      expect(found).to.have.length(20);
      const { replicas } = divideReplicas({
        algorithm: "webster",
        key: "default/web",
        totalReplicas: 3000,
        clusters: names,
        preferences: { "*": { weight: 1 } },
      });
      expect(Object.keys(replicas)).to.have.length(1000);
      const plan = planStages({
        strategy: { stages: [], maxConcurrency: 100, oneAtATimePer: "region" },
        clusters,
        wanted: all("v2"),
        record: {
          clusters: Object.fromEntries(
            names.map((name) => [name, { revision: "v1", proven: true, before: [] }]),
          ),
        },
        attempts: {},
        health: {},
        now: 0,
        replicas: {},
        approvals: [],
      });
      expect(plan.stages[0]?.waves).to.have.length(100);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    // The first one compiles.
    const best = Math.min(measure(), measure(), measure(), measure());
    expect(best, "milliseconds of CPU").to.be.below(250);
  });
});
