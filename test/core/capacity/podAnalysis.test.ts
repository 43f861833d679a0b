import { expect } from "chai";
import { analyzePods } from "../../../provider/core/capacity/podAnalysis";
import { deepFreeze } from "../../support/deepFreeze";

const nowSeconds = 1_767_323_045; // 2026-01-02T03:04:05Z

function pod(phase: string, ...conditions: object[]): object {
  return deepFreeze({ metadata: { name: "web" }, status: { phase, conditions } });
}

function unschedulable(lastTransitionTime: string): object {
  const condition = { type: "PodScheduled", status: "False", reason: "Unschedulable" };
  return pod("Pending", { ...condition, lastTransitionTime });
}

const running = pod("Running", { type: "Ready", status: "True" });

describe("the pods of a workload", () => {
  const rows: {
    pods: readonly object[];
    are: string;
    counted: [ready: number, unschedulable: number, recently: number];
  }[] = [
    { are: "ready when they run and say so", pods: [running], counted: [1, 0, 0] },
    {
      are: "not ready when they run and deny it",
      pods: [pod("Running", { type: "Ready", status: "False" })],
      counted: [0, 0, 0],
    },
    {
      are: "not ready before they run",
      pods: [pod("Pending", { type: "Ready", status: "True" })],
      counted: [0, 0, 0],
    },
    { are: "in between without conditions", pods: [pod("Pending")], counted: [0, 0, 0] },
    {
      are: "unschedulable after more than 60 seconds",
      pods: [unschedulable("2026-01-02T03:03:04Z")],
      counted: [0, 1, 0],
    },
    {
      are: "not unschedulable for good after exactly 60 seconds",
      pods: [unschedulable("2026-01-02T03:03:05Z")],
      counted: [0, 0, 1],
    },
    {
      are: "not unschedulable for good when nobody can say since when",
      pods: [unschedulable("long ago")],
      counted: [0, 0, 1],
    },
    {
      are: "not unschedulable when they wait for another reason",
      pods: [pod("Pending", { type: "PodScheduled", status: "False", reason: "SchedulingGated" })],
      counted: [0, 0, 0],
    },
  ];
  for (const { pods, are, counted } of rows) {
    it(`are ${are}`, () => {
      const [runningAndReady, unschedulableCount, recentlyUnschedulable] = counted;
      expect(analyzePods({ pods, nowSeconds })).to.deep.equal({
        total: pods.length,
        runningAndReady,
        unschedulable: unschedulableCount,
        recentlyUnschedulable,
      });
    });
  }

  it("are not counted while they are being deleted", () => {
    const metadata = { name: "web", deletionTimestamp: "2026-01-02T03:04:00Z" };
    const going = deepFreeze({ ...running, metadata });
    expect(analyzePods({ pods: [going, running], nowSeconds }).total).to.equal(1);
  });

  it("are unschedulable as soon as the caller wants to know it", () => {
    const pods = [unschedulable("2026-01-02T03:04:00Z")];
    const analysis = analyzePods({ pods, nowSeconds, unschedulableAfterSeconds: 2 });
    expect(analysis.unschedulable).to.equal(1);
  });
});
