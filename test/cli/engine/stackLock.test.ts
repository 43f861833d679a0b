import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { takingLock } from "../../../provider/cli/engine/stackLock";
import { messageOf } from "../../../provider/core/plain/text";
import { CommandFailure } from "../../../provider/cli/options/commandFailure";

describe("a stack that is locked", () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-kubefed-lock-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const stack = { stack: undefined, cwd: undefined };

  /** Does it while a lock of that process is there; tells whether it was done, and what was said otherwise. */
  async function run(lock: { pid: number; host?: string; since?: Date }): Promise<string> {
    const { pid, host = hostname(), since = new Date() } = lock;
    const file = join(folder, "a lock.json");
    writeFileSync(file, "{}");
    const line = `${pathToFileURL(file).href}: created by ann@${host} (pid ${pid}) at ${since.toISOString()}`;
    const body = (): Promise<string> => {
      if (!existsSync(file)) return Promise.resolve("done");
      const head = "the update failed: the stack is currently locked by 1 lock(s).";
      return Promise.reject(new CommandFailure(`${head}\n  ${line}`));
    };
    return takingLock(stack, body).catch(messageOf);
  }

  it("is taken from a process that has ended", async () => {
    const { pid } = spawnSync("true");
    expect(await run({ pid })).to.equal("done");
  });

  it("is taken from a process whose id is another one's by now", async () => {
    expect(await run({ pid: process.pid, since: new Date(0) })).to.equal("done");
  });

  it("is left to a process that runs, here or elsewhere, and it is said who has it", async () => {
    expect(await run({ pid: process.pid })).to.match(
      new RegExp(
        `^the stack is held by ann on ${hostname()} \\(process ${process.pid}, since .*pulumi cancel$`,
      ),
    );
    const { pid } = spawnSync("true");
    expect(await run({ pid, host: "elsewhere" })).to.include("held by ann on elsewhere");
  });

  it("does not hide what else fails", async () => {
    const failure = new CommandFailure("no stack named dev");
    const said: unknown = await takingLock(stack, () => Promise.reject(failure)).catch(
      (error: unknown) => error,
    );
    expect(said).to.equal(failure);
  });
});
