import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { leanEnv } from "../../../provider/adapters/pulumi/leanEnv";

const root = resolve(__dirname, "../../..");
const source = join(root, "provider/adapters/pulumi/leanLoading.ts");

describe("loading less before a program of the engine", function () {
  this.timeout(60_000);
  let folder: string;
  let preload: string;

  before(() => {
    // A place whose name Node's options must quote.
    folder = mkdtempSync(join(tmpdir(), 'pulumi kubefed "lean" '));
    preload = join(folder, "leanLoading.js");
    const { outputText } = ts.transpileModule(readFileSync(source, "utf8"), {
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        esModuleInterop: true,
      },
    });
    writeFileSync(preload, outputText);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a script prints, run as the engine runs a program. */
  function print(script: string, env: Readonly<Record<string, string>>): string {
    const words = ["-e", script];
    const given = { cwd: root, env: { ...process.env, NODE_OPTIONS: "", ...env } };
    return execFileSync(process.execPath, words, given).toString().trim();
  }

  const loaded = `
    require("@pulumi/pulumi");
    const of = (part) => Object.keys(require.cache).some((file) => file.includes(part));
    console.log(of("/typescript/lib/") || of("/vendor/typescript"), of("/@npmcli/arborist/"));`;

  it("leaves out what only closures that are written as text need", () => {
    expect(print(loaded, {})).to.equal("true true");
    expect(print(loaded, leanEnv({}, preload))).to.equal("false false");
  });

  it("writes a closure as text all the same, with the package's own way to find its modules", () => {
    const closure = `
      const pulumi = require("@pulumi/pulumi");
      const factor = 3;
      const path = require("node:path");
      pulumi.runtime.serializeFunction((x) => path.join(String(x * factor)))
        .then(({ text }) => pulumi.runtime.computeCodePaths().then(
          (paths) => console.log(text.includes("factor"), paths.size > 0)));`;
    expect(print(closure, leanEnv({}, preload))).to.equal("true true");
  });

  it("leaves out the stack of every promise, and messages for debugging", () => {
    const noted = `
      const pulumi = require("@pulumi/pulumi");
      const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
      const promise = Promise.resolve(7);
      debuggablePromise(promise, "seven");
      const lines = promise._debugStackTrace.split("\\n").length;
      Error.stackTraceLimit = 10;
      console.log(lines > 1, new Error().stack.split("\\n").length > 1, pulumi.log.debug.length);`;
    expect(print(noted, {})).to.equal("true true 4");
    expect(print(noted, leanEnv({}, preload))).to.equal("false true 0");
  });

  it("leaves a program's own compiler as it is", () => {
    const own = `const ts = require("typescript"); console.log(Object.keys(ts).length > 1000)`;
    expect(print(own, leanEnv({}, preload))).to.equal("true");
  });

  it("adds to Node's options once, and nothing where there is no such file", () => {
    const once = leanEnv({ NODE_OPTIONS: "--no-warnings" }, preload);
    expect(once.NODE_OPTIONS).to.match(/^--no-warnings --require ".*leanLoading\.js"$/);
    expect(leanEnv(once, preload)).to.deep.equal({});
    expect(leanEnv({}, join(folder, "missing.js"))).to.deep.equal({});
  });
});
