import { expect } from "chai";
import { clusterHealth, type ProbeAnswer } from "../../../provider/core/status/health";
import { deepFreeze } from "../../support/deepFreeze";

const answered = (status: number, body: string): ProbeAnswer => ({
  kind: "answered",
  status,
  body,
});

describe("the health of a cluster", () => {
  const cases: [name: string, answer: ProbeAnswer, expected: [boolean, boolean, string]][] = [
    ["is ready when it says ok", answered(200, "ok"), [true, true, "ClusterReady"]],
    ["is ready in any case of letters", answered(200, "OK\n"), [true, true, "ClusterReady"]],
    [
      "is ready when /healthz is not for us, because the credentials were taken",
      answered(403, "forbidden"),
      [true, true, "ClusterReady"],
    ],
    [
      "is not ready but reachable with any other text",
      answered(200, "shutting down"),
      [false, true, "ClusterNotReady"],
    ],
    ["is offline at 503", answered(503, "down"), [false, false, "ClusterNotReachable"]],
    ["is offline at 401", answered(401, ""), [false, false, "ClusterNotReachable"]],
    [
      "is offline without an answer",
      { kind: "no-answer", message: "refused" },
      [false, false, "ClusterNotReachable"],
    ],
    [
      "is malformed when it cannot be asked",
      { kind: "malformed", message: "no server" },
      [false, false, "ClusterConfigMalformed"],
    ],
  ];
  for (const [name, answer, expected] of cases) {
    it(name, () => {
      const { ready, reachable, reason } = clusterHealth(deepFreeze(answer));
      expect([ready, reachable, reason]).to.deep.equal(expected);
    });
  }

  it("says why a cluster is offline", () => {
    expect(clusterHealth(answered(503, "down\n")).message).to.equal(
      'cluster is not reachable: it answered 503 "down"',
    );
    expect(clusterHealth(answered(401, "Unauthorized")).message).to.include("credentials");
  });
});
