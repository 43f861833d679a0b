import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import type { Fleet } from "../fleet";
import { configMapPath, deploymentPath, readLive } from "../support/live";
import { codeBlocks } from "../support/markdown";
import { packedPackage } from "../support/packedPackage";
import { sharedFleet } from "../support/sharedFleet";
import { ensureToolchain } from "../toolchain";

const execute = promisify(execFile);
const readme = readFileSync(resolve(__dirname, "../../README.md"), "utf8");

/** README's part for a new user, from an empty folder to objects on two clusters. */
const start = readme.slice(readme.indexOf("## Start"), readme.indexOf("## Try it"));
const commands = codeBlocks(start, "sh").flatMap((block) => block.split("\n"));

interface Kubeconfig {
  readonly clusters: { name: string; cluster: object }[];
  readonly users: { name: string; user: object }[];
}

/** One file with a context for each of two clusters, as kubectl keeps it. */
function kubeconfigOf(fleet: Fleet): string {
  const members = ["us-east", "eu-west"].map((name) => {
    const { clusters, users } = parse(fleet.clusters[name]?.kubeconfig ?? "") as Kubeconfig;
    return { name, cluster: clusters[0]?.cluster, user: users[0]?.user };
  });
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: members.map(({ name, cluster }) => ({ name, cluster })),
    users: members.map(({ name, user }) => ({ name, user })),
    contexts: members.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
  });
}

describe("a new user with two contexts, who has only README", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  let folder: string;
  let modules: string;
  let env: Record<string, string | undefined>;
  const said: Record<string, string> = {};

  before(async () => {
    fleet = await sharedFleet();
    const packed = await packedPackage();
    modules = join(packed.directory, "node_modules");
    const home = mkdtempSync(join(packed.directory, "home-"));
    for (const name of [".kube", "pulumi-kubefed", "backend", "tmp"]) mkdirSync(join(home, name));
    writeFileSync(join(home, ".kube/config"), kubeconfigOf(fleet));
    folder = join(home, "pulumi-kubefed");
    const toolchain = await ensureToolchain();
    env = {
      ...process.env,
      ...toolchain.env(),
      HOME: home,
      KUBECONFIG: "",
      TMPDIR: join(home, "tmp"),
      PULUMI_BACKEND_URL: `file://${join(home, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      // What is not installed is not looked for elsewhere.
      npm_config_offline: "true",
    };
  });
  after(async () => {
    await run("pulumi destroy --yes --skip-preview").catch(() => undefined);
  });

  async function run(command: string): Promise<string> {
    const { stdout } = await execute("bash", ["-c", command], { cwd: folder, env });
    return stdout;
  }

  /** A command of README. What npm would fetch is there already, as the packed package and its peers. */
  async function follow(command: string): Promise<string> {
    const [, place] = /^mkdir (\S+) && cd \1$/.exec(command) ?? [];
    if (place !== undefined) {
      folder = resolve(folder, place);
      mkdirSync(folder);
      return "";
    }
    if (command === "npm install && npm run build && npm pack") return "";
    if (command === "npm install ../pulumi-kubefed/pulumi-kubefed-0.1.0.tgz") {
      symlinkSync(modules, join(folder, "node_modules"));
      const dependencies = { "pulumi-kubefed": "file:../pulumi-kubefed/pulumi-kubefed-0.1.0.tgz" };
      writeFileSync(join(folder, "package.json"), JSON.stringify({ dependencies }));
      return "";
    }
    if (command.startsWith("npm install ")) {
      expect(said[initCommand], "README says what init says").to.include(`  ${command}\n`);
      return "";
    }
    return run(command === "pulumi up" ? "pulumi up --yes --skip-preview" : command);
  }
  const initCommand = "npx kubefed init --context us-east --context eu-west";

  it("gets, by its commands in their order, the plan that it shows", async () => {
    expect(commands).to.have.length.within(6, 9);
    for (const command of commands.slice(0, -1)) said[command] = await follow(command);
    expect(codeBlocks(start, "text")).to.deep.equal([(said["npx kubefed plan"] ?? "").trimEnd()]);
  });

  it("has the program that it shows", () => {
    const program = readFileSync(join(folder, "index.ts"), "utf8");
    expect(codeBlocks(start, "ts")).to.deep.equal([program.trimEnd()]);
  });

  it("gets, by the last command, what the plan said", async () => {
    expect(commands.at(-1)).to.equal("pulumi up");
    await follow("pulumi up");
    const read = async (path: string) =>
      Promise.all(
        ["us-east", "eu-west", "ap-south"].map(async (name) => {
          const cluster = fleet.clusters[name];
          return cluster === undefined ? undefined : readLive(cluster, path);
        }),
      );
    const replicas = await read(deploymentPath("hello-fleet", "web"));
    expect(replicas.map((object) => object?.spec?.replicas)).to.deep.equal([1, 2, undefined]);
    const settings = await read(configMapPath("hello-fleet", "settings"));
    expect(settings.map((object) => object?.data?.greeting)).to.deep.equal([
      "hello from everywhere",
      "hello from eu-west",
      undefined,
    ]);
  });

  it("finds no credentials in the project or its state", async () => {
    const token =
      /[\w+/=.-]{100,}/.exec(fleet.clusters["us-east"]?.kubeconfig ?? "")?.[0] ?? "none";
    expect(readFileSync(join(folder, "index.ts"), "utf8")).not.to.include(token);
    expect(await run("pulumi stack export")).not.to.include(token);
  });

  it("leaves nothing behind", async () => {
    await run("pulumi destroy --yes --skip-preview");
    for (const name of ["us-east", "eu-west"]) {
      const cluster = fleet.clusters[name];
      if (cluster === undefined) throw new Error(`no cluster "${name}"`);
      expect(await readLive(cluster, "/api/v1/namespaces/hello-fleet")).to.equal(undefined);
    }
  });
});
