import { expect } from "chai";
import type { Cluster } from "../fleet";
import type { Declaration } from "../support/declaredStack";
import { changeLive, configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type EngineRun, type TestStack } from "../support/stack";

const namespace = "namesakes";
const pathOf = (name: string) => configMapPath(namespace, name);
const secretPath = `/api/v1/namespaces/${namespace}/secrets/web`;

/** A program with one cluster; each test says what it declares, and begins where the last one ended. */
describe("names that are taken, change hands, or come back as somebody else's", function () {
  this.timeout(1_200_000);
  let us: Cluster;
  let stack: TestStack;

  before(async () => {
    const found = (await sharedFleet()).clusters["us-east"];
    if (found === undefined) throw new Error("the shared fleet has no us-east");
    us = found;
    const secrets = { "us-east": us.kubeconfig, "us-west": us.kubeconfig };
    stack = await createStack({ program: "declared", secrets });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const space: Declaration = { kind: "Namespace", name: namespace };
  const map = (name: string, called = name, value = "ours"): Declaration => ({
    kind: "ConfigMap",
    name,
    args: { namespace, template: { metadata: { name: called }, data: { is: value } } },
  });
  const secret: Declaration = {
    kind: "Secret",
    name: "web",
    args: { namespace, template: { stringData: { ours: "1" } } },
  };
  const declare = (objects: Declaration[], cluster = "us-east") =>
    stack.configure({ labels: { [cluster]: {} }, objects: [space, ...objects] });
  const up = async (): Promise<void> => {
    const run = await stack.up();
    expect(run.succeeded, run.output).to.equal(true);
  };
  /** Both a preview and an update are refused with this, and nothing is changed. */
  const expectRefusal = async (pattern: RegExp): Promise<void> => {
    for (const run of [await stack.preview(), await stack.up()]) {
      expect(run.succeeded, run.output).to.equal(false);
      expect(problemsOf(run)).to.match(pattern);
      expect(run.output).not.to.match(/unhandled|at async|node:internal/i);
    }
  };
  const problemsOf = ({ diagnostics }: EngineRun): string =>
    diagnostics
      .filter(({ severity }) => severity === "error")
      .map(({ message }) => message)
      .join("\n");
  const make = (path: string, body: object) =>
    changeLive(us, { method: "POST", path: path.slice(0, path.lastIndexOf("/")), body });
  const data = async (name: string) => (await readLive(us, pathOf(name)))?.data;
  const uid = async (path: string) => (await readLive(us, path))?.metadata.uid;

  it("reports a Secret of somebody else beside a ConfigMap of that name, and leaves it alone", async () => {
    await declare([map("web")]);
    await up();
    const theirs = await make(secretPath, {
      metadata: { name: "web" },
      stringData: { theirs: "1" },
    });
    // A kind of the whole cluster and one without a component of its own are looked for as well.
    const role = "/apis/rbac.authorization.k8s.io/v1/clusterroles/namesakes-web";
    const limits = `/api/v1/namespaces/${namespace}/limitranges/web`;
    const container = (cpu: string) => ({ limits: [{ type: "Container", default: { cpu } }] });
    await make(role, { metadata: { name: "namesakes-web" }, rules: [] });
    await make(limits, { metadata: { name: "web" }, spec: container("1") });
    const before = [await uid(role), await uid(limits)];
    const clusterRole: Declaration = {
      kind: "CustomResource",
      name: "namesakes-web",
      args: {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRole",
        placement: { clusterSelector: {} },
        template: { rules: [{ verbs: ["get"], apiGroups: [""], resources: ["pods"] }] },
      },
    };
    const limitRange: Declaration = {
      kind: "LimitRange",
      name: "web",
      args: { namespace, template: { spec: container("2") } },
    };
    await declare([map("web"), secret, clusterRole, limitRange]);
    await expectRefusal(
      /(?=[^]*ClusterRole namesakes-web exists on)(?=[^]*LimitRange namesakes\/web exists on)[^]*Secret namesakes\/web exists on "us-east" and is not of this stack/,
    );
    const live = await readLive(us, secretPath);
    expect([live?.metadata.uid, Object.keys(live?.data ?? {})]).to.deep.equal([
      theirs.metadata.uid,
      ["theirs"],
    ]);
    expect([await uid(role), await uid(limits)]).to.deep.equal(before);
    await changeLive(us, { method: "DELETE", path: role });
  });

  it("reports a name that an object is to have and somebody else's has", async () => {
    await make(pathOf("taken"), { metadata: { name: "taken" }, data: { is: "theirs" } });
    await declare([map("web", "taken")]);
    await expectRefusal(/ConfigMap namesakes\/taken exists on "us-east" and is not of this stack/);
    expect(await data("taken")).to.deep.equal({ is: "theirs" });
    expect(await data("web")).to.deep.equal({ is: "ours" });
  });

  it("lets a component take the object of one that goes", async () => {
    const before = await uid(pathOf("web"));
    await declare([map("other", "web")]);
    await up();
    expect(await uid(pathOf("web"))).to.equal(before);
  });

  it("refuses a component that has an object to take that of one that goes", async () => {
    await declare([map("other", "web"), map("second")]);
    await up();
    const before = [await uid(pathOf("web")), await uid(pathOf("second"))];
    await declare([map("second", "web")]);
    await expectRefusal(/ConfigMap namesakes\/web on "us-east" is "other-us-east"'s until this/);
    expect([await uid(pathOf("web")), await uid(pathOf("second"))]).to.deep.equal(before);
  });

  it("refuses two components that swap their objects' names", async () => {
    const before = [await uid(pathOf("web")), await uid(pathOf("second"))];
    await declare([map("other", "second"), map("second", "web")]);
    await expectRefusal(/2 problems in 2 resources/);
    expect([await uid(pathOf("web")), await uid(pathOf("second"))]).to.deep.equal(before);
  });

  it("refuses to make anew, under another cluster's name, what was deleted by hand", async () => {
    await changeLive(us, { method: "DELETE", path: pathOf("second") });
    await declare([map("other", "web"), map("second")], "us-west");
    await expectRefusal(/ConfigMap namesakes\/second is gone from "us-west", and the stack has it/);
    const refreshed = await stack.refresh();
    expect(refreshed.succeeded, refreshed.output).to.equal(true);
    const before = await uid(pathOf("web"));
    await up();
    expect(await uid(pathOf("web"))).to.equal(before);
    expect(await data("second")).to.deep.equal({ is: "ours" });
    await up();
    expect(await data("second")).to.deep.equal({ is: "ours" });
  });

  it("neither writes nor deletes what somebody else has made in the place of ours", async () => {
    await changeLive(us, { method: "DELETE", path: pathOf("second") });
    const theirs = await make(pathOf("second"), {
      metadata: { name: "second" },
      data: { is: "theirs" },
    });
    await expectRefusal(/second exists on "us-west" and is not the one that this stack made/);
    await declare([map("other", "web"), map("second", "second", "changed")], "us-west");
    await expectRefusal(/second exists on "us-west" and is not the one that this stack made/);
    const live = await readLive(us, pathOf("second"));
    expect([live?.metadata.uid, live?.data]).to.deep.equal([theirs.metadata.uid, { is: "theirs" }]);
  });

  it("does not take it for ours because a refresh has found it there", async () => {
    const theirs = await uid(pathOf("second"));
    const refreshed = await stack.refresh();
    expect(refreshed.succeeded, refreshed.output).to.equal(true);
    // The state knows its uid now.
    expect(stack.state()).to.include(theirs);
    await expectRefusal(/second exists on "us-west" and is not the one that this stack made/);
    await declare([map("other", "web")], "us-west");
    await expectRefusal(/namesakes\/second on "us-west" is another object by now.*ours was /);
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(false);
    expect([await uid(pathOf("second")), await data("second")]).to.deep.equal([
      theirs,
      { is: "theirs" },
    ]);
    await declare([map("other", "web"), map("second", "second", "changed")], "us-west");
  });

  it("says that an object is gone, which an update would call unchanged", async () => {
    await changeLive(us, { method: "DELETE", path: pathOf("second") });
    const preview = await stack.preview();
    const said = preview.diagnostics.map(({ message }) => message).join("\n");
    expect(said).to.include('ConfigMap namesakes/second is not on "us-west" any more');
  });
});
