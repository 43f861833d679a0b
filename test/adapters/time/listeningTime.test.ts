import { expect } from "chai";
import { setTimeout as pause } from "node:timers/promises";
import { afterListening } from "../../../provider/adapters/time/listeningTime";

/** Holds the event loop, as a process does that gets no processor. */
function hold(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe("time in which an answer could be heard", () => {
  it("passes as time does while nothing holds the process", async () => {
    const started = performance.now();
    await new Promise<void>((resolve) => {
      afterListening(300, resolve);
    });
    expect(performance.now() - started).to.be.within(250, 1500);
  });

  it("does not pass while the process hears nothing", async () => {
    let over = false;
    const timer = afterListening(400, () => {
      over = true;
    });
    hold(900);
    await pause(20);
    expect(over).to.equal(false);
    timer.stop();
  });

  it("is over after six times as long in any case", async () => {
    let over = false;
    afterListening(150, () => {
      over = true;
    });
    hold(950);
    await pause(120);
    expect(over).to.equal(true);
  });

  it("is never over once it is called off", async () => {
    let over = false;
    afterListening(60, () => {
      over = true;
    }).stop();
    await pause(250);
    expect(over).to.equal(false);
  });
});
