import { expect } from "chai";
import fc from "fast-check";
import {
  parseRolloutCommand,
  type RolloutCommand,
  rolloutCommandText,
} from "../../../provider/core/rollout/command";
import { parseRecord } from "../../../provider/core/stages/record";
import type { StagesPlan } from "../../../provider/core/stages/stagesPlan";
import { runningFleet, StagedFleet } from "../../support/stagedFleet";

const minute = 60_000;
const pause = { does: "pause" } as const;
const resume = { does: "resume" } as const;
const abort = { does: "abort" } as const;
const retry = (cluster: string) => ({ does: "retry", cluster }) as const;

const released = ({ released: all }: StagesPlan) => all.map(({ cluster }) => cluster);
const held = ({ held: all }: StagesPlan) => all.map(({ cluster }) => cluster);

describe("a command about a staged update", () => {
  const words: readonly (readonly [string, RolloutCommand | undefined])[] = [
    ["pause", pause],
    [" resume  ", resume],
    ["abort careful", { does: "abort", strategy: "careful" }],
    ["pause two words", { does: "pause", strategy: "two words" }],
    ["retry eu-7", retry("eu-7")],
    ["retry eu-7 careful", { ...retry("eu-7"), strategy: "careful" }],
    ["retry", undefined],
    ["Pause", undefined],
    ["stop", undefined],
    ["", undefined],
  ];
  for (const [text, command] of words) {
    it(`is read from "${text}"`, () => {
      expect(parseRolloutCommand(text)).to.deep.equal(command);
      if (command !== undefined)
        expect(parseRolloutCommand(rolloutCommandText(command))).to.deep.equal(command);
    });
  }
});

describe("a staged update that somebody pauses", () => {
  it("writes nothing, whatever is approved and however much time goes by, until it is resumed", () => {
    const fleet = runningFleet();
    fleet.update();
    const stopped = fleet.update([], pause);
    expect([released(stopped), held(stopped)]).to.deep.equal([[], ["b", "c", "d"]]);
    fleet.now += 60 * minute;
    fleet.approvals = stopped.stages.flatMap(({ approval }) => approval ?? []);
    const later = fleet.update();
    expect(released(later)).to.deep.equal([]);
    expect(later.held[0]?.because).to.equal("the update is paused until somebody resumes it");
    expect(released(fleet.update([], resume))).to.deep.equal(["b"]);
  });

  it("goes nowhere, back and to a newer one included", () => {
    const fleet = runningFleet();
    fleet.update();
    fleet.update([], pause);
    for (const revision of ["v1", "v3"]) {
      fleet.all(revision);
      expect(released(fleet.update())).to.deep.equal([]);
    }
    fleet.all("v1");
    expect(released(fleet.update([], resume))).to.deep.equal(["a"]);
  });

  it("is held in its first update too, and is a staged one when it is resumed", () => {
    const clusters = ["a", "b"].map((name) => ({ name }));
    const fleet = new StagedFleet({ stages: [], initial: "atOnce" }, clusters, {});
    fleet.all("v1");
    expect(held(fleet.update([], pause))).to.deep.equal(["a", "b"]);
    expect(released(fleet.update([], resume))).to.deep.equal(["a", "b"]);
  });
});

describe("a staged update that somebody aborts", () => {
  it("stays where it is: what is held stays held, what has it stays unproven", () => {
    const fleet = runningFleet();
    fleet.update();
    const ended = fleet.update([], abort);
    expect([released(ended), held(ended)]).to.deep.equal([[], ["b", "c", "d"]]);
    fleet.now += 60 * minute;
    fleet.approvals = ["canary@"];
    fleet.approvals = fleet.update().stages.flatMap(({ approval }) => approval ?? []);
    const later = fleet.update();
    expect([released(later), later.proven]).to.deep.equal([[], []]);
    expect(later.stages[0]).to.include({
      state: "held",
      because: "the update was aborted; it stays as it is until it is resumed or changed",
    });
    expect(released(fleet.update([], resume))).to.deep.equal(["b"]);
  });

  it("goes back by the program of before, and on with a newer one, without being resumed", () => {
    for (const [revision, comes] of [
      ["v1", ["a"]],
      ["v3", ["a"]],
    ] as const) {
      const fleet = runningFleet();
      fleet.update();
      fleet.update([], abort);
      fleet.all(revision);
      expect(released(fleet.update()), revision).to.deep.equal(comes);
    }
  });

  it("keeps one out that joins, however the set of clusters changes", () => {
    const fleet = runningFleet();
    fleet.update();
    fleet.update([], abort);
    fleet.clusters = ["a", "b", "d", "e"].map((name) => ({ name }));
    fleet.wanted.e = "v2";
    expect(held(fleet.update())).to.deep.equal(["b", "d", "e"]);
    fleet.settle();
    expect(fleet.record.clusters.e?.revision).to.equal(undefined);
  });
});

describe("a cluster that somebody wants to be tried again", () => {
  const failing = () => {
    const fleet = runningFleet({ stages: [], maxFailures: 1, progressDeadline: "2m" });
    fleet.update(["a"]);
    fleet.health = { a: "0 of 1 replicas are ready" };
    fleet.now += 2 * minute;
    expect(fleet.update().failed.map(({ cluster }) => cluster)).to.deep.equal(["a"]);
    expect(released(fleet.update())).to.deep.equal([]);
    return fleet;
  };

  it("is part of its stage again at the same revision", () => {
    const fleet = failing();
    fleet.health = {};
    const plan = fleet.update([], retry("a"));
    expect([released(plan), plan.failed]).to.deep.equal([["a"], []]);
    expect(fleet.record.clusters.a).to.include({ revision: "v2", proven: true });
  });

  it("has as long as at first, and is as failed as before where that fails", () => {
    const fleet = failing();
    expect(fleet.request(retry("a")).attempts.a).to.deep.equal({ revision: "v2", at: fleet.now });
    expect(released(fleet.update(["a"], retry("a")))).to.deep.equal(["a"]);
    const plan = fleet.update();
    expect([released(plan), plan.failed.length]).to.deep.equal([[], 1]);
  });

  it("changes nothing about another cluster, nor where nothing has failed", () => {
    const fleet = failing();
    expect(released(fleet.update([], retry("b")))).to.deep.equal([]);
    expect(released(fleet.update([], retry("nobody")))).to.deep.equal([]);
  });
});

describe("what a record keeps of what people said", () => {
  it("is read again as it was, and nothing of what is malformed", () => {
    const clusters = { a: { proven: false, before: [], aborted: "v2" } };
    const whole = { clusters, paused: true, approved: ["canary@2f4045a1"] } as const;
    expect(parseRecord(whole)).to.deep.equal(whole);
    expect(parseRecord({ clusters: {}, paused: "yes", approved: "all" })).to.deep.equal({
      clusters: {},
    });
  });

  it("has an approval that came early until its stage is passed, and no other", () => {
    const fleet = runningFleet();
    const [approval = ""] = fleet.update().stages.flatMap((stage) => stage.approval ?? []);
    fleet.approvals = [approval, "canary@00000000"];
    fleet.update();
    expect(fleet.record.approved).to.deep.equal([approval]);
    fleet.approvals = [];
    fleet.now += 60 * minute;
    const plan = fleet.update();
    expect([released(plan), plan.strayApprovals]).to.deep.equal([["b"], []]);
    expect(fleet.record).to.not.have.property("approved");
  });

  it("holds everything while it is paused or aborted, whatever happens between, as a property", () => {
    const happens: Readonly<Record<string, (fleet: StagedFleet) => void>> = {
      time: (fleet) => {
        fleet.now += 60 * minute;
      },
      approval: (fleet) => {
        fleet.approvals = fleet.update().stages.flatMap(({ approval }) => approval ?? []);
      },
      joins: (fleet) => {
        const name = `e${fleet.clusters.length}`;
        fleet.clusters = [...fleet.clusters, { name }];
        fleet.wanted[name] ??= fleet.wanted.b;
      },
      leaves: (fleet) => {
        fleet.clusters = fleet.clusters.slice(0, -1);
      },
      ill: (fleet) => {
        fleet.health = { a: "it is not well" };
      },
    };
    const changes = { new: "v3", back: "v1" } as const;
    const steps = fc.constantFrom(...Object.keys(happens), ...Object.keys(changes));
    fc.assert(
      fc.property(fc.constantFrom(pause, abort), fc.array(steps, { maxLength: 8 }), (how, all) => {
        const fleet = runningFleet();
        fleet.update();
        fleet.update([], how);
        for (const step of all) {
          happens[step]?.(fleet);
          // Something else that is wanted is what ends an abort.
          const revision = how === pause ? changes[step as keyof typeof changes] : undefined;
          if (revision !== undefined) fleet.all(revision);
          expect(released(fleet.update())).to.deep.equal([]);
        }
      }),
      { numRuns: 100 },
    );
  });
});
