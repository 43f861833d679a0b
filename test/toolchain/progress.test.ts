import { expect } from "chai";
import { setTimeout as delay } from "node:timers/promises";
import { formatDuration, formatEstimate, openProgress, progressLine } from "./progress";

/** A sink that remembers, and a clock that stands until it is set. */
function openTestProgress(sink: { isTTY?: boolean; columns?: number }) {
  const written: string[] = [];
  let nowMs = 0;
  const progress = openProgress({
    sink: { ...sink, write: (text) => written.push(text) },
    now: () => nowMs,
    everyMs: 1,
  });
  return {
    progress,
    written,
    /** Sets the clock and lets the display notice. */
    passTo: async (ms: number) => {
      nowMs = ms;
      await delay(10);
    },
  };
}

describe("progress without a terminal", () => {
  it("says when a task begins, and how it went and how long it took when it ends", async () => {
    const { progress, written, passTo } = openTestProgress({});
    const task = progress.start("building kwok 0.8.0 from Go, about 3 min");
    await passTo(29_000);
    task.end("built kwok 0.8.0");
    expect(written).to.deep.equal([
      "building kwok 0.8.0 from Go, about 3 min\n",
      "built kwok 0.8.0 in 29 s\n",
    ]);
  });

  it("repeats each running task every 30 s with its time", async () => {
    const { progress, written, passTo } = openTestProgress({});
    const task = progress.start("building");
    await passTo(30_000);
    await passTo(45_000);
    await passTo(61_000);
    task.end();
    expect(written).to.deep.equal(["building\n", "building … 30 s\n", "building … 1 min 1 s\n"]);
  });

  it("says a task's new text at once, but not the same text again", () => {
    const { progress, written } = openTestProgress({});
    const task = progress.start("waiting");
    task.say("waiting");
    task.say("building");
    task.end();
    expect(written).to.deep.equal(["waiting\n", "building\n"]);
  });

  it("is silent after the last task", async () => {
    const { progress, written, passTo } = openTestProgress({});
    progress.start("building").end();
    await passTo(100_000);
    expect(written).to.deep.equal(["building\n"]);
  });

  it("may be told of a task's end twice, the first time counts", () => {
    const { progress, written } = openTestProgress({});
    const task = progress.start("building");
    task.end("built");
    task.end("built again");
    expect(written).to.deep.equal(["building\n", "built in 0 s\n"]);
  });
});

describe("progress on a terminal", () => {
  it("redraws the lines of all running tasks in place", () => {
    const { progress, written } = openTestProgress({ isTTY: true });
    const one = progress.start("one");
    const two = progress.start("two");
    one.end("one is done");
    two.end();
    expect(written).to.deep.equal([
      "one … 0 s\n",
      "\x1b[1A\x1b[J",
      "one … 0 s\n",
      "two … 0 s\n",
      "\x1b[2A\x1b[J",
      "one is done in 0 s\n",
      "two … 0 s\n",
      "\x1b[1A\x1b[J",
    ]);
  });

  it("cuts a line that would wrap", () => {
    const { progress, written } = openTestProgress({ isTTY: true, columns: 10 });
    progress.start("a very long task").end();
    expect(written[0]).to.equal("a very lo\n");
  });
});

describe("the words of progress", () => {
  it("give a task's time", () => {
    const label = "building pulumi 3.259.0 from Go, about 7 min";
    expect(progressLine({ label, elapsedMs: 130_000 })).to.equal(`${label} … 2 min 10 s`);
  });

  it("round durations down to seconds", () => {
    expect([900, 59_999, 60_000, 3_725_000].map(formatDuration)).to.deep.equal([
      "0 s",
      "59 s",
      "1 min 0 s",
      "62 min 5 s",
    ]);
  });

  it("round estimates up to minutes, and give less than one in seconds", () => {
    expect([0.5, 1, 2.5, 12].map(formatEstimate)).to.deep.equal([
      "about 30 s",
      "about 1 min",
      "about 3 min",
      "about 12 min",
    ]);
  });
});
