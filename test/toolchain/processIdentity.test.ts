import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { identifyProcess, isRunning, parseProcStat, signalProcess } from "./processIdentity";

describe("a process's identity", () => {
  it("is the same as long as it runs, and is gone with it", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const identity = identifyProcess(child.pid ?? 0);
    if (identity === undefined) throw new Error("the child has no identity");
    expect(identifyProcess(identity.pid)).to.deep.equal(identity);
    expect(isRunning(identity)).to.equal(true);
    expect(signalProcess(identity, "SIGKILL")).to.equal(true);
    await once(child, "exit");
    expect(isRunning(identity)).to.equal(false);
    expect(signalProcess(identity, "SIGKILL")).to.equal(false);
  });

  it("is not that of a later process with its id, which gets no signal", () => {
    const stale = { pid: process.pid, startedAt: "1" };
    expect(isRunning(stale)).to.equal(false);
    expect(signalProcess(stale, "SIGKILL")).to.equal(false);
  });

  const rows = [
    { name: "a plain name", text: "7 (sh) S", state: "S" },
    { name: "spaces and parentheses in the name", text: "7 (a (b) c) S) R", state: "R" },
  ];
  for (const { name, text, state } of rows) {
    it(`is read with ${name}`, () => {
      const rest = " 1 7 7 0 -1 4 0 0 0 0 0 0 0 0 20 0 1 0 4711 9 9";
      expect(parseProcStat(text + rest)).to.deep.equal({ state, startedAt: "4711" });
    });
  }

  it("is not read from a text that ends early", () => {
    expect(parseProcStat("7 (sh) S 1 7")).to.equal(undefined);
  });
});
