import { expect } from "chai";
import { deepFreeze } from "../../support/deepFreeze";
import { settleHealth } from "./settledHealth";

describe("a health that must be seen several times", () => {
  const config = { failureThreshold: 3, successThreshold: 2 };
  const at = (ready: boolean, time: number) => ({ ready, lastProbe: time, lastTransition: time });

  it("changes only at its threshold and then counts anew", () => {
    let stored = at(true, 0);
    let run = 1;
    const seen = [false, false, false, true, true, true].map((ready, index) => {
      const probe = at(ready, index + 1);
      const settled = settleHealth(deepFreeze({ probe, stored, storedResultRun: run, config }));
      stored = settled.record;
      run = settled.resultRun;
      return [stored.ready, stored.lastTransition, run];
    });
    expect(seen).to.deep.equal([
      [true, 0, 2],
      [true, 0, 3],
      [false, 3, 1],
      [false, 3, 2],
      [true, 5, 1],
      [true, 5, 2],
    ]);
  });
});
