import { expect } from "chai";
import { planStages } from "../../../provider/core/stages/planStages";
import type { StagesPlan } from "../../../provider/core/stages/stagesPlan";
import type { StagedUpdateSettings } from "../../../provider/core/stages/strategy";
import { runningFleet, StagedFleet, strategy } from "../../support/stagedFleet";

const minute = 60_000;

const released = ({ released: all }: StagesPlan) => all.map(({ cluster }) => cluster);
const held = ({ held: all }: StagesPlan) => all.map(({ cluster }) => cluster);
const stateOf = (plan: StagesPlan, name: string) =>
  plan.stages.find((stage) => stage.name === name)?.state;

/** What the canary's approval is called. */
const approvalOf = (plan: StagesPlan) =>
  plan.stages.flatMap(({ approval }) => approval ?? [])[0] ?? "";

describe("a staged update", () => {
  it("goes canary, time, approval, second, time, rest, one gate an update", () => {
    const fleet = runningFleet();
    const first = fleet.update();
    expect([released(first), held(first)]).to.deep.equal([["a"], ["b", "c", "d"]]);
    const left = (plan: StagesPlan) => plan.stages.map(({ leastMs }) => leastMs / minute);
    expect(left(first)).to.deep.equal([30, 5, 0]);
    fleet.now += 10 * minute;
    const soaking = fleet.update();
    expect(left(soaking)).to.deep.equal([20, 5, 0]);
    expect(released(soaking)).to.deep.equal([]);
    expect(soaking.stages[0]).to.include({ state: "waits", waitMs: 20 * minute });
    fleet.now += 20 * minute;
    const asking = fleet.update();
    const approval = approvalOf(asking);
    expect(asking.stages[0]?.because).to.equal(`it waits for the approval ${approval}`);
    fleet.approvals = [approval];
    expect(released(fleet.update())).to.deep.equal(["b"]);
    fleet.approvals = [];
    expect(released(fleet.update())).to.deep.equal([]);
    fleet.now += 5 * minute;
    expect(released(fleet.update())).to.deep.equal(["c", "d"]);
    const done = fleet.update();
    expect([released(done), held(done)]).to.deep.equal([[], []]);
    expect(done.stages.map(({ state }) => state)).to.deep.equal(["passed", "passed", "passed"]);
  });

  it("holds on a wrong approval, and on that of another revision, and says that they approve nothing", () => {
    const fleet = runningFleet();
    const key = approvalOf(fleet.update());
    fleet.now += 60 * minute;
    fleet.approvals = ["canary@00000000"];
    const wrong = fleet.update();
    expect([released(wrong), wrong.strayApprovals]).to.deep.equal([[], ["canary@00000000"]]);
    fleet.all("v3");
    fleet.approvals = [key];
    fleet.update();
    fleet.now += 60 * minute;
    expect(released(fleet.update())).to.deep.equal([]);
  });

  it("keeps the gate closed when a cluster joins and another leaves while the canary waits", () => {
    const fleet = runningFleet();
    fleet.update();
    fleet.clusters = ["a", "b", "c", "e"].map((name) => ({ name }));
    fleet.wanted.e = "v2";
    const joined = fleet.update();
    expect([released(joined), held(joined)]).to.deep.equal([[], ["b", "c", "e"]]);
    expect(Object.keys(fleet.record.clusters)).to.deep.equal(["a", "b", "c", "e"]);
  });

  it("lets one that joins come at once where its stage is passed, and nobody waits for it", () => {
    const fleet = runningFleet();
    fleet.settle();
    fleet.clusters = [...fleet.clusters, { name: "aa" }, { name: "e" }];
    Object.assign(fleet.wanted, { aa: "v2", e: "v2" });
    expect(released(fleet.update())).to.deep.equal(["aa", "e"]);
    expect(released(fleet.update())).to.deep.equal([]);
  });

  it("skips stages without a change, gates included", () => {
    const fleet = runningFleet();
    fleet.all("v1");
    fleet.wanted.d = "v1-d";
    const plan = fleet.update();
    expect([released(plan), held(plan)]).to.deep.equal([["d"], []]);
    expect(stateOf(plan, "canary")).to.equal("passed");
  });

  it("begins again with the canary when new content comes while one is open", () => {
    const fleet = runningFleet();
    fleet.update();
    fleet.now += 60 * minute;
    fleet.all("v3");
    const plan = fleet.update();
    expect([released(plan), held(plan)]).to.deep.equal([["a"], ["b", "c", "d"]]);
  });

  it("goes back to what is proven in one update, the last stage first, whatever the gates are", () => {
    const fleet = runningFleet();
    fleet.settle();
    fleet.all("v1");
    const plan = fleet.update();
    expect(plan.released.map(({ cluster, wave }) => [cluster, wave])).to.deep.equal([
      ["c", 0],
      ["d", 0],
      ["b", 1],
      ["a", 2],
    ]);
    // A stage whose clusters are written now is not one that is passed.
    expect(plan.stages.map(({ state, waves, now }) => [state, waves, now])).to.deep.equal([
      ["now", [["a"]], 1],
      ["now", [["b"]], 1],
      ["now", [["c", "d"]], 2],
    ]);
    expect(stateOf(fleet.update(), "canary")).to.equal("passed");
  });

  it("goes back after a canary that never became ready, though the record does not know of it", () => {
    const fleet = runningFleet();
    fleet.update(["a"]);
    expect(fleet.record.clusters.a?.revision).to.equal("v1");
    expect(released(fleet.update(["a"]))).to.deep.equal(["a"]);
    fleet.all("v1");
    const plan = fleet.update();
    expect([released(plan), held(plan)]).to.deep.equal([["a"], []]);
    expect(released(fleet.update())).to.deep.equal([]);
  });

  it("starts the time again while a cluster is not healthy, and holds what is behind it", () => {
    const fleet = runningFleet();
    fleet.update();
    fleet.now += 29 * minute;
    fleet.health = { a: "1 of 3 replicas are ready" };
    const plan = fleet.update();
    expect(plan.stages[0]).to.include({
      state: "unhealthy",
      because: "a: 1 of 3 replicas are ready",
    });
    fleet.health = {};
    fleet.now += 29 * minute;
    expect(fleet.update().stages[0]).to.include({ state: "waits", waitMs: minute });
  });

  it("goes on without as many as may fail, not before the deadline, and holds those", () => {
    const fleet = runningFleet({
      stages: [],
      maxFailures: 1,
      maxConcurrency: 1,
      progressDeadline: "2m",
    });
    fleet.update(["b"]);
    fleet.health = { b: "0 of 1 replicas are ready" };
    expect(released(planStages(fleet.request()))).to.deep.equal(["a", "b", "c", "d"]);
    fleet.now += 2 * minute;
    const plan = fleet.update();
    expect(released(plan)).to.deep.equal(["a", "c", "d"]);
    expect(plan.failed.map(({ cluster }) => cluster)).to.deep.equal(["b"]);
    fleet.health = {};
    expect(released(fleet.update())).to.deep.equal([]);
    fleet.all("v3");
    expect(released(fleet.update())).to.deep.equal(["a", "b", "c", "d"]);
  });

  it("passes a stage without a member that is away, and lets it come level when it is back", () => {
    const stages = [
      { name: "canary", clusterNames: ["a", "b"], afterStage: { minSuccessTime: "1m" } },
    ];
    const fleet = runningFleet({ stages });
    fleet.clusters = fleet.clusters.map((each) =>
      each.name === "b" ? { ...each, away: "it is off" } : each,
    );
    const first = fleet.update();
    expect([released(first), first.away.map(({ cluster }) => cluster)]).to.deep.equal([
      ["a"],
      ["b"],
    ]);
    fleet.now += minute;
    expect(released(fleet.update())).to.deep.equal(["c", "d"]);
    fleet.clusters = fleet.clusters.map(({ name }) => ({ name }));
    expect(released(fleet.update())).to.deep.equal(["b"]);
    expect(released(fleet.update())).to.deep.equal([]);
  });

  it("does not take a canary for passed that nobody of is there", () => {
    const fleet = runningFleet();
    fleet.clusters = fleet.clusters.map((each) =>
      each.name === "a" ? { ...each, away: "it is off" } : each,
    );
    const plan = fleet.update();
    expect([released(plan), stateOf(plan, "canary")]).to.deep.equal([[], "waits"]);
    fleet.approvals = [approvalOf(plan)];
    expect(released(fleet.update())).to.deep.equal(["b"]);
  });

  it("stages the first update as any other, or lets it come at once", () => {
    const clusters = ["a", "b", "c"].map((name) => ({ name }));
    const staged = new StagedFleet(strategy, clusters, {});
    staged.all("v1");
    expect([released(staged.update()), held(staged.update())]).to.deep.equal([["a"], ["b", "c"]]);
    const atOnce = new StagedFleet({ ...strategy, initial: "atOnce" }, clusters, {});
    atOnce.all("v1");
    expect(released(atOnce.update())).to.deep.equal(["a", "b", "c"]);
    atOnce.all("v2");
    expect(released(atOnce.update())).to.deep.equal(["a"]);
  });

  it("takes a revision that is not known yet for a change, and gives it no name", () => {
    const fleet = runningFleet();
    fleet.all("v1");
    fleet.wanted.a = undefined;
    const plan = planStages(fleet.request());
    expect([released(plan), plan.revision, approvalOf(plan)]).to.deep.equal([["a"], undefined, ""]);
  });

  it("says which limits contradict themselves", () => {
    const clusters = ["a", "b", "c"].map((name) => ({ name, region: "eu" }));
    const given: StagedUpdateSettings = {
      stages: [
        { name: "regions", groupBy: "region" },
        { name: "named", clusterNames: ["x"] },
      ],
      oneAtATimePer: "region",
      maxReplicasAtRisk: "20%",
    };
    const fleet = new StagedFleet(given, clusters, {});
    fleet.all("v1");
    const { issues } = planStages({ ...fleet.request(), replicas: { a: 45, b: 30, c: 25 } });
    expect(issues.map(({ path, severity, message }) => [path, severity, message])).to.deep.equal([
      [
        "maxReplicasAtRisk",
        undefined,
        '20% of 100 replicas are 20, and "a" alone has 45 (45 %); it could never be updated within that',
      ],
      [
        "maxReplicasAtRisk",
        undefined,
        '20% of 100 replicas are 20, and "b" alone has 30 (30 %); it could never be updated within that',
      ],
      [
        "maxReplicasAtRisk",
        undefined,
        '20% of 100 replicas are 20, and "c" alone has 25 (25 %); it could never be updated within that',
      ],
      [
        "oneAtATimePer",
        "warning",
        'stage "eu" is one region, so that one cluster is updated at a time: 3 waves',
      ],
      [
        "stages[1].clusterNames[0]",
        undefined,
        'no member cluster is called "x"; known: "a", "b", "c"',
      ],
    ]);
  });
});
