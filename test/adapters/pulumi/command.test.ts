import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { expect } from "chai";

/** Leaves a kubeconfig where the real plugin leaves it, and takes its time to end. */
const pulumi = `#!/bin/sh
echo "token: hunter2" > "$(mktemp "\${TMPDIR:-/tmp}/kubeconfigXXXXXX")"
ls -ld "$TMPDIR"
trap 'echo interrupted; exit 7' INT
echo begun
[ "$1" = wait ] && while :; do sleep 0.05; done
[ "$1" = fail ] && exit 3
exit 0
`;

const program = (words: string) => `
require("tsx/cjs");
const { runPulumi } = require(${JSON.stringify(resolve("provider/adapters/pulumi/command"))});
if (process.env.LISTENS) process.on("SIGTERM", () => undefined);
runPulumi({ words: ${words}, onLine: console.log }).then(
  ({ code }) => console.log("code", code),
  ({ name }) => console.log(name),
);
`;

describe("a command of pulumi", function () {
  this.timeout(60_000);
  let folder: string;
  let temporary: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-kubefed-command-"));
    temporary = join(folder, "tmp");
    mkdirSync(temporary);
    writeFileSync(join(folder, "pulumi"), pulumi);
    chmodSync(join(folder, "pulumi"), 0o755);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  interface End {
    readonly lines: string[];
    readonly signal: string | null;
    readonly left: string[];
  }

  function run(given: {
    readonly words: string;
    readonly signal?: NodeJS.Signals;
    readonly env?: Record<string, string>;
  }): Promise<End> {
    const child = spawn(process.execPath, ["-e", program(given.words)], {
      env: {
        ...process.env,
        PATH: [folder, process.env.PATH].join(delimiter),
        TMPDIR: temporary,
        ...given.env,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    // What compiles the program keeps its cache there.
    const left = () => readdirSync(temporary).filter((name) => !name.startsWith("tsx-"));
    let text = "";
    let isSignalled = false;
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (given.signal === undefined || isSignalled || !text.includes("begun")) return;
      isSignalled = true;
      child.kill(given.signal);
    });
    return new Promise((done) => {
      child.on("close", (_, signal) => {
        done({ lines: text.trim().split("\n"), signal, left: left() });
      });
    });
  }

  it("has a temporary folder for nobody else, which is gone with all that was left there", async () => {
    for (const [words, code] of [
      [`["done"]`, "code 0"],
      [`["fail"]`, "code 3"],
    ] as const) {
      const { lines, left } = await run({ words });
      expect(lines.at(-1)).to.equal(code);
      expect(lines[0]).to.match(/^drwx------.*kubefed-/);
      expect(left, words).to.deep.equal([]);
    }
  });

  it("leaves nothing where there is no pulumi", async () => {
    const { lines, left } = await run({ words: "[]", env: { PATH: "/nowhere" } });
    expect({ lines, left }).to.deep.equal({ lines: ["PulumiMissing"], left: [] });
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`is interrupted by ${signal}, cleaned up after, and then the process ends of it`, async () => {
      const end = await run({ words: `["wait"]`, signal });
      expect(end.lines).to.include("interrupted").and.to.not.include("code 7");
      expect([end.signal, end.left]).to.deep.equal([signal, []]);
    });
  }

  it("leaves the process to whoever else listens to the signal", async () => {
    const end = await run({ words: `["wait"]`, signal: "SIGTERM", env: { LISTENS: "1" } });
    expect(end.lines.slice(-2)).to.deep.equal(["interrupted", "code 7"]);
    expect([end.signal, end.left]).to.deep.equal([null, []]);
  });
});
