import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { turns } from "../../../provider/adapters/kubernetes/turns";

describe("questions that take turns", () => {
  it("are asked so many at a time, in their order, whether they are answered or fail", async () => {
    const inTurn = turns(3);
    const begun: number[] = [];
    let open = 0;
    let most = 0;
    const ask = async (index: number): Promise<number> => {
      begun.push(index);
      open += 1;
      most = Math.max(most, open);
      await pause(index % 3);
      open -= 1;
      if (index % 4 === 0) throw new Error(`no answer to ${index}`);
      return index;
    };
    const all = Array.from({ length: 20 }, (_, index) => index);
    const ended = await Promise.allSettled(all.map((index) => inTurn(() => ask(index))));
    expect(begun).to.deep.equal(all);
    expect(most).to.equal(3);
    expect(
      ended.map((each) => (each.status === "fulfilled" ? each.value : String(each.reason))),
    ).to.deep.equal(all.map((index) => (index % 4 === 0 ? `Error: no answer to ${index}` : index)));
  });

  it("do not pass one by that waits for its turn", async () => {
    const inTurn = turns(1);
    const begun: string[] = [];
    const ask = (name: string) => (): Promise<void> => {
      begun.push(name);
      return Promise.resolve();
    };
    const first = inTurn(ask("first"));
    const second = inTurn(ask("second"));
    const third = first.then(() => inTurn(ask("third")));
    await Promise.all([second, third]);
    expect(begun).to.deep.equal(["first", "second", "third"]);
  });
});
