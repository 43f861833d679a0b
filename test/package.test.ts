import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import ts from "typescript";
import { packedPackage, type PackedPackage } from "./support/packedPackage";
import { typeErrors } from "./support/typeCheck";

const execute = promisify(execFile);
const strict: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  target: ts.ScriptTarget.ES2022,
  types: ["node"],
};

describe("the package as users install it", function () {
  this.timeout(600_000);
  let packed: PackedPackage;
  before(async () => {
    packed = await packedPackage();
  });

  /** Runs a program in the user's project and gives what it prints as JSON. */
  async function run(program: string): Promise<unknown> {
    const { stdout } = await execute(process.execPath, ["--eval", program], {
      cwd: packed.directory,
    });
    return JSON.parse(stdout);
  }

  it("holds what was built, the schema and the documents, and nothing else", () => {
    const { files } = packed;
    expect(files.filter((path) => !path.startsWith("dist/"))).to.deep.equal([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "bin/pulumi-resource-kubefed",
      "package.json",
      "schema.json",
    ]);
    const built = files.filter((path) => path.startsWith("dist/"));
    const strange = built.filter((path) => !/^dist\/(provider|sdk\/nodejs)\//.test(path));
    expect(strange, "outside the provider and the SDK").to.deep.equal([]);
    const sources = built.filter((path) => !/\.(js|js\.map|d\.ts)$/.test(path));
    expect(sources, "neither a program nor its declarations").to.deep.equal([]);
    expect(
      files.filter((path) => /\btest/.test(path)),
      "tests",
    ).to.deep.equal([]);
  });

  // The page's script is one bundle, and what writes schema.json is a tool of this repository.
  it("holds a program and declarations for every source, and none without a source", () => {
    const repository = resolve(__dirname, "..");
    const expected = ["provider", "sdk/nodejs"].flatMap((folder) =>
      readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
        .filter(
          (path) => path.endsWith(".ts") && !/^(report\/page\/script|plugin\/schema)\//.test(path),
        )
        .flatMap((path) => {
          const base = `dist/${folder}/${path.slice(0, -".ts".length)}`;
          return [`${base}.d.ts`, `${base}.js`];
        }),
    );
    const programs = packed.files.filter((path) => /\.(js|d\.ts)$/.test(path));
    expect(programs).to.have.members([...expected, "dist/provider/report/page/planPage.js"]);
  });

  it("gives its plugin, which says where it serves and ends when it is told", async () => {
    const plugin = join(packed.directory, "node_modules/.bin/pulumi-resource-kubefed");
    const serving = spawn(plugin, ["127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"] });
    const [port] = (await once(serving.stdout, "data")) as [Buffer];
    expect(port.toString()).to.match(/^\d+\s*$/);
    serving.kill();
    expect((await once(serving, "exit"))[1]).to.equal("SIGTERM");
  });

  it("gives its command line", async () => {
    const { stdout } = await execute(join(packed.directory, "node_modules/.bin/kubefed"), [
      "--help",
    ]);
    expect(stdout).to.include("kubefed plan").and.include("kubefed status");
  });

  it("uses the one copy of @pulumi/pulumi that the program has", () => {
    const modules = readdirSync(join(packed.directory, "node_modules"), {
      recursive: true,
      encoding: "utf8",
    });
    const copies = modules.filter((path) => /(^|\/)@pulumi\/pulumi\/package\.json$/.test(path));
    expect(copies).to.deep.equal(["@pulumi/pulumi/package.json"]);
  });

  it("gives its classes and functions to require", async () => {
    const given = await run(`
      const kubefed = require("pulumi-kubefed");
      const { name, version } = require("pulumi-kubefed/package.json");
      console.log(JSON.stringify({ name, version, exported: Object.keys(kubefed) }))`);
    expect(given).to.include({ name: "pulumi-kubefed" });
    expect(given)
      .to.have.property("exported")
      .that.includes.members([
        "KubeFedCluster",
        "FederatedNamespace",
        "FederatedConfigMap",
        "FederatedDeployment",
        "ReplicaSchedulingPreference",
        "FederatedCustomResource",
        "federate",
        "exportClusters",
        "clustersFromStack",
      ]);
  });

  it("gives its names to import too", async () => {
    const given = await run(`
      import("pulumi-kubefed/core").then(({ planReplicas }) => {
        const { replicas } = planReplicas({ clusters: ["a", "b"], totalReplicas: 4 });
        console.log(JSON.stringify(replicas));
      })`);
    expect(given).to.deep.equal({ a: 2, b: 2 });
  });

  it("has a core that loads none of Pulumi and nothing else either", async () => {
    const loaded = await run(`
      require("pulumi-kubefed/core");
      console.log(JSON.stringify(Object.keys(require.cache)))`);
    const core = join(packed.directory, "node_modules/pulumi-kubefed/dist/provider/core/");
    const others = (loaded as string[]).filter((path) => !path.startsWith(core));
    expect(loaded).to.not.deep.equal([]);
    expect(others).to.deep.equal([]);
  });

  it("lets nobody in by other doors", async () => {
    const refused = await run(`
      try { require("pulumi-kubefed/dist/provider/core/index.js") }
      catch ({ code }) { console.log(JSON.stringify(code)) }`);
    expect(refused).to.equal("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });

  const settings: Record<string, ts.CompilerOptions> = {
    "module node16": {
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
    },
    "commonjs and node10": {
      module: ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.Node10,
    },
  };
  for (const [name, options] of Object.entries(settings)) {
    it(`has types that accept what is right and refuse what is wrong, under ${name}`, () => {
      const types = join(packed.directory, "types");
      cpSync(join(__dirname, "types"), types, { recursive: true });
      const errors = typeErrors({
        files: ["accepted.ts", "rejected.ts"].map((file) => join(types, file)),
        options: { ...strict, ...options },
        within: [types, join(packed.directory, "node_modules/pulumi-kubefed")],
      });
      expect(errors).to.deep.equal([]);
    });
  }
});
