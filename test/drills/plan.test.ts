import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import type { FleetPlan } from "../../provider/report/plan/model";
import { eventually } from "../support/eventually";
import {
  kubefed,
  kubefedEnv,
  type KubefedRun,
  type KubefedWatch,
  kubefedWords,
  watchKubefed,
} from "../support/kubefed";
import { changeLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type TestStack } from "../support/stack";
import type { Planned } from "./programs/planned";

const execute = promisify(execFile);
const password = "correct-horse-battery";
const first: Planned = {
  totalReplicas: 9,
  greeting: "bonjour",
  entrance: ["us-east", "eu-west", "ap-south"],
  image: "nginx:1.29",
};
const second: Planned = {
  totalReplicas: 12,
  greeting: "salut",
  entrance: ["us-east"],
  image: "nginx:1.30",
};

describe("kubefed plan on three clusters", function () {
  this.timeout(600_000);
  let stack: TestStack;
  let watching: KubefedWatch | undefined;
  /** All that was printed, to be searched for secrets. */
  const printed: string[] = [];

  before(async () => {
    const fleet = await sharedFleet();
    const kubeconfigs = Object.values(fleet.clusters).map(
      ({ name, kubeconfig }) => [name, kubeconfig] as const,
    );
    const secrets = { ...Object.fromEntries(kubeconfigs), password };
    stack = await createStack({ program: "planned", secrets });
    await stack.configure(first);
  });
  after(async () => {
    watching?.kill();
    await stack.destroy();
    stack.remove();
  });

  async function run(...words: string[]): Promise<KubefedRun> {
    const ended = await kubefed({ words, ...stack.shell });
    printed.push(ended.out, ended.err);
    return ended;
  }

  const cellsOf = (plan: FleetPlan, kind: string) =>
    Object.fromEntries(
      (plan.objects.find((row) => row.kind === kind)?.cells ?? []).map((cell) => [
        cell.cluster,
        cell.replicas === undefined
          ? cell.action
          : `${cell.action} ${cell.replicas.now ?? 0} to ${cell.replicas.then ?? 0}`,
      ]),
    );

  it("shows everything to create before the first update, and exits with 2 when asked", async () => {
    const { code, out, err } = await run("plan", "--exit-code", "--stack", "dev");
    expect(err).to.equal("");
    expect(code).to.equal(2);
    expect(out).to.match(/Deployment plan-test\/web +\+ 1 +\+ 3 +\+ 5 +0 → 9 replicas/);
    expect(out).to.include("14 to create, 1 not selected");
  });

  it("shows nothing to do after it, and exits with 0", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const { code, out } = await run("plan", "--exit-code");
    expect(code, out).to.equal(0);
    expect(out).to.include("14 unchanged, 1 not selected");
  });

  it("shows a changed total, override and placement cell by cell, as data", async () => {
    await stack.configure(second);
    const { code, out } = await run("plan", "--exit-code", "--format", "json");
    expect(code).to.equal(2);
    const plan = JSON.parse(out) as FleetPlan;
    expect(plan).to.include({ format: "kubefed-plan", version: 1, stack: "dev" });
    expect(cellsOf(plan, "Deployment")).to.deep.equal({
      "ap-south": "update 1 to 3",
      "eu-west": "same 3 to 3",
      "us-east": "update 5 to 6",
    });
    expect(cellsOf(plan, "ConfigMap")).to.deep.equal({
      "ap-south": "not-selected",
      "eu-west": "update",
      "us-east": "same",
    });
    expect(cellsOf(plan, "Service")).to.deep.equal({
      "ap-south": "delete",
      "eu-west": "delete",
      "us-east": "same",
    });
    expect(plan.objects.find(({ kind }) => kind === "ConfigMap")?.diffs).to.deep.equal([
      {
        clusters: ["eu-west"],
        changes: [{ path: "data.greeting", op: "update", from: "bonjour", to: "salut" }],
      },
    ]);
  });

  it("hides of a list with a secret in it only the secret", async () => {
    const { out } = await run("plan", "--format", "json", "--object", "web");
    const web = (JSON.parse(out) as FleetPlan).objects.find(({ kind }) => kind === "Deployment");
    const path = "spec.template.spec.containers[0].image";
    const changes = web?.diffs.find(({ clusters }) => clusters.join() === "us-east")?.changes;
    expect(changes).to.deep.include({ path, op: "update", from: "[secret]", to: "nginx:1.30" });
    const containers = (image: string) => [
      { name: "web", image, env: [{ name: "PASSWORD", value: "[secret]" }] },
    ];
    const held = (web?.manifests ?? []).map(({ clusters, manifest }) => [
      clusters.join(),
      (manifest as { spec: { template: { spec: unknown } } }).spec.template.spec,
    ]);
    expect(Object.fromEntries(held)).to.have.deep.property("us-east", {
      containers: containers("nginx:1.30"),
    });
  });

  it("sets deletions apart, and exits with 3 when they are too many", async () => {
    const { code, out, err } = await run("plan", "--max-deletes", "0");
    expect(code).to.equal(3);
    expect(out).to.match(
      /2 objects would be DELETED\n {2}- Service plan-test\/web on ap-south, eu-west: not named/,
    );
    expect(err).to.include("--max-deletes allows 0");
  });

  it("shows only the clusters that are asked for", async () => {
    const { out } = await run("plan", "-l", "region=eu", "--format", "markdown");
    expect(out).to.include("| eu-west |").and.not.include("us-east");
  });

  it("explains which rule changed which field from what to what", async () => {
    const { code, out } = await run("explain", "settings");
    expect(code).to.equal(0);
    expect(out).to.include("no  tier=prod: tier=dev");
    expect(out).to.include('overrides[0], named: replace /data/greeting: "hello" → "salut"');
    expect(out).to.include("merge /data/token: [secret] → [secret]");
  });

  it("writes a page to a file", async () => {
    const { code, out } = await run("plan", "--format", "html");
    expect(code).to.equal(0);
    expect(out)
      .to.match(/^<!doctype html>/)
      .and.include("not named");
  });

  it("has printed no secret in any format, neither plain nor as base64", () => {
    const text = printed.join("\n");
    expect(text).to.include("[secret]");
    for (const secret of [password, Buffer.from(password).toString("base64"), "client-key-data"]) {
      expect(text).not.to.include(secret);
    }
  });

  it("says what is wrong in a line and not in a stack trace", async () => {
    const { code, err } = await run("plan", "--stack", "nowhere");
    expect(code).to.equal(1);
    expect(err).to.equal("kubefed: the preview failed: no stack named 'nowhere' found\n");
  });

  it("works in a pipeline and is quiet when its reader leaves", async () => {
    const words = kubefedWords.map((word) => `"${word}"`).join(" ");
    const { stdout, stderr } = await execute(
      "sh",
      ["-c", `${words} plan --format json | head -c 20`],
      {
        cwd: stack.shell.directory,
        env: await kubefedEnv(stack.shell.env),
      },
    );
    expect(stdout).to.equal('{\n  "format": "kubef');
    expect(stderr).to.equal("");
  });

  it("stops the engine when it is interrupted, and leaves no lock", async () => {
    const locks = join(
      stack.shell.env.PULUMI_BACKEND_URL?.replace("file://", "") ?? "",
      ".pulumi/locks",
    );
    const held = (): string[] =>
      existsSync(locks)
        ? readdirSync(locks, { recursive: true, encoding: "utf8" }).filter((name) =>
            name.endsWith(".json"),
          )
        : [];
    let pid = 0;
    const ending = kubefed({
      words: ["plan"],
      ...stack.shell,
      onStart: (started) => {
        pid = started;
      },
    });
    const childrenOf = async (parent: number): Promise<string> =>
      (await execute("ps", ["-o", "pid,args", "--ppid", String(parent)])).stdout;
    let engine = 0;
    // The engine is at work once the host of the program's language runs below it.
    await eventually(async () => {
      engine = Number(/(\d+) pulumi preview/.exec(await childrenOf(pid))?.[1]);
      expect(await childrenOf(engine)).to.include("pulumi-language-nodejs");
    });
    process.kill(pid, "SIGINT");
    const { code, err, out } = await ending;
    expect(code, out).to.equal(1);
    expect(err).to.equal("kubefed: interrupted; nothing was written\n");
    expect(held()).to.deep.equal([]);
    expect(existsSync(`/proc/${engine}`), "the engine still runs").to.equal(false);
  });

  it("is empty again after the update", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const { code, out } = await run("plan", "--exit-code");
    expect(code, out).to.equal(0);
  });

  it("leaves a fleet whose status is healthy", async () => {
    await eventually(async () => {
      const { code, out } = await run("status", "--exit-code");
      expect(code, out).to.equal(0);
      expect(out).to.match(/Deployment plan-test\/web +12\/12 ready, 12 updated, on 3 clusters/);
    });
  });

  it("is watched through an update, until that is interrupted", async () => {
    const words = ["status", "--watch", "--interval", "0.2s", "--exit-code"];
    watching = await watchKubefed({ words, ...stack.shell });
    await watching.says(/Deployment plan-test\/web +12\/12 ready/);
    await stack.configure({ ...second, totalReplicas: 10 });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    await watching.says(/Deployment plan-test\/web +10\/10 ready, 10 updated, on 3 clusters/);
    await watching.says(/: 12 healthy/);
    const { code, said } = await watching.interrupt();
    expect(code, said).to.equal(0);
    // What the update itself is doing is no change past Pulumi.
    expect(said).not.to.include("changed past Pulumi");
    expect(said).not.to.include(password);
  });

  it("shows which object somebody deleted", async () => {
    const path = "/api/v1/namespaces/plan-test/services/web";
    const usEast = (await sharedFleet()).clusters["us-east"];
    if (usEast === undefined) throw new Error("the shared fleet has no us-east");
    await changeLive(usEast, { method: "DELETE", path });
    const { code, out } = await run("status", "--exit-code");
    expect(code).to.equal(2);
    expect(out).to.include("✗ us-east: not on the cluster");
    expect(out).not.to.include(password);
  });

  it("shows with --refresh what it would bring back, and with --changes nothing else", async () => {
    const { code, out } = await run("plan", "--exit-code", "--changes", "--", "--refresh");
    expect(code, out).to.equal(2);
    expect(out).to.include("1 federated object on 3 member clusters");
    expect(out).to.match(/Service plan-test\/web +· +· +\+ create/);
  });
});
