import { expect } from "chai";
import { objectProblem } from "../../../provider/core/stages/objectHealth";
import { deepFreeze } from "../../support/deepFreeze";

type Counts = Readonly<Record<string, number>>;

const workload = (kind: string, status: Counts) =>
  deepFreeze({ kind, metadata: { generation: 2 }, spec: { replicas: 3 }, status });
const seen = { observedGeneration: 2 };

describe("how a workload is that an update has written", () => {
  const standings: readonly (readonly [string, Counts, string | undefined])[] = [
    ["Deployment", { ...seen, replicas: 3, updatedReplicas: 3, readyReplicas: 3 }, undefined],
    ["Deployment", { observedGeneration: 1 }, "its controller has not seen what was written"],
    // Rolled out as far as one that never becomes ready: what was there before is ready still.
    [
      "Deployment",
      { ...seen, replicas: 4, updatedReplicas: 1, readyReplicas: 3 },
      "3 replicas of before are still there",
    ],
    [
      "Deployment",
      { ...seen, replicas: 4, updatedReplicas: 3, readyReplicas: 3 },
      "1 replica of before is still there",
    ],
    [
      "Deployment",
      { ...seen, replicas: 3, updatedReplicas: 3, readyReplicas: 2 },
      "2 of 3 replicas are ready",
    ],
    ["StatefulSet", { ...seen, replicas: 3, updatedReplicas: 3, readyReplicas: 3 }, undefined],
    [
      "StatefulSet",
      { ...seen, replicas: 3, updatedReplicas: 1, readyReplicas: 3 },
      "1 of 3 replicas are updated",
    ],
    ["ReplicaSet", { ...seen, replicas: 3, readyReplicas: 3 }, undefined],
  ];
  for (const [kind, status, problem] of standings) {
    it(`is told from a ${kind}'s ${JSON.stringify(status)}`, () => {
      const told = problem === undefined ? undefined : `web: ${problem}`;
      expect(objectProblem("web", workload(kind, status))).to.equal(told);
    });
  }

  it("is not known where it is not there", () => {
    expect(objectProblem("web", undefined)).to.equal(
      "web: it is not there, or nobody says how it is",
    );
  });
});
