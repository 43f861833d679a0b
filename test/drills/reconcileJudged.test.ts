import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Cluster } from "../fleet";
import { kubefed, type KubefedRun } from "../support/kubefed";
import { changeLive, configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type TestStack } from "../support/stack";
import type { Changing } from "./programs/changing";

describe("kubefed reconcile with a program that changes while it runs", function () {
  this.timeout(600_000);
  let cluster: Cluster;
  let stack: TestStack;

  before(async () => {
    const found = (await sharedFleet()).clusters["us-east"];
    if (found === undefined) throw new Error("a shared cluster is missing");
    cluster = found;
    stack = await createStack({
      program: "changing",
      secrets: { "us-east": cluster.kubeconfig },
    });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const runsFile = () => join(stack.shell.directory, "runs");
  const runs = (): string[] =>
    existsSync(runsFile()) ? readFileSync(runsFile(), "utf8").trim().split("\n") : [];
  const declare = (objects: string[][], greeting: string): Promise<void> => {
    rmSync(runsFile(), { force: true });
    const changing: Changing = { runs: runsFile(), objects, greeting };
    return stack.configure(changing);
  };
  const reconcile = (...words: string[]): Promise<KubefedRun> =>
    kubefed({ words: ["reconcile", ...words], ...stack.shell });
  const greetings = async () => {
    const names = ["stays", "goes"];
    const live = names.map((name) => readLive(cluster, configMapPath("default", name)));
    return (await Promise.all(live)).map((each) => each?.data?.greeting);
  };

  it("applies the preview that it judged", async () => {
    await declare([["stays", "goes"]], "hello");
    const { code, out, err } = await reconcile("--max-deletes", "0");
    expect(code, err).to.equal(0);
    expect(out).to.match(/2 to create[^]*\nupdated in \d+ s\n$/);
    expect(await greetings()).to.deep.equal(["hello", "hello"]);
    expect(runs()).to.deep.equal(["preview", "update"]);
  });

  it("applies it too where something was deleted and changed past it", async () => {
    await declare([["stays", "goes"]], "hello");
    await changeLive(cluster, { method: "DELETE", path: configMapPath("default", "goes") });
    const body = { metadata: { labels: { "pulumi-kubefed/managed": "no" } } };
    const path = configMapPath("default", "stays");
    await changeLive(cluster, { method: "PATCH", path, body });
    const { code, out, err } = await reconcile("--max-deletes", "0", "--force");
    expect(code, err).to.equal(0);
    expect(out, err).to.match(/1 to create, 1 to update[^]*\nupdated in \d+ s\n$/);
    expect(await greetings()).to.deep.equal(["hello", "hello"]);
  });

  it("judges again where the update would do something else, and so deletes nothing", async () => {
    await declare([["stays", "goes"], ["stays"]], "good day");
    const { code, out, err } = await reconcile("--max-deletes", "0");
    expect([code, err], out).to.deep.equal([
      3,
      "kubefed: the program asks for something else than in its preview; judging again\nkubefed: nothing more was updated: 1 object would be deleted or replaced; --max-deletes allows 0\n",
    ]);
    expect((await greetings())[1]).to.be.a("string");
    expect(runs()).to.deep.equal(["preview", "update", "preview"]);
  });

  it("gives up on a program that never does what it has shown", async () => {
    const both = ["stays", "goes"];
    await declare([both, ["stays"], both, ["stays"], both, ["stays"], both], "good night");
    const { code, err } = await reconcile("--max-percent", "10");
    expect(code).to.equal(1);
    expect(err).to.match(/kubefed: the program asks for something else each time it runs/);
    expect((await greetings())[1]).to.be.a("string");
  });

  it("leaves nothing where temporary files go, a kubeconfig least of all", () => {
    const left = readdirSync(stack.shell.env.TMPDIR ?? "", { recursive: true, encoding: "utf8" });
    expect(left.filter((name) => /kube/.test(name))).to.deep.equal([]);
  });
});
