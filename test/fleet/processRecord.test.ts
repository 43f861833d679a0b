import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identifyProcess } from "../toolchain/processIdentity";
import { readDescription } from "./description";
import { hasSupervisor, readProcessRecord, writeProcessRecord } from "./processRecord";

describe("the record of a fleet's processes", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "kubefed-record-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it("is read back as it was written", () => {
    const one = { pid: 7, startedAt: "4711" };
    writeProcessRecord(directory, { supervisor: one, programs: { "lab/etcd": one } });
    expect(readProcessRecord(directory)).to.deep.equal({
      supervisor: one,
      programs: { "lab/etcd": one },
    });
  });

  const damaged = [
    "",
    "null",
    "{}",
    '{"supervisor": {"pid": "7", "startedAt": "1"}, "programs": {}}',
    '{"supervisor": {"pid": 7, "startedAt": "1"}, "programs": {"lab/etcd": 7}}',
  ];
  for (const text of damaged) {
    it(`is as good as none when it holds: ${text}`, () => {
      writeFileSync(join(directory, "processes.json"), text);
      expect(readProcessRecord(directory)).to.equal(undefined);
    });
  }

  it("tells a supervisor that runs from another process with its id", () => {
    const self = identifyProcess(process.pid);
    if (self === undefined) throw new Error("this process cannot find itself");
    writeProcessRecord(directory, { supervisor: self, programs: {} });
    expect(hasSupervisor(directory)).to.equal(true);
    writeProcessRecord(directory, { supervisor: { ...self, startedAt: "1" }, programs: {} });
    expect(hasSupervisor(directory)).to.equal(false);
  });

  it("has a description beside it only when one was written whole", () => {
    expect(readDescription(directory)).to.equal(undefined);
    writeFileSync(join(directory, "fleet.json"), '{"clusters": [');
    expect(readDescription(directory)).to.equal(undefined);
  });
});
