import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { exports as doors, typesVersions } from "../package.json";

const root = resolve(__dirname, "..");

/** What a program loads with an entry of ours, from the root, sorted; packages by their files. */
function loadedFiles(entry: string): string[] {
  const program = `
    require("tsx/cjs");
    const before = Object.keys(require.cache);
    require(${JSON.stringify(join(root, entry))});
    const all = Object.keys(require.cache).filter((path) => !before.includes(path));
    process.stdout.write(JSON.stringify(all));
  `;
  const text = execFileSync(process.execPath, ["--eval", program], { cwd: root, encoding: "utf8" });
  const paths: unknown = JSON.parse(text);
  return (Array.isArray(paths) ? paths : [])
    .map((path) => String(path))
    .map((path) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path))
    .sort();
}

/** The modules of ours among them. */
function loadedModules(entry: string): string[] {
  return loadedFiles(entry).filter((path) => /^(provider|sdk)\//.test(path));
}

/** Folders of `provider`, and of its rooms where they say more. */
function roomsOf(modules: readonly string[]): string[] {
  const rooms = modules.map((path) => /^provider\/(adapters\/\w+|\w+)/.exec(path)?.[0] ?? path);
  return [...new Set(rooms)];
}

describe("the doors of the package", () => {
  it("are one for programs, one to the core, one for policy packs, and the modules that states name", () => {
    const open = Object.keys(doors).filter((door) => door !== "./package.json");
    expect(open).to.deep.equal([
      ".",
      "./core",
      "./handlers/clusterMembership",
      "./handlers/deletionGuard",
      "./handlers/dnsRecordSet",
      "./handlers/fieldOwnership",
      "./policy",
    ]);
    const named = open.filter((door) => door !== ".").map((door) => door.slice("./".length));
    expect(Object.keys(typesVersions["*"])).to.deep.equal(named);
  });

  it("lead to sources", () => {
    const sources = Object.values(doors).flatMap((door) =>
      typeof door === "string" ? [] : [door.default.replace(/^\.\/dist\/(.*)\.js$/, "$1.ts")],
    );
    expect(sources.filter((path) => !existsSync(join(root, path)))).to.deep.equal([]);
  });

  it("let a program load neither reports nor migration nor the command line", function () {
    this.timeout(120_000);
    const modules = loadedModules("sdk/nodejs/index.ts");
    expect(roomsOf(modules)).to.have.members([
      "provider/adapters/deletion",
      "provider/adapters/files",
      "provider/adapters/kubernetes",
      "provider/adapters/time",
      "provider/components",
      "provider/core",
      "provider/engine",
      "provider/observe",
      "provider/resources",
      "sdk/nodejs/index.ts",
    ]);
    // Its resources load what they do when they do it, and not before.
    expect(modules.filter((path) => path.includes("/handlers/"))).to.deep.equal([]);
    expect(modules.length).to.be.lessThan(360);
  });

  it("let a test load the core without anything else", () => {
    expect(roomsOf(loadedFiles("provider/core/index.ts"))).to.deep.equal(["provider/core"]);
  });

  it("let a policy pack load its rules and nothing of a program's or of Pulumi's", () => {
    const files = loadedFiles("provider/policy/index.ts");
    expect(roomsOf(files)).to.have.members(["provider/core", "provider/policy"]);
  });

  it("would see a command line that is loaded", () => {
    expect(roomsOf(loadedModules("provider/cli/commandLine.ts"))).to.include.members([
      "provider/cli",
      "provider/migration",
      "provider/report",
    ]);
  });
});
