import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { acquireLock, parseHolder, readHolder, tryLock } from "./lock";
import { identifyProcess, type ProcessIdentity } from "./processIdentity";

describe("a lock", () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "kubefed-lock-"));
    path = join(directory, "lock");
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it("names its holder and is refused to others until it is released", async () => {
    const lock = await acquireLock({ paths: [path] });
    expect(readHolder(path)).to.deep.equal(identifyProcess(process.pid));
    expect(tryLock(path)).to.equal(false);
    lock.release();
    expect(tryLock(path)).to.equal(true);
  });

  const stale = [
    { name: "whose holder's id belongs to another process now", text: `${process.pid} 1\n` },
    { name: "whose holder does not exist", text: "999999999 1\n" },
    { name: "that names nobody", text: "" },
  ];
  for (const { name, text } of stale) {
    it(`${name} is broken`, () => {
      writeFileSync(path, text);
      expect(tryLock(path)).to.equal(true);
      expect(readHolder(path)).to.deep.equal(identifyProcess(process.pid));
      expect(readdirSync(directory)).to.deep.equal(["lock"]);
    });
  }

  it("is not broken while another process is breaking it", () => {
    writeFileSync(path, "999999999 1\n");
    writeFileSync(`${path}.breaking`, "");
    expect(tryLock(path)).to.equal(false);
    expect(tryLock(path)).to.equal(false);
  });

  it("is broken again when a process was killed while breaking it", () => {
    writeFileSync(path, "999999999 1\n");
    writeFileSync(`${path}.breaking`, "");
    utimesSync(`${path}.breaking`, 0, 0);
    expect(tryLock(path)).to.equal(false); // The first look only clears the way.
    expect(tryLock(path)).to.equal(true);
  });

  it("is waited for while its holder runs, and got when the holder is killed", async function () {
    this.timeout(20_000);
    const script = `require(${JSON.stringify(join(__dirname, "lock.ts"))})
      .acquireLock({ paths: [${JSON.stringify(path)}] });
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ["-r", require.resolve("tsx/cjs"), "-e", script]);
    while (readHolder(path) === undefined) await delay(20);
    const waitedFor: (ProcessIdentity | undefined)[] = [];
    let got = false;
    const acquired = acquireLock({
      paths: [path],
      pollMs: 10,
      onWait: (identity) => waitedFor.push(identity),
    }).then(() => (got = true));
    await delay(100);
    expect(got).to.equal(false);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    await acquired;
    expect(waitedFor.map((identity) => identity?.pid)).to.deep.equal([holder.pid]);
  });

  it("is had by one at a time, of several by as many", async () => {
    const paths = [path, join(directory, "other")];
    let running = 0;
    let most = 0;
    const work = async () => {
      const lock = await acquireLock({ paths, pollMs: 1 });
      most = Math.max(most, ++running);
      await delay(2);
      running--;
      lock.release();
    };
    await Promise.all(Array.from({ length: 12 }, work));
    expect(most).to.equal(2);
    expect(existsSync(path)).to.equal(false);
  });

  const texts = [
    { text: "4711 88123\n", holder: { pid: 4711, startedAt: "88123" } },
    {
      text: "4711 Mon Nov 24 08:00:00 2025\n",
      holder: { pid: 4711, startedAt: "Mon Nov 24 08:00:00 2025" },
    },
    { text: "4711 88123", holder: undefined },
    { text: "x 1\n", holder: undefined },
  ];
  for (const { text, holder } of texts) {
    it(`with the text ${JSON.stringify(text)} ${holder ? "has" : "has no"} holder`, () => {
      expect(parseHolder(text)).to.deep.equal(holder);
    });
  }
});
