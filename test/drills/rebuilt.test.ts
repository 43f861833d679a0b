import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Cluster } from "../fleet";
import { parseKubeconfig } from "../fleet";
import {
  clusterOf,
  identityOf,
  makeForeign,
  pathsIn,
  rewritten,
  uidsOf,
} from "../support/identityBed";
import { configMapPath } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type EngineRun, type TestStack } from "../support/stack";
import { startTcpGate, type TcpGate } from "../support/tcpGate";
import type { GivenMember } from "./programs/identified";

const namespace = "rebuilt";
const rendered = configMapPath(namespace, "rendered");
const paths = [...pathsIn(namespace), rendered];

/** One address behind which another, empty cluster answers after a while: one that was built anew. */
describe("a member whose cluster was built anew at the same address", function () {
  this.timeout(600_000);
  let former: Cluster;
  let anew: Cluster;
  let gate: TcpGate;
  let second: TcpGate;
  let stack: TestStack;
  let chart: string;
  let start: Readonly<Record<string, string | undefined>>;

  const kubeconfigAt = (cluster: Cluster, port: number) =>
    rewritten(cluster.kubeconfig, (document) => {
      clusterOf(document).server = `https://127.0.0.1:${port}`;
    });
  const declare = (member: GivenMember) =>
    stack.configure({ namespace, members: { "us-east": member }, chart });
  const said = ({ diagnostics }: EngineRun) => diagnostics.map(({ message }) => message).join("\n");

  before(async () => {
    const { clusters } = await sharedFleet();
    const [us, ap] = [clusters["us-east"], clusters["ap-south"]];
    if (us === undefined || ap === undefined) throw new Error("a shared cluster is missing");
    [former, anew] = [us, ap];
    const portOf = ({ kubeconfig }: Cluster) =>
      Number(new URL(parseKubeconfig(kubeconfig).server).port);
    gate = await startTcpGate(portOf(former));
    second = await startTcpGate(portOf(anew));
    stack = await createStack({
      program: "identified",
      secrets: { "us-east": kubeconfigAt(former, gate.port) },
    });
    chart = join(stack.shell.directory, "chart");
    mkdirSync(join(chart, "templates"), { recursive: true });
    writeFileSync(join(chart, "Chart.yaml"), "{ apiVersion: v2, name: chart, version: 0.1.0 }\n");
    writeFileSync(
      join(chart, "templates/all.yaml"),
      "{ apiVersion: v1, kind: ConfigMap, metadata: { name: rendered }, data: { a: b } }\n",
    );
    await declare({});
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    await makeForeign(former, namespace);
    start = await uidsOf(former, paths);
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
    await gate.shut();
    await second.shut();
  });

  it("is an error that names both and says how to accept it, and nothing is written", async () => {
    await stack.setSecret("us-east", kubeconfigAt(anew, second.port));
    for (const run of [await stack.preview(), await stack.up()]) {
      expect(run.succeeded, run.output).to.equal(false);
      expect(said(run)).to.include(await identityOf(former));
      expect(said(run)).to.include(`accept that by identity: "${await identityOf(anew)}"`);
    }
    expect(await uidsOf(former, paths)).to.deep.equal(start);
    expect(Object.values(await uidsOf(anew, paths))).to.deep.equal(paths.map(() => undefined));
  });

  it("gets what is missing once it is accepted, by an ordinary update, and nothing is deleted", async () => {
    const identity = await identityOf(anew);
    await declare({ identity });
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const made = await uidsOf(anew, paths);
    expect(Object.values(made).filter((uid) => uid !== undefined)).to.have.length(5);
    expect(made[rendered]).to.be.a("string");
    // What is left of the former cluster is nobody's business any more.
    expect(await uidsOf(former, paths)).to.deep.equal(start);
    expect((await stack.up()).changes).to.deep.equal([]);
    await declare({});
    const later = await stack.up();
    expect(later.succeeded, later.output).to.equal(true);
    expect(later.changes.filter(({ op }) => op !== "update")).to.deep.equal([]);
    expect(await uidsOf(anew, paths)).to.deep.equal(made);
    expect((await stack.up()).changes).to.deep.equal([]);
  });
});
