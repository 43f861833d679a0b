import { expect } from "chai";
import { replicaState } from "../../../provider/core/capacity/replicaState";
import { deepFreeze } from "../../support/deepFreeze";

function workload(replicas: number | undefined, readyReplicas?: number): object {
  return deepFreeze({ spec: { replicas }, status: { readyReplicas } });
}

const pods = { total: 6, runningAndReady: 3, unschedulable: 0, recentlyUnschedulable: 0 };

describe("the state of a workload in one cluster", () => {
  const rows: { name: string; request: Parameters<typeof replicaState>[0]; state: object }[] = [
    { name: "is unknown where the cluster has none", request: { object: undefined }, state: {} },
    {
      name: "is what is ready when that is what is wanted",
      request: { object: workload(3, 3) },
      state: { current: 3 },
    },
    { name: "counts what is not set as 0", request: { object: {} }, state: { current: 0 } },
    {
      name: "is the ready pods when some are missing",
      request: { object: workload(6, 3), pods },
      state: { current: 3 },
    },
    {
      name: "has room for what is wanted less what is unschedulable",
      request: { object: workload(6, 3), pods: { ...pods, unschedulable: 2 } },
      state: { current: 3, capacity: 4 },
    },
    {
      name: "has no room less than none during a rollout",
      request: { object: workload(2, 0), pods: { ...pods, unschedulable: 3 } },
      state: { current: 3, capacity: 0 },
    },
    {
      name: "is read where the kind keeps its replicas",
      request: {
        object: deepFreeze({ spec: { size: 4 }, status: { readyReplicas: 4 } }),
        replicasPath: "/spec/size",
      },
      state: { current: 4 },
    },
  ];
  for (const { name, request, state } of rows) {
    it(name, () => {
      const { because, ...read } = replicaState(request);
      expect(read).to.deep.equal(state);
      expect(because).to.match(/^(\d+ of \d+ ready|not there)/);
    });
  }

  it("says what it counted", () => {
    const some = { ...pods, unschedulable: 2, recentlyUnschedulable: 1 };
    expect(replicaState({ object: workload(6, 3), pods: some }).because).to.equal(
      "3 of 6 ready, 2 unschedulable, so room for 4, 1 unschedulable for too short a time to count",
    );
  });
});
