import { expect } from "chai";
import {
  clusterHealth,
  type ProbeAnswer,
  type VersionAnswer,
} from "../../../provider/core/status/health";
import { deepFreeze } from "../../support/deepFreeze";

const answered = (status: number, body: string, version?: VersionAnswer): ProbeAnswer => ({
  kind: "answered",
  status,
  body,
  version,
});
const kubernetes = { status: 200, body: { major: "1", gitVersion: "v1.36.3" } };
const refused = (status: number) => ({ status, body: { kind: "Status", status: "Failure" } });
const page = "<!DOCTYPE html><html><title>Sign in</title></html>";

describe("the health of a cluster", () => {
  it("is offline once nothing there is for us, neither its version nor what tells which it is", () => {
    const answer = deepFreeze(answered(403, "forbidden", refused(403)));
    const all = [clusterHealth(answer), clusterHealth(answer, ["uid"]), clusterHealth(answer, [])];
    expect(all.map(({ reachable }) => reachable)).to.deep.equal([true, true, false]);
    expect(all[2]?.message).to.match(/^cluster is not reachable: it answered 403 to \/healthz/);
    // Who says that it is well is believed, whatever else it keeps to itself.
    expect(clusterHealth(answered(200, "ok", kubernetes), []).ready).to.equal(true);
    expect(clusterHealth(answered(403, "", kubernetes), []).ready).to.equal(true);
  });

  const well: [boolean, boolean, string] = [true, true, "ClusterReady"];
  const offline: [boolean, boolean, string] = [false, false, "ClusterNotReachable"];
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
    ["is ready when it is a Kubernetes too", answered(200, "ok", kubernetes), well],
    ["is ready when its version is not for us", answered(200, "ok", refused(403)), well],
    ["is ready when only /healthz is not for us", answered(403, "", kubernetes), well],
    [
      "is there and not ready when nothing is for us",
      answered(403, "forbidden", refused(403)),
      [false, true, "ClusterNotReady"],
    ],
    ["is not there when a page says so", answered(200, page), offline],
    ["is not there when a page forbids it", answered(403, page), offline],
    [
      "is not there when all addresses give a page",
      answered(200, page, { status: 200, body: page }),
      offline,
    ],
    [
      "is not there when a default backend says ok and knows no version",
      answered(200, "ok", { status: 404, body: "default backend - 404" }),
      offline,
    ],
    [
      "is not there when something else tells a version of its own",
      answered(200, "ok", { status: 200, body: { version: "2.1" } }),
      offline,
    ],
    [
      "is not there when a proxy forbids all",
      answered(403, "", { status: 403, body: "" }),
      offline,
    ],
    ["is offline at 401 of a Kubernetes", answered(401, "", refused(401)), offline],
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
    expect(clusterHealth(answered(502, "\u001b[2Jgone\u009b")).message).to.equal(
      'cluster is not reachable: it answered 502 "\\u001b[2Jgone\\u009b"',
    );
    const portal = clusterHealth(answered(200, "ok", { status: 200, body: page })).message;
    expect(portal).to.equal(
      "cluster is not reachable: what answers there is no Kubernetes API: /version gave a string with status 200, and neither a version nor a refusal of Kubernetes",
    );
  });
});
