import { expect } from "chai";
import type { Cluster } from "../fleet";
import { kubefed, type KubefedRun, type KubefedWatch, watchKubefed } from "../support/kubefed";
import { changeLive, configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type TestStack } from "../support/stack";
import { startTcpGate, type TcpGate } from "../support/tcpGate";

const path = configMapPath("default", "kept-level");
const template = { metadata: { name: "kept-level" }, data: { greeting: "hello" } };

describe("kubefed reconcile on three clusters", function () {
  this.timeout(600_000);
  let us: Cluster;
  let eu: Cluster;
  /** The way to eu-west, which can be shut. */
  let gate: TcpGate;
  let stack: TestStack;
  let watching: KubefedWatch | undefined;

  before(async () => {
    const { clusters } = await sharedFleet();
    const [first, second] = [clusters["us-east"], clusters["eu-west"]];
    if (first === undefined || second === undefined) throw new Error("a shared cluster is missing");
    [us, eu] = [first, second];
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(eu.kubeconfig)?.[1]);
    gate = await startTcpGate(port);
    const secrets = Object.fromEntries(
      Object.values(clusters).map(({ name, kubeconfig }) => [name, kubeconfig]),
    );
    secrets["eu-west"] = eu.kubeconfig.replace(`127.0.0.1:${port}`, `127.0.0.1:${gate.port}`);
    stack = await createStack({ program: "declared", secrets });
    await declare({ clusterSelector: {} });
  });
  after(async () => {
    watching?.kill();
    await stack.destroy();
    stack.remove();
    await gate.shut();
  });

  const declare = (placement: object): Promise<void> =>
    stack.configure({
      objects: [
        { kind: "ConfigMap", name: "cfg", args: { namespace: "default", placement, template } },
      ],
    });
  const reconcile = (...words: string[]): Promise<KubefedRun> =>
    kubefed({ words: ["reconcile", ...words], ...stack.shell });
  const greetingOn = async (cluster: Cluster): Promise<string | undefined> =>
    (await readLive(cluster, path))?.data?.greeting;
  const change = (cluster: Cluster, greeting: string) =>
    changeLive(cluster, { method: "PATCH", path, body: { data: { greeting } } });

  it("makes what is not there yet, and then has nothing to do", async () => {
    const first = await reconcile();
    expect(first.code, first.err).to.equal(0);
    expect(first.out).to.match(/3 to create[^]*\nupdated in \d+ s\n$/);
    const second = await reconcile();
    expect(second).to.deep.equal({
      code: 0,
      out: "declared/dev: nothing to do, 3 unchanged\n",
      err: "",
    });
  });

  it("brings back what somebody deleted", async () => {
    await changeLive(us, { method: "DELETE", path });
    const { code, out, err } = await reconcile();
    expect(code, err).to.equal(0);
    expect(out).to.include("1 to create, 2 unchanged");
    expect(await greetingOn(us)).to.equal("hello");
  });

  it("leaves a field to the manager that took it, says so, and takes it back when forced", async () => {
    await change(us, "theirs");
    const refused = await reconcile();
    expect(refused.code, refused.out).to.equal(1);
    expect(refused.err).to.match(/^kubefed: the preview failed: [^]*conflict[^]*\.data\.greeting/);
    expect(await greetingOn(us)).to.equal("theirs");
    const forced = await reconcile("--force");
    expect(forced.code, forced.err).to.equal(0);
    expect(forced.out).to.match(/data\.greeting.*theirs.*hello/);
    expect(await greetingOn(us)).to.equal("hello");
  });

  it("takes away no more than it is allowed to", async () => {
    await declare({ clusterNames: ["eu-west", "ap-south"] });
    const { code, out, err } = await reconcile("--max-deletes", "0");
    expect(code).to.equal(3);
    expect(out).to.include("1 object would be DELETED");
    expect(err).to.include("nothing was updated: 1 object would be deleted or replaced");
    expect(await greetingOn(us)).to.equal("hello");
    await declare({ clusterSelector: {} });
  });

  it("goes on and on, through a cluster's absence, until it is interrupted", async () => {
    const words = ["reconcile", "--watch", "--interval", "0.5s", "--force"];
    watching = await watchKubefed({ words, ...stack.shell });
    await watching.says(/^\d\d:\d\d:\d\d declared\/dev: nothing to do, 3 unchanged\n/);
    await change(eu, "theirs");
    await watching.says(/something is to do\n[^]*updated in \d+ s/);
    expect(await greetingOn(eu)).to.equal("hello");
    await gate.shut();
    await watching.says(/kubefed: the preview failed: [^]*eu-west/);
    await gate.open();
    await watching.says(/nothing to do, 3 unchanged/);
    expect((await watching.interrupt()).code).to.equal(0);
  });
});
