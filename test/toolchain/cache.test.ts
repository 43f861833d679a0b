import { expect } from "chai";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { buildKey, cacheDirectory, moduleDirectory, readCache, writeStamp } from "./cache";
import { findTool, programsOf } from "./versions";

describe("the cache's directory", () => {
  const rows = [
    { env: { PULUMI_KUBEFED_CACHE: "/a", XDG_CACHE_HOME: "/b" }, is: "/a" },
    { env: { XDG_CACHE_HOME: "/b" }, is: "/b/pulumi-kubefed" },
    { env: { PULUMI_KUBEFED_CACHE: "", XDG_CACHE_HOME: "" }, is: "~" },
    { env: {}, is: "~" },
  ];
  for (const { env, is } of rows) {
    it(`is ${is} with ${JSON.stringify(env)}`, () => {
      const home = join(homedir(), ".cache", "pulumi-kubefed");
      expect(cacheDirectory(env)).to.equal(is === "~" ? home : is);
    });
  }
});

describe("a build key", () => {
  const tool = findTool("kubernetes");
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), "kubefed-module-"));
    cpSync(moduleDirectory(tool), copy, { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  it("is the same for the same module files, wherever they are", () => {
    expect(buildKey(tool, copy)).to.equal(buildKey(tool));
    expect(buildKey(tool)).to.match(/^[0-9a-f]{16}$/);
  });

  for (const file of ["main.go", "go.mod", "go.sum", "another.go"]) {
    it(`changes with ${file}`, () => {
      writeFileSync(join(copy, file), "// changed\n");
      expect(buildKey(tool, copy)).not.to.equal(buildKey(tool));
    });
  }

  it("changes with the version and the linker's flags", () => {
    const keys = [tool, { ...tool, version: "1.0.0" }, { ...tool, ldflags: "" }].map((one) =>
      buildKey(one, copy),
    );
    expect(new Set(keys).size).to.equal(3);
  });

  it("does not change with what a build leaves behind, nor with the estimate", () => {
    writeFileSync(join(copy, "schema.json"), "{}");
    expect(buildKey({ ...tool, minutes: 99 }, copy)).to.equal(buildKey(tool));
  });
});

describe("a tool in the cache", () => {
  const tool = findTool("language-nodejs");
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "kubefed-cache-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  const put = (...programs: string[]) => {
    for (const program of programs) writeFileSync(join(directory, program), "");
  };

  it("is missing before it is built", () => {
    expect(readCache(tool, join(directory, "none"), "key")).to.deep.equal({
      state: "missing",
      reason: "not there yet",
    });
  });

  it("is missing when only its stamp is there", () => {
    writeStamp(directory, "key");
    expect(readCache(tool, directory, "key").state).to.equal("missing");
  });

  it("needs a look when it has no stamp, or has lost a program since", () => {
    put(...programsOf(tool));
    expect(readCache(tool, directory, "key").state).to.equal("unstamped");
    writeStamp(directory, "key");
    rmSync(join(directory, "pulumi-analyzer-policy"));
    expect(readCache(tool, directory, "key").state).to.equal("unstamped");
  });

  it("is ready with all its programs and the stamp of its key", () => {
    mkdirSync(directory, { recursive: true });
    put(...programsOf(tool));
    writeStamp(directory, "key");
    expect(readCache(tool, directory, "key")).to.deep.equal({ state: "ready" });
  });

  it("is missing when it was built from other module files", () => {
    put(...programsOf(tool));
    writeStamp(directory, "other");
    expect(readCache(tool, directory, "key")).to.deep.equal({
      state: "missing",
      reason: "built from other module files",
    });
  });
});
