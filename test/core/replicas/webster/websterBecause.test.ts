import { expect } from "chai";
import * as fc from "fast-check";
import { planReplicas, type ReplicasToPlan } from "../../../../provider/core/replicas/plan";
import { deepFreeze } from "../../../support/deepFreeze";
import { websterDivisions } from "../../../support/websterDivisions";

type Row = readonly [name: string, division: Omit<ReplicasToPlan, "clusters">, because: object];

const rows: readonly Row[] = [
  [
    "a share, and the limit that it did not reach",
    { totalReplicas: 9, preferences: { eu: { weight: 1 }, us: { weight: 3, maxReplicas: 8 } } },
    { us: "7 of 9: share 6.75 by weight 3 of 4, rounded by Webster; at most 8 by maxReplicas" },
  ],
  [
    "a limit that cuts, and what is left for the others",
    { totalReplicas: 12, preferences: { eu: { weight: 1 }, us: { weight: 3, maxReplicas: 2 } } },
    {
      eu: "10 of 12: share 10 by weight 1 of 1 of the 10 left",
      us: "2 of 12: share 30 by weight 3 where weight 1 gets 10, cut to its maxReplicas 2",
    },
  ],
  [
    "who is first where claims are level",
    { totalReplicas: 4 },
    {
      ap: '2 of 4: share 1.33 by weight 1 of 3, rounded up by Webster: its 2nd claims 1/3, level with the 1/3 that "eu" has for its 2nd and first in line',
    },
  ],
  [
    "what is kept and what is added",
    { totalReplicas: 12, keep: "previous", previous: { us: 2, eu: 5, ap: 2 } },
    {
      eu: "5 of 12: keeps its 5",
      us: '3 of 12: keeps its 2 and gets 1 more: its 3rd claims 1/5, ahead of the 1/9 that "ap" has for its 5th',
    },
  ],
  [
    "groups",
    { totalReplicas: 9, groups: [["eu"], ["*"]], capacity: { eu: 4 } },
    { eu: "4 of 9: group 1 gets 4: share 4 by weight 1 of 1 of the 4 left; at most 4 by capacity" },
  ],
  [
    "every cluster gets all",
    { totalReplicas: 9, strategy: "duplicated", capacity: { us: 4 } },
    {
      eu: "9 of 9: every cluster gets all",
      us: "4 of 9: every cluster gets all, cut to its capacity 4",
    },
  ],
];

describe("because, by Webster's method", () => {
  for (const [name, division, because] of rows) {
    it(`tells of ${name}`, () => {
      const request = { algorithm: "webster" as const, clusters: ["us", "eu", "ap"], ...division };
      expect(planReplicas(deepFreeze(request)).because).to.include(because);
    });
  }

  it("can be followed with a pencil: shares are right, and rounding is to the nearest", () => {
    let followed = 0;
    fc.assert(
      fc.property(websterDivisions(), (division) => {
        const { because, replicas } = planReplicas(division);
        for (const [name, sentence] of Object.entries(because)) {
          const head = `${replicas[name] ?? NaN} of ${division.totalReplicas}: `;
          expect(sentence.slice(0, head.length)).to.equal(head);
          followed += follow(sentence) ? 1 : 0;
        }
      }),
      { numRuns: 2000 },
    );
    expect(followed).to.be.above(1000);
  });

  it("says what moved for want of room, and what stays without any", () => {
    const division = {
      algorithm: "webster" as const,
      clusters: ["ap", "eu", "us"],
      totalReplicas: 9,
      preferences: { "*": { weight: 1 }, eu: { weight: 2 } },
      current: { ap: 2, eu: 5, us: 2 },
      capacity: { eu: 2 },
    };
    expect(planReplicas({ ...division, rebalance: true }).notes).to.deep.equal([
      '3 replicas have no room in "eu" (room for 2) and go to "ap" (2), "us" (1)',
    ]);
    expect(planReplicas(division).notes).to.deep.equal([
      '3 replicas stay without room in "eu" (room for 2); rebalance would move them',
    ]);
    const back = { ...division, current: { ap: 4, eu: 2, us: 3 }, capacity: {}, rebalance: true };
    expect(planReplicas(back).replicas).to.deep.equal({ ap: 4, eu: 2, us: 3 });
    expect(planReplicas({ ...back, moveBack: "onDemand" }).replicas.eu).to.equal(2);
    const more = { ...back, moveBack: "onDemand" as const, totalReplicas: 10 };
    expect(planReplicas(more).replicas.eu).to.equal(5);
    expect(planReplicas({ ...back, moveBack: "always" }).replicas.eu).to.equal(5);
  });
});

const SHARE =
  /^(\d+) of (\d+): share ([\d.]+) by weight (\d+) (?:of|where weight) (\d+)(?: of the (\d+) left| gets (\d+))?/;

/** Does the sums of a sentence with a share in it; false where there is none. */
function follow(sentence: string): boolean {
  const match = SHARE.exec(sentence);
  if (match === null) return false;
  const [, got, total, stated, weight, weights, left, gets] = match;
  const exact = (Number(left ?? gets ?? total) * Number(weight)) / Number(weights);
  expect(Number(stated)).to.be.closeTo(exact, 0.0051);
  if (/, rounded by Webster/.test(sentence)) expect(Number(got)).to.equal(Math.round(exact));
  const limit = /, (?:cut|raised) to its \w+ (\d+)/.exec(sentence)?.[1];
  if (limit !== undefined) expect(got).to.equal(limit);
  return true;
}
