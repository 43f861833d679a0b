import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signalProcess } from "../toolchain/processIdentity";
import { stopFleet } from "./fleet";
import { readProcessRecord } from "./processRecord";
import { leftOf, traceOf } from "./trace";

describe("the fleet command", function () {
  this.timeout(600_000);
  let parent: string;
  let directory: string;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "kubefed-command-"));
    directory = join(parent, "fleet");
  });
  afterEach(async () => {
    await stopFleet(directory);
    rmSync(parent, { recursive: true, force: true });
  });

  const run = (...words: string[]) => {
    const script = join(__dirname, "main.ts");
    const result = spawnSync(
      process.execPath,
      ["--require", require.resolve("tsx/cjs"), script, ...words, "--directory", directory],
      { encoding: "utf8" },
    );
    return { code: result.status, out: result.stdout, errors: result.stderr };
  };
  const supervisor = () => readProcessRecord(directory)?.supervisor;

  it("keeps a fleet up between its calls, and leaves nothing when it takes it down", () => {
    const up = run("up", "--clusters", "lab");
    expect(up.code, up.errors).to.equal(0);
    expect(up.out).to.include("kubectl --context lab get nodes");
    const before = traceOf(directory);
    expect(before.commandLines).to.have.length(6);

    const status = run("status");
    expect(status.out).to.match(
      /^lab: v1\.36\.3, 2 nodes, https:\/\/127\.0\.0\.1:\d+, lab \(lab-a, lab-b\)\n$/,
    );
    const first = supervisor();
    expect(run("up").out).to.include("the fleet is up");
    expect(supervisor()).to.deep.equal(first);

    const other = run("up", "--clusters", "lab,more");
    expect(other.code).to.equal(1);
    expect(other.errors).to.include('it runs with the clusters "lab"; take it down first');

    expect(run("down").out).to.equal("the fleet is down\n");
    expect(existsSync(directory)).to.equal(false);
    return leftOf(directory, before).then((left) => expect(left).to.deep.equal([]));
  });

  it("starts a fleet anew that has lost a program", () => {
    run("up", "--clusters", "lab");
    const first = supervisor();
    const kwok = readProcessRecord(directory)?.programs["lab/kwok"];
    if (kwok !== undefined) signalProcess(kwok, "SIGKILL");
    const again = run("up", "--clusters", "lab");
    expect(again.errors).to.include("the fleet is incomplete: starting it anew");
    expect(again.code).to.equal(0);
    expect(supervisor()).not.to.deep.equal(first);
    expect(run("status").out).to.include("lab: v1.36.3, 2 nodes");
  });

  it("says when there is no fleet", () => {
    expect(run("status")).to.deep.include({ code: 1 });
    expect(run("down")).to.deep.include({ code: 0, out: "no fleet was running\n" });
  });

  it("refuses a directory that holds other files, and does not remove it", () => {
    directory = parent;
    writeFileSync(join(directory, "mine"), "");
    expect(run("up", "--clusters", "lab").errors).to.include("holds other files");
    run("down");
    expect(existsSync(join(directory, "mine"))).to.equal(true);
  });

  it("shows its help when it is asked to, or for something that it does not know", () => {
    expect(run("--help")).to.deep.include({ code: 0, errors: "" });
    expect(run("--help").out).to.match(/^Usage: npm run fleet/);
    expect(run("fly")).to.deep.include({ code: 2, out: "" });
    expect(run("up", "now").code).to.equal(2);
    expect(run("up", "--fast").code).to.equal(1);
  });
});
