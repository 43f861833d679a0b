import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { firstProgram } from "../../provider/migration/start/firstProgram";
import { nextCommands } from "../../provider/migration/start/firstProject";
import { memberNames } from "../../provider/migration/start/memberNames";
import { programTypeErrors } from "../support/programTypes";

const main = join(__dirname, "../../provider/cli/main.ts");
const example = resolve(__dirname, "../../examples/first-fleet");
const arn = "arn:aws:eks:us-east-1:123456789012:cluster/Prod";
const token = "sesame-sesame-sesame";

function kubeconfigOf(servers: Readonly<Record<string, string>>): string {
  const names = Object.keys(servers);
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: names.map((name) => ({ name, cluster: { server: servers[name] } })),
    users: [{ name: "me", user: { token } }],
    contexts: names.map((name) => ({ name, context: { cluster: name, user: "me" } })),
  });
}

describe("kubefed init", function () {
  this.timeout(60_000);
  let home: string;

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), "kubefed-init-")));
    mkdirSync(join(home, ".kube"));
    mkdirSync(join(home, "fleet"));
    const servers = { "us-east": "https://us.test", "eu-west": "https://eu.test:6443" };
    writeFileSync(join(home, ".kube/config"), kubeconfigOf(servers));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  function init(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--require", require.resolve("tsx/cjs"), main, "init", ...words],
      {
        encoding: "utf8",
        cwd: join(home, "fleet"),
        env: { PATH: process.env["PATH"], HOME: home, ...env },
      },
    );
    expect(stdout + stderr).not.to.include(token);
    return { code: status, out: stdout, err: stderr };
  }
  const inFolder = () => readdirSync(join(home, "fleet")).sort();

  it("lists the contexts, and writes nothing, where none is chosen", () => {
    const { code, out, err } = init([]);
    expect({ code, err }).to.deep.equal({ code: 1, err: "" });
    expect(out).to.equal(
      [
        "member cluster  context  server",
        "eu-west         eu-west  https://eu.test:6443",
        "us-east         us-east  https://us.test",
        "",
        "Nothing was written. Say which are member clusters: kubefed init --all, or --context NAME for each.",
        "",
      ].join("\n"),
    );
    expect(inFolder()).to.deep.equal([]);
  });

  it("writes the project of examples/first-fleet, and says the next three commands", () => {
    const { code, out, err } = init(["--context", "us-east", "--context", "eu-west"]);
    expect({ code, err }).to.deep.equal({ code: 0, err: "" });
    expect(out).to.include("\nNext:\n  npm install\n  pulumi stack init dev\n  npx kubefed plan\n");
    const files = [".gitignore", "Pulumi.yaml", "index.ts", "package.json", "tsconfig.json"];
    expect(inFolder()).to.deep.equal(files);
    const program = readFileSync(join(home, "fleet/index.ts"), "utf8");
    expect(program).to.equal(readFileSync(join(example, "index.ts"), "utf8"));
    for (const name of ["package.json", "tsconfig.json"]) {
      const written = JSON.parse(readFileSync(join(home, "fleet", name), "utf8")) as object;
      const shown = JSON.parse(readFileSync(join(example, name), "utf8")) as object;
      expect("name" in written ? { ...written, name: "first-fleet" } : written).to.deep.equal(
        shown,
      );
    }
  });

  it("takes five commands from nothing to the first plan", () => {
    // As npm leaves a folder in which the package was installed.
    const before = '{ "dependencies": { "pulumi-kubefed": "^0.1.0" } }\n';
    writeFileSync(join(home, "fleet/package.json"), before);
    const commands = ["npm install pulumi-kubefed", "npx kubefed init --all"];
    const { out } = init(["--all"]);
    commands.push(...(out.split("Next:\n")[1] ?? "").trim().split(/\n */));
    expect(commands).to.deep.equal([
      "npm install pulumi-kubefed",
      "npx kubefed init --all",
      "npm install '@pulumi/kubernetes@^4.27.0' '@pulumi/pulumi@^3.259.0' '@types/node@^20' 'typescript@^5.9'",
      "pulumi stack init dev",
      "npx kubefed plan",
    ]);
    expect(out).to.include("package.json was there and stays");
    expect(readFileSync(join(home, "fleet/package.json"), "utf8")).to.equal(before);
  });

  it("overwrites nothing unless it is told to", () => {
    init(["--all"]);
    const program = join(home, "fleet/index.ts");
    const whole = readFileSync(program, "utf8");
    expect(init(["--all"]).code).to.equal(0);
    writeFileSync(program, "// mine\n");
    rmSync(join(home, "fleet/Pulumi.yaml"));
    const { code, err } = init(["--all"]);
    expect(code).to.equal(1);
    expect(err).to.equal(
      'kubefed: "." has index.ts already; nothing was written. --force overwrites, --out names another folder\n',
    );
    expect(readFileSync(program, "utf8")).to.equal("// mine\n");
    expect(existsSync(join(home, "fleet/Pulumi.yaml"))).to.equal(false);
    expect(init(["--all", "--force"]).code).to.equal(0);
    expect(readFileSync(program, "utf8")).to.equal(whole);
  });

  it("gives clusters with awkward contexts names, shows them and says what was left out", () => {
    const file = join(home, "clouds.yaml");
    const servers = {
      [arn]: "https://a.test",
      eu: "https://b.test",
      "eu:ro": "https://b.test",
      "two\nlines": "https://c.test",
    };
    writeFileSync(file, kubeconfigOf(servers));
    const { out } = init(["--all", "--out", "../clouds"], { KUBECONFIG: file });
    expect(out).to.include(`prod            ${arn}  https://a.test\n`);
    expect(out).to.include('left out: eu:ro: leads where "eu" leads\n');
    expect(out).to.match(/^left out: two.+lines: its name has control characters$/m);
    expect(out).to.include("\n  cd ../clouds && npm install\n");
    const program = readFileSync(join(home, "clouds/index.ts"), "utf8");
    expect(program).to.include(`  "${arn}": "prod",\n  eu: "eu",\n`);
    expect(program).to.include('path: "~/clouds.yaml"');
    expect(program).not.to.include(token);
  });

  const mistakes = [
    { words: ["--all", "--context", "us-east"], says: "--all and --context: give one of them" },
    { words: ["--context", "us"], says: 'no context "us"; known: "eu-west", "us-east"' },
    { words: ["--kubeconfig", "nowhere", "--all"], says: "--kubeconfig names another one" },
  ];
  for (const { words, says } of mistakes) {
    it(`says what is wrong with "kubefed init ${words.join(" ")}" and writes nothing`, () => {
      const { code, err } = init(words);
      expect(code).to.equal(1);
      expect(err).to.include(says);
      expect(inFolder()).to.deep.equal([]);
    });
  }
});

describe("a first program", () => {
  const path = "~/.kube/config";
  it("compiles, whatever contexts are called", function () {
    this.timeout(240_000);
    const fleets = {
      one: ["us"],
      three: ["us", "eu", "ap"],
      awkward: [arn, "gke_a_b_c", "a 'quoted' \"name\" ${1} `"],
    };
    const programs = Object.entries(fleets).map(([fleet, contexts]) => [
      fleet,
      firstProgram({ path, members: memberNames(contexts) }),
    ]);
    expect(programTypeErrors(Object.fromEntries(programs) as Record<string, string>)).to.deep.equal(
      [],
    );
  });

  it("follows commands that lead into its folder", () => {
    const commands = nextCommands({ folder: "my fleet", already: ["typescript"] });
    expect(commands[0]).to.match(/^cd 'my fleet' && npm install '@pulumi\/kubernetes@\^4\.27\.0' /);
    expect(commands[0]).not.to.include("typescript");
  });
});
