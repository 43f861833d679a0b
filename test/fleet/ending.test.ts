import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identifyProcess, signalProcess } from "../toolchain/processIdentity";
import { startFleet, stopFleet, type Fleet } from "./fleet";
import { clusterNamed } from "./locations";
import { readProcessRecord, writeProcessRecord, type ProcessRecord } from "./processRecord";
import { eventually, leftOf, traceOf, type Trace } from "./trace";

const silent = { write: () => undefined };
const lab = clusterNamed("lab");

describe("the end of a fleet", function () {
  this.timeout(600_000);
  let directory: string;

  beforeEach(() => {
    // Not in the place of temporary fleets: those are swept.
    directory = mkdtempSync(join(tmpdir(), "kubefed-ending-"));
  });
  afterEach(async () => {
    await stopFleet(directory);
    rmSync(directory, { recursive: true, force: true });
  });

  const recordOf = (where = directory): ProcessRecord => {
    const record = readProcessRecord(where);
    if (record === undefined) throw new Error(`no fleet has run in "${where}"`);
    return record;
  };
  const nothingIsLeft = (before: Trace, where = directory) =>
    eventually({
      what: "no process and no port is left",
      probe: async () => ((await leftOf(where, before)).length === 0 ? true : undefined),
      withinMs: 5000,
    });
  const startHere = (): Promise<Fleet> =>
    startFleet({ clusters: [lab], directory, progress: silent });

  it("leaves no process and no port once stop returns, and no file of a temporary fleet", async () => {
    const fleet = await startFleet({ clusters: [lab], progress: silent });
    const before = traceOf(fleet.directory);
    expect(before.commandLines).to.have.length(6);
    expect(before.ports).to.have.length(1);
    await fleet.stop();
    expect(await leftOf(fleet.directory, before)).to.deep.equal([]);
    expect(existsSync(fleet.directory)).to.equal(false);
  });

  it("keeps the logs in a directory of the user's, for another fleet to start in", async () => {
    await (await startHere()).stop();
    expect(readdirSync(join(directory, "lab"))).to.include("kube-apiserver.log");
    await (await startHere()).stop();
  });

  it("may be asked for twice", async () => {
    const fleet = await startHere();
    await Promise.all([fleet.stop(), fleet.stop()]);
    await fleet.stop();
  });

  for (const signal of ["SIGKILL", "SIGINT", "SIGTERM"] as const) {
    it(`comes when its process gets ${signal}`, async () => {
      const owner = await startOwner(directory, "wait");
      const before = traceOf(directory);
      expect(before.commandLines).to.have.length(7);
      // A terminal sends Ctrl-C to the whole group of the foreground process.
      if (owner.pid !== undefined) process.kill(-owner.pid, signal);
      await nothingIsLeft(before);
    });
  }

  it("comes when its process gets SIGKILL while the fleet is starting", async () => {
    const owner = spawnOwner(directory, "wait");
    const record = await eventually({
      what: "the API server has been started",
      probe: () => {
        const found = readProcessRecord(directory);
        return found?.programs["lab/kube-apiserver"] === undefined ? undefined : found;
      },
    });
    expect(Object.keys(record.programs)).to.have.length.lessThan(5);
    const before = traceOf(directory);
    owner.kill("SIGKILL");
    await nothingIsLeft(before);
  });

  it("comes when its process has nothing more to do: a fleet keeps no process alive", async () => {
    const owner = spawnOwner(directory, "return");
    await new Promise((resolve) => owner.once("exit", resolve));
    expect(owner.exitCode).to.equal(0);
    await nothingIsLeft({ commandLines: [], ports: [] });
  });

  it("comes when its supervisor is killed", async () => {
    await startHere();
    const before = traceOf(directory);
    signalProcess(recordOf().supervisor, "SIGKILL");
    await nothingIsLeft(before);
  });

  it("comes with the next fleet when supervisor and process are killed together", async () => {
    const owner = await startOwner(directory, "wait");
    const before = traceOf(directory);
    owner.kill("SIGSTOP"); // It must not clean up before it is killed.
    signalProcess(recordOf().supervisor, "SIGKILL");
    owner.kill("SIGKILL");
    expect(traceOf(directory).commandLines.length).to.be.greaterThan(4);
    await (await startHere()).stop();
    expect(await leftOf(directory, before)).to.deep.equal([]);
  });

  it("comes when a cluster cannot be started, and the error shows why", async () => {
    const starting = startHere().then(
      () => "started",
      (error: unknown) => String(error),
    );
    const server = await eventually({
      what: "the API server has been started",
      probe: () => readProcessRecord(directory)?.programs["lab/kube-apiserver"],
    });
    const before = traceOf(directory);
    signalProcess(server, "SIGKILL");
    expect(await starting).to.include('kube-apiserver of "lab" ended with SIGKILL');
    expect(await leftOf(directory, before)).to.deep.equal([]);
  });

  it("does not come with the process that started it when the fleet is kept, until it is stopped", async () => {
    const fleet = await startHere();
    await fleet.keep();
    const before = traceOf(directory);
    // The supervisor has nobody to tell about this any more, and must survive it.
    const kwok = recordOf().programs["lab/kwok"];
    if (kwok !== undefined) signalProcess(kwok, "SIGKILL");
    await eventually({
      what: "the supervisor has taken note",
      probe: () => (recordOf().programs["lab/kwok"] === undefined ? true : undefined),
    });
    expect(traceOf(directory).commandLines).to.have.length(5);
    expect(await stopFleet(directory)).to.equal(true);
    expect(await leftOf(directory, before)).to.deep.equal([]);
    expect(await stopFleet(directory)).to.equal(false);
  });

  it("never touches a process that has got the id of one of the fleet's", async () => {
    const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    if (stranger.pid === undefined) throw new Error("the stranger did not start");
    try {
      const reused = { pid: stranger.pid, startedAt: "1" };
      writeProcessRecord(directory, { supervisor: reused, programs: { "lab/etcd": reused } });
      expect(await stopFleet(directory)).to.equal(false);
      expect(identifyProcess(stranger.pid)).not.to.equal(undefined);
    } finally {
      stranger.kill("SIGKILL");
    }
  });

  it("is needed before another fleet can start in the same directory", async () => {
    const fleet = await startHere();
    const refusal = await startHere().then(String, String);
    expect(refusal).to.include(`a fleet runs in "${directory}"; stop it first`);
    await fleet.stop();
  });
});

function spawnOwner(directory: string, then: "wait" | "return"): ChildProcess {
  const script = join(__dirname, "ownerProcess.ts");
  return spawn(
    process.execPath,
    ["--require", require.resolve("tsx/cjs"), script, directory, then],
    { detached: true, stdio: ["ignore", "pipe", "pipe"] },
  );
}

async function startOwner(directory: string, then: "wait" | "return"): Promise<ChildProcess> {
  const owner = spawnOwner(directory, then);
  let errors = "";
  owner.stderr?.on("data", (text: Buffer) => (errors += text.toString()));
  await new Promise<void>((resolve, reject) => {
    owner.stdout?.once("data", () => resolve());
    owner.once("exit", () => reject(new Error(`the owner has ended: ${errors}`)));
  });
  return owner;
}
