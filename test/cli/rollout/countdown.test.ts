import { expect } from "chai";
import { countDown } from "../../../provider/cli/rollout/countdown";

/** Counts down on a clock of its own; what it says, and how long it took. */
async function told(given: {
  readonly ms: number;
  readonly isTerminal: boolean;
  readonly interruptAt?: number;
}): Promise<{ readonly said: readonly string[]; readonly took: number }> {
  let clock = 0;
  const said: string[] = [];
  const controller = new AbortController();
  const { ms, isTerminal, interruptAt = Infinity } = given;
  await countDown(
    { ms, why: 'the time of stage "canary"', signal: controller.signal },
    {
      isTerminal,
      now: () => clock,
      pause: (each) => {
        clock += each;
        if (clock >= interruptAt) controller.abort();
        return Promise.resolve();
      },
      tell: (text) => {
        said.push(text);
        return Promise.resolve();
      },
    },
  );
  return { said, took: clock };
}

describe("a wait for a stage's time", () => {
  it("counts down each second on one line of a terminal, which it clears", async () => {
    const { said, took } = await told({ ms: 2500, isTerminal: true });
    const line = (time: string) => `\r\u001b[K${time} to wait: the time of stage "canary"`;
    expect(said).to.deep.equal([line("3 s"), line("2 s"), line("1 s"), "\r\u001b[K"]);
    expect(took).to.equal(2500);
  });

  it("is a plain line a minute elsewhere", async () => {
    const { said } = await told({ ms: 90_000, isTerminal: false });
    const line = (time: string) => `${time} to wait: the time of stage "canary"\n`;
    expect(said).to.deep.equal([line("1 min 30 s"), line("30 s")]);
  });

  it("ends where it is interrupted", async () => {
    const { said, took } = await told({ ms: 600_000, isTerminal: false, interruptAt: 60_000 });
    expect([said.length, took]).to.deep.equal([1, 60_000]);
  });
});
