import { expect } from "chai";
import { assertDivided } from "../../../provider/core/replicas/division";

const eu = { name: "eu", weight: 1, minReplicas: 2, maxReplicas: 5, capacity: 4, current: 0 };
const us = { ...eu, name: "us", maxReplicas: Infinity, capacity: Infinity };

/** Checks what an algorithm might answer for 6 replicas over eu (2 to 4) and us (from 2). */
function check(replicas: number[], unplaced: number, totalReplicas = 6): void {
  const decisions = replicas.map((n) => ({ replicas: n, overflow: 0 }));
  assertDivided(
    { candidates: [eu, us], totalReplicas, rebalance: false, key: "" },
    { decisions, unplaced },
  );
}

describe("assertDivided", () => {
  const sound: [name: string, replicas: number[], unplaced: number, total?: number][] = [
    ["everything placed", [2, 4], 0],
    ["something unplaced", [4, 2], 3, 9],
    ["limits reached", [4, 2], 0],
    ["a minimum missed where not all fit", [1, 2], 0, 3],
  ];
  for (const [name, replicas, unplaced, total] of sound) {
    it(`accepts: ${name}`, () => {
      check(replicas, unplaced, total);
    });
  }

  const broken: [name: string, replicas: number[], unplaced: number, fault: RegExp][] = [
    ["a missing decision", [6], 0, /do not match/],
    ["above the capacity", [5, 1], 0, /above its maximum or capacity/],
    ["below 0", [-1, 7], 0, /below 0/],
    ["no number", [NaN, 6], 0, /below 0/],
    ["too few", [2, 3], 0, /sum is not the total/],
    ["too many", [4, 3], 0, /sum is not the total/],
    ["a debt", [4, 3], -1, /sum is not the total/],
    ["below a minimum that fits", [1, 5], 0, /below its minimum/],
  ];
  for (const [name, replicas, unplaced, fault] of broken) {
    it(`calls it a bug: ${name}`, () => {
      expect(() => check(replicas, unplaced))
        .to.throw(Error, /^bug in kubefed: .*; please report it with \{"division":/)
        .with.property("message")
        .that.matches(fault);
    });
  }
});
