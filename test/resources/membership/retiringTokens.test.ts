import { expect } from "chai";
import type {
  MembershipInputs,
  RetiringToken,
} from "../../../provider/resources/membership/handlers/membershipInputs";
import {
  hasOverdueToken,
  retiringTokens,
} from "../../../provider/resources/membership/handlers/retiringTokens";
import { tokenPath } from "../../../provider/resources/membership/handlers/membershipToken";
import { deepFreeze } from "../../support/deepFreeze";

const inputs: MembershipInputs = deepFreeze({
  clusterName: "us",
  hostClusterName: "host",
  namespace: "joined",
  scope: "Cluster",
  owner: "id",
  adminKubeconfig: "",
});
const hour = 3_600_000;
const at = (rotate: string): MembershipInputs => ({ ...inputs, rotate });
const since = (rotate: string, sinceMs: number): RetiringToken => ({
  path: tokenPath(at(rotate)),
  sinceMs,
});

describe("the tokens of before a rotation", () => {
  const rows: readonly (readonly [
    string,
    Parameters<typeof retiringTokens>[0],
    readonly RetiringToken[],
  ])[] = [
    ["are none without a rotation", { olds: at("a"), news: at("a"), nowMs: 5 }, []],
    ["work from then on", { olds: at("a"), news: at("b"), nowMs: 5 }, [since("a", 5)]],
    [
      "are that without a text too",
      { olds: inputs, news: at("b"), nowMs: 5 },
      [{ path: tokenPath(inputs), sinceMs: 5 }],
    ],
    [
      "keep their time through other updates and rotations",
      { olds: { ...at("b"), retiring: [since("a", 5)] }, news: at("c"), nowMs: 9 },
      [since("a", 5), since("b", 9)],
    ],
    [
      "go when it is over",
      { olds: { ...at("b"), retiring: [since("a", 5)] }, news: at("b"), nowMs: 5 + hour },
      [],
    ],
    [
      "go at once where no time is given",
      { olds: at("a"), news: { ...at("b"), rotateGraceSeconds: 0 }, nowMs: 5 },
      [],
    ],
    [
      "are not that of now, when a rotation is taken back",
      { olds: { ...at("b"), retiring: [since("a", 5)] }, news: at("a"), nowMs: 9 },
      [since("b", 9)],
    ],
  ];
  for (const [sentence, given, expected] of rows) {
    it(sentence, () => {
      expect(retiringTokens(deepFreeze(given))).to.deep.equal(expected);
    });
  }

  it("are a reason for an update once their time is over, as it is said now", () => {
    const olds = { ...at("b"), retiring: [since("a", 5)] };
    expect(hasOverdueToken(olds, at("b"), 4 + hour)).to.equal(false);
    expect(hasOverdueToken(olds, at("b"), 5 + hour)).to.equal(true);
    expect(hasOverdueToken(olds, { ...at("b"), rotateGraceSeconds: 0 }, 6)).to.equal(true);
    expect(hasOverdueToken(at("b"), at("b"), 5 + hour)).to.equal(false);
  });
});
