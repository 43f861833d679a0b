import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { parse, parseAllDocuments, stringify } from "yaml";
import type { Cluster, Fleet } from "../fleet";
import { eventually } from "../support/eventually";
import { changeLive, configMapPath, deploymentPath, readLive } from "../support/live";
import { createManifests, deleteManifests } from "../support/manifestApply";
import { codeBlocks } from "../support/markdown";
import { packedPackage } from "../support/packedPackage";
import { githubJob, runJob, standIns, type StandIns } from "../support/pipelineRun";
import { placePolicyPack } from "../support/policyPack";
import { sharedFleet } from "../support/sharedFleet";
import { ensureToolchain } from "../toolchain";

const execute = promisify(execFile);
const readme = readFileSync(resolve(__dirname, "../../README.md"), "utf8");

/** README's part for a new user, from an empty folder to objects on two clusters. */
const start = readme.slice(readme.indexOf("## Start"), readme.indexOf("## Try it"));
const commands = codeBlocks(start, "sh").flatMap((block) => block.split("\n"));

interface PodDeployment {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly command: readonly string[];
          readonly args: readonly string[];
        }[];
      };
    };
  };
}

interface Kubeconfig {
  readonly clusters: { name: string; cluster: object }[];
  readonly users: { name: string; user: object }[];
}

const pipelines = resolve(__dirname, "../../examples/pipelines");
const members = ["us-east", "eu-west"];

/** One file with a context for each of two clusters, as kubectl keeps it; with tokens of one's own by cluster. */
function kubeconfigOf(fleet: Fleet, tokens: Readonly<Record<string, string>> = {}): string {
  const entries = members.map((name) => {
    const { clusters, users } = parse(fleet.clusters[name]?.kubeconfig ?? "") as Kubeconfig;
    const token = tokens[name];
    return { name, cluster: clusters[0]?.cluster, user: token ? { token } : users[0]?.user };
  });
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: entries.map(({ name, cluster }) => ({ name, cluster })),
    users: entries.map(({ name, user }) => ({ name, user })),
    contexts: entries.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
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

  function clusterOf(name: string): Cluster {
    const cluster = fleet.clusters[name];
    if (cluster === undefined) throw new Error(`no cluster "${name}"`);
    return cluster;
  }

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

  it("sees which image runs where", async () => {
    expect(await run("npx kubefed status --matrix image")).to.equal(
      [
        `${" ".repeat(34)}eu-west     us-east`,
        "  Deployment hello-fleet/web web  nginx:1.29  nginx:1.29",
        "",
        "1 container on 2 clusters: the same image everywhere",
        "",
      ].join("\n"),
    );
    const page = await run("npx kubefed status --matrix image --format html");
    expect(page).to.include("<code>nginx:1.29</code>").and.include("What runs where");
  });

  describe("and the pipelines of the guide, with the rights that they ask for", () => {
    const memberFile = join(pipelines, "kubernetes/member.yaml");
    let stands: StandIns;
    let given: Record<string, string>;

    before(async () => {
      const tokens: Record<string, string> = {};
      for (const name of members) {
        const cluster = clusterOf(name);
        await createManifests(cluster, memberFile);
        const path = "/api/v1/namespaces/fleet-reconcile/secrets/fleet-reconcile";
        await eventually(async () => {
          const token = (await readLive(cluster, path))?.data?.token;
          if (token === undefined) throw new Error(`no token on ${name} yet`);
          tokens[name] = Buffer.from(token, "base64").toString();
        });
      }
      stands = standIns(join(folder, "stand-ins"), ["gh", "npm"]);
      const source = `
        import { PolicyPack } from "@pulumi/policy";
        import { fleetPolicies } from "pulumi-kubefed/policy";
        const imageRegistries = { registries: ["docker.io/library"] };
        new PolicyPack("fleet", { policies: fleetPolicies({ imageRegistries }) });
      `;
      const pack = await placePolicyPack({ directory: join(folder, "policy"), source });
      const found = join(pack.directory, "node_modules");
      mkdirSync(found);
      symlinkSync(resolve(__dirname, "../../node_modules/@pulumi"), join(found, "@pulumi"));
      symlinkSync(join(modules, "pulumi-kubefed"), join(found, "pulumi-kubefed"));
      env = {
        ...env,
        PATH: [join(folder, "stand-ins"), pack.env.PATH].join(delimiter),
        GITHUB_REPOSITORY: "acme/fleet",
      };
      given = {
        "vars.PULUMI_BACKEND_URL": env.PULUMI_BACKEND_URL ?? "",
        "secrets.PULUMI_CONFIG_PASSPHRASE": "test",
        "secrets.FLEET_KUBECONFIG": kubeconfigOf(fleet, tokens),
        "github.token": "token",
        "github.event.pull_request.number": "7",
        "contains(github.event.pull_request.labels.*.name, 'may-delete') && '1000' || '0'": "0",
      };
    });
    after(async () => {
      writeFileSync(join(env.HOME ?? "", ".kube/config"), kubeconfigOf(fleet));
      // A destroy runs no program: it goes with the credentials of the last update.
      await run("pulumi up --yes --skip-preview");
      for (const name of members) await deleteManifests(clusterOf(name), memberFile);
    });

    const job = async (name: string) => {
      const end = await runJob(githubJob(name, given), {
        directory: folder,
        env,
        set: { STACK: "dev" },
      });
      expect(end.code, end.said).to.equal(0);
      return end.said;
    };
    it("plan: comment that there is nothing to do, and pass the gate", async () => {
      await job("plan");
      const { body } = stands.kept()["1"] ?? {};
      // Besides, both providers get the credentials with these rights.
      expect(body).to.match(/^<!-- kubefed -->\n### my-fleet\/dev: 6 unchanged/);
      expect(body).to.include("Nothing changes on any cluster.");
    });

    it("up: leave it as the program wants it", async () => {
      await job("up");
      const path = configMapPath("hello-fleet", "settings");
      const { data } = (await readLive(clusterOf("eu-west"), path)) ?? {};
      expect(data?.greeting).to.equal("hello from eu-west");
    });

    it("drift: open an issue of what was changed past it", async () => {
      const path = configMapPath("hello-fleet", "settings");
      const change = (greeting: string) =>
        changeLive(clusterOf("eu-west"), { method: "PATCH", path, body: { data: { greeting } } });
      await change("by hand");
      await job("drift").finally(() => change("hello from eu-west"));
      const { title, body = "" } = stands.kept()["2"] ?? {};
      expect(title).to.equal("The fleet is not as the program wants it");
      expect(body).to.match(
        /"hello-fleet\/settings"[^]*conflict with "unknown"[^]*\.data\.greeting/,
      );
    });

    it("reconcile in a pod that its cluster takes, and end when that is stopped", async () => {
      const file = join(pipelines, "kubernetes/reconcile.yaml");
      await createManifests(clusterOf("us-east"), file, { isDryRun: true });
      const [, , deployment] = parseAllDocuments(readFileSync(file, "utf8")).map(
        (document) => document.toJS() as PodDeployment,
      );
      const { command = [], args = [] } = deployment?.spec.template.spec.containers[0] ?? {};
      const words = [...command, ...args].map((word) => (word === "prod" ? "dev" : word));
      const [program = "", ...rest] = words;
      const child = spawn(program, rest, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
      let said = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
      const ended = once(child, "close") as Promise<[number | null]>;
      try {
        await eventually(() => {
          expect(said).to.match(/my-fleet\/dev: nothing to do/);
          return Promise.resolve();
        });
      } finally {
        // As Kubernetes ends a pod.
        child.kill("SIGTERM");
      }
      expect((await ended)[0], said).to.equal(0);
    });
  });

  describe("and, in the end,", () => {
    it("finds no credentials in the project or its state", async () => {
      const token =
        /[\w+/=.-]{100,}/.exec(fleet.clusters["us-east"]?.kubeconfig ?? "")?.[0] ?? "none";
      expect(readFileSync(join(folder, "index.ts"), "utf8")).not.to.include(token);
      expect(await run("pulumi stack export")).not.to.include(token);
    });

    it("leaves nothing behind", async () => {
      await run("pulumi destroy --yes --skip-preview");
      for (const name of members) {
        const left = await readLive(clusterOf(name), "/api/v1/namespaces/hello-fleet");
        expect(left).to.equal(undefined);
      }
    });
  });
});
