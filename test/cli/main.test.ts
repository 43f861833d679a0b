import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";

const main = join(__dirname, "../../provider/cli/main.ts");

function kubefed(...words: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", "tsx/cjs", main, ...words],
    { encoding: "utf8" },
  );
  return { code: status, out: stdout, err: stderr };
}

describe("the command line", function () {
  this.timeout(60_000);

  it("lists its commands", () => {
    const { code, out } = kubefed("--help");
    expect(code).to.equal(0);
    expect(out).to.include("kubefed plan").and.include("kubefed completion");
    expect(out).to.include("kubefed up ");
  });

  it("shows the options and examples of a command", () => {
    const { code, out } = kubefed("plan", "--help");
    expect(code).to.equal(0);
    expect(out).to.include("--stack").and.include("Examples:");
  });

  it("prints a script that completes in a shell", () => {
    const { code, out } = kubefed("completion");
    expect(code).to.equal(0);
    expect(out).to.include("kubefed").and.include("compl");
  });

  const mistakes = [
    { words: [], says: "a command is needed" },
    { words: ["plann"], says: "Did you mean plan?" },
    { words: ["plan", "--stcak", "dev"], says: "Unknown argument: stcak" },
    { words: ["up"], says: "there is no terminal to ask on; --yes updates without asking" },
    { words: ["up", "--yes", "--max-deletes", "-1"], says: "a number from 0 is needed" },
  ];
  for (const { words, says } of mistakes) {
    it(`says what is wrong with "kubefed ${words.join(" ")}", without a stack trace`, () => {
      const { code, out, err } = kubefed(...words);
      expect(code).to.equal(1);
      expect(out).to.equal("");
      expect(err)
        .to.match(/^kubefed: /)
        .and.include(says);
      expect(err).not.to.match(/^\s+at /m);
    });
  }
});
