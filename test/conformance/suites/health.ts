import { clusterHealth, type ProbeAnswer } from "../../../provider/core/status/health";
import type { KubeObject } from "../../../provider/core/model";
import { settleHealth } from "../original/settledHealth";
import type { Suite } from "../outcome";
import { listAt, mapAt, textAt } from "../reading";

/** What stands for each kind of answer that the original tells apart. */
const answers: ReadonlyMap<string, ProbeAnswer> = new Map<string, ProbeAnswer>([
  ["ok (any case)", { kind: "answered", status: 200, body: "oK" }],
  ["any other body", { kind: "answered", status: 200, body: "starting" }],
  ["request error", { kind: "no-answer", message: "<error>" }],
  ["client could not be built", { kind: "malformed", message: "no current context" }],
]);

/** How member clusters are: misc-cases.json (healthProbe, healthThreshold). */
export const healthSuites: Readonly<Record<string, Suite>> = {
  healthProbe: (testCase) => {
    const answer = answers.get(textAt(testCase, "response"));
    return {
      expected: listAt(testCase, "conditions"),
      got: answer === undefined ? "no such answer" : clusterHealth(answer).conditions,
    };
  },
  healthThreshold: (testCase) => {
    const config = mapAt(testCase, "config");
    const settled = settleHealth({
      probe: recordOf(mapAt(testCase, "probe")),
      stored: testCase.stored === null ? undefined : recordOf(mapAt(testCase, "stored")),
      storedResultRun: Number(testCase.storedResultRun),
      config: {
        failureThreshold: Number(config.failureThreshold),
        successThreshold: Number(config.successThreshold),
      },
    });
    return {
      expected: { record: testCase.expected, resultRun: testCase.expectedResultRun },
      got: settled,
    };
  },
};

function recordOf({ ready, lastProbe, lastTransition }: KubeObject) {
  return {
    ready: ready === true,
    lastProbe: Number(lastProbe),
    lastTransition: Number(lastTransition),
  };
}
