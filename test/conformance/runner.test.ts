import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderReport } from "./report";
import { readCases } from "./runner";

const plural = { kind: "Box", plural: "boxes" };
const broken = { kind: "Gateway", plural: "gateways" };

function report(file: unknown): string[] {
  const { cases, skipped } = readCases(file);
  return renderReport(
    cases.map(({ run }) => run()),
    skipped,
  ).split("\n");
}

describe("the conformance runner", () => {
  it("is quiet when all is well", () => {
    expect(report({ _meta: {}, pluralName: [plural] })).to.deep.equal([
      "0 deliberate, 0 not applicable, 0 skipped",
      "1 passed, 0 failed",
      "",
    ]);
  });

  it("names a failing case, what it expects and what came", () => {
    expect(report({ pluralName: [plural, broken] })).to.deep.equal([
      "failed pluralName Gateway",
      '    expected "gateways", got "gatewaies"',
      "0 deliberate, 0 not applicable, 0 skipped",
      "1 passed, 1 failed",
      "",
    ]);
  });

  it("counts what no suite answers, by name", () => {
    const lines = report({ noSuch: [{ id: "a" }, { id: "b" }], constructor: [{}], toString: {} });
    expect(lines.slice(0, 4)).to.deep.equal([
      "skipped noSuch, 2 cases: no suite answers them",
      "skipped constructor, 1 case: no suite answers them",
      "skipped toString, 0 cases: no suite answers them",
      "0 deliberate, 0 not applicable, 3 skipped",
    ]);
  });

  it("tells two suites of one name apart by their cases", () => {
    const cluster = { id: "apiEndpoint", valid: {}, invalid: [] };
    expect(report({ validation: [cluster] })[0]).to.match(/^skipped validation, 1 case/);
    const overrides = { id: "none", overrides: [], expectError: false };
    expect(report({ validation: [overrides] })).to.include("1 passed, 0 failed");
  });

  it("a difference on purpose has its reason, is counted apart and does not fail", () => {
    const clusters = { eu: {} };
    const placement = { clusters: [{ name: "eu" }, { name: "ghost" }] };
    const given = { id: "ghost", clusters, placement, expectedPlacement: ["eu"] };
    const lines = report({ placement: [given] });
    expect(lines[0]).to.match(
      /^deliberate placement ghost: unknown-cluster: the name of a cluster/,
    );
    expect(lines.slice(1, 3)).to.deep.equal([
      "1 deliberate, 0 not applicable, 0 skipped",
      "0 passed, 0 failed",
    ]);
    const wrong = { ...given, expectedPlacement: ["eu", "ghost"] };
    expect(report({ placement: [wrong] })).to.include("0 passed, 1 failed");
  });

  it("a case that cannot be read fails, and the others run", () => {
    const lines = report({ apply: [{ id: "no document" }, 7], pluralName: [plural] });
    expect(lines).to.include("failed apply no document");
    expect(lines).to.include("failed apply [1]");
    expect(lines).to.include("1 passed, 2 failed");
  });

  it("says why a scenario is not one for a plan", () => {
    const cases = [
      { id: "health/x", group: "health", steps: [{}] },
      { id: "new/x", group: "new", steps: [{}] },
      { id: "kind/x", group: "kind" },
      { id: "kind/y", group: "kind", steps: [{ do: [{ verb: "drain", cluster: "kf-a" }] }] },
    ];
    expect(report({ cases, fixtures: {} })).to.deep.equal([
      "not applicable, 1 case of health: needs clusters that fail while a controller looks on",
      'not applicable, 1 case of kind: a plan knows nothing of "drain"',
      "not applicable, 1 case of kind: there are no steps",
      "not applicable, 1 case of new: an unknown group",
      "0 deliberate, 4 not applicable, 0 skipped",
      "0 passed, 0 failed",
      "",
    ]);
  });

  for (const file of [[], "text", null]) {
    it(`refuses ${JSON.stringify(file)}`, () => {
      expect(() => readCases(file)).to.throw("must be a map");
    });
  }
});

describe("the conformance command", function () {
  this.timeout(60_000);
  let folder = "";

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "conformance-"));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  function run(...words: string[]): { code: number | null; out: string; problem: string } {
    const main = join(__dirname, "main.ts");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["-r", require.resolve("tsx/cjs"), main, ...words],
      { encoding: "utf8" },
    );
    return { code: status, out: stdout, problem: stderr };
  }

  function write(text: string): string {
    const path = join(folder, "cases.json");
    writeFileSync(path, text);
    return path;
  }

  it("exits with 0 when nothing fails, the counts last", () => {
    const { code, out } = run(write(JSON.stringify({ pluralName: [plural] })));
    expect(code).to.equal(0);
    expect(out.trimEnd().split("\n").at(-1)).to.equal("1 passed, 0 failed");
  });

  it("exits with 1 when a case fails", () => {
    const { code, out } = run(write(JSON.stringify({ pluralName: [broken] })));
    expect(code).to.equal(1);
    expect(out.trimEnd().split("\n").at(-1)).to.equal("0 passed, 1 failed");
  });

  it("exits with 2 when a file is missing or is no JSON, without a stack", () => {
    const missing = run(join(folder, "missing.json"));
    expect([missing.code, missing.out]).to.deep.equal([2, ""]);
    expect(missing.problem).to.match(/^conformance: ENOENT.*\n$/);
    const unreadable = run(write("{"));
    expect([unreadable.code, unreadable.out]).to.deep.equal([2, ""]);
    expect(unreadable.problem).to.match(/^conformance: .*JSON.*\n$/);
  });

  it("explains itself", () => {
    const { code, out } = run("--help");
    expect(code).to.equal(0);
    expect(out).to.match(/^Usage: npm run --silent conformance -- FILE\.json\n/);
    expect(run().code).to.equal(2);
    expect(run("--no-such-option").code).to.equal(2);
  });
});
