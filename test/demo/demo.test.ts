import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { eventually, traceOf } from "../fleet/trace";

const repository = resolve(__dirname, "../..");

describe("npm run demo", function () {
  this.timeout(600_000);
  let temporary: string;
  let running: Demo[];

  beforeEach(() => {
    running = [];
    // Of its own, so that a demo that somebody has kept on this machine stays.
    temporary = mkdtempSync(join(tmpdir(), "kubefed-demo-test-"));
  });
  afterEach(async () => {
    for (const { child, ended } of running) {
      child.kill("SIGTERM");
      await ended;
    }
    await startDemo("--end").ended;
    rmSync(temporary, { recursive: true, force: true });
  });

  const startDemo = (...args: string[]): Demo => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", join(repository, "test/demo/main.ts"), ...args],
      { cwd: repository, env: { ...process.env, TMPDIR: temporary } },
    );
    const demo: Demo = { child, output: "", errors: "", ended: Promise.resolve(null) };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (demo.output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (demo.errors += text));
    demo.ended = new Promise((settle) => child.on("close", settle));
    running.push(demo);
    return demo;
  };
  /** Folders of ours, and processes that work in them. */
  const left = (): string[] => [
    ...readdirSync(temporary).filter((name) => name.includes("kubefed")),
    ...traceOf(join(temporary, "pulumi-kubefed")).commandLines,
  ];

  it("deploys the shop to three clusters, changes it, and leaves nothing behind", async () => {
    const demo = startDemo();
    expect(await demo.ended, demo.errors).to.equal(0);
    const { output } = demo;
    expect(output).to.match(/^ +us-east +eu-west +ap-south$/m);
    expect(output).to.match(/^ {2}Namespace shop( +Active){3}$/m);
    expect(output).to.match(/^ {2}ConfigMap settings +hello, USD +bonjour, EUR +-$/m);
    expect(output).to.match(/^ {2}Deployment web +5\/5 ready +3\/3 ready +1\/1 ready$/m);
    expect(output).to.match(/^ {2}Service web( +\d+\.\d+\.\d+\.\d+){3}$/m);
    expect(output).to.include(
      '  ~ ConfigMap settings\n      eu-west   data.greeting   "bonjour" -> "salut"\n',
    );
    expect(output).to.match(/^ {2}ConfigMap settings +hello, USD +salut, EUR \* +hello, USD \*$/m);
    expect(output).to.match(/^ {2}Deployment web +6\/6 ready \* +3\/3 ready +3\/3 ready \*$/m);
    expect(output).to.include("nothing of ours is left on us-east, eu-west, ap-south");
    expect(output).not.to.include("\u001b");
    expect(left()).to.deep.equal([]);
  });

  it("leaves nothing behind when it is interrupted", async () => {
    const demo = startDemo();
    await eventually({
      what: "the engine is at work",
      probe: () => demo.errors.includes("pulumi up") || undefined,
      withinMs: 120_000,
    });
    demo.child.kill("SIGINT");
    expect(await demo.ended, demo.errors).to.equal(130);
    expect(left()).to.deep.equal([]);
  });

  it("explains itself without starting anything", async () => {
    const demo = startDemo("--help");
    expect(await demo.ended).to.equal(0);
    expect(demo.output).to.match(/^Usage: npm run demo/);
    expect(existsSync(join(temporary, "fleet"))).to.equal(false);
  });
});

/** A demo that runs as a process of its own, piped. */
interface Demo {
  readonly child: ChildProcess;
  output: string;
  errors: string;
  ended: Promise<number | null>;
}
