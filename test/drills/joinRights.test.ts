import { expect } from "chai";
import { rulesForKinds } from "../../provider/core";
import type { Cluster } from "../fleet";
import { configMapPath, readLive } from "../support/live";
import { isAllowed } from "../support/memberCluster";
import { packedStack } from "../support/packedStack";
import { sharedFleet } from "../support/sharedFleet";
import type { EngineRun, TestStack } from "../support/stack";
import type { Rights } from "./programs/rights";

describe("the rights of a joined cluster's credentials", function () {
  this.timeout(600_000);
  let cluster: Cluster;
  let stack: TestStack;

  before(async () => {
    const found = (await sharedFleet()).clusters["ap-south"];
    if (found === undefined) throw new Error("a shared cluster is missing");
    cluster = found;
    stack = await packedStack({ program: "rights", secrets: { kubeconfig: cluster.kubeconfig } });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const declare = (rules?: Rights["rules"], hasBackup = false): Promise<void> => {
    const rights: Rights = { hasBackup, ...(rules === undefined ? {} : { rules }) };
    return stack.configure(rights);
  };
  const up = async (): Promise<EngineRun> => {
    const done = await stack.up();
    expect(done.succeeded, done.output).to.equal(true);
    return done;
  };
  const membershipChanges = ({ changes }: EngineRun): string[] =>
    changes
      .filter(({ type }) => type.endsWith("ClusterMembership"))
      .flatMap(({ op, diffs }) => [op, ...diffs]);
  const warningsOf = ({ diagnostics }: EngineRun): string =>
    diagnostics
      .filter(({ severity }) => severity === "warning")
      .map(({ message }) => message)
      .join("\n");
  const mayFor = async (run: EngineRun) => {
    const kubeconfig = String(run.outputs.kubeconfig);
    const ask = (verb: string, group: string, resource: string, namespace: string) =>
      isAllowed(kubeconfig, { verb, group, resource, namespace });
    return {
      everything: await ask("*", "*", "*", ""),
      deployments: await ask("create", "apps", "deployments", "kube-system"),
      nodes: await ask("delete", "", "nodes", ""),
      escalation: await ask("escalate", "rbac.authorization.k8s.io", "clusterroles", ""),
    };
  };
  const all = { everything: true, deployments: true, nodes: true, escalation: true };
  const federated = { everything: false, deployments: true, nodes: false, escalation: false };

  it("are what federating takes where nothing is said, and what follows from them is told", async () => {
    await declare();
    const joined = await up();
    expect(await mayFor(joined)).to.deep.equal(federated);
    expect(warningsOf(joined))
      .to.match(/may run pods in every namespace, kube-system included.*deployments/)
      .and.match(/may read the Secrets of every namespace/);
    expect((await readLive(cluster, configMapPath("default", "rights")))?.data?.greeting).to.equal(
      "hello",
    );
    const again = await up();
    expect(again.changes).to.deep.equal([]);
    expect(warningsOf(again)).to.equal("");
  });

  it("are known before anything is written: a kind without a right stops the preview", async () => {
    await declare(undefined, true);
    const { succeeded, output } = await stack.preview();
    expect(succeeded).to.equal(false);
    expect(output.replace(/\s+/g, " ")).to.include(
      'clusters["ap-south"]: Backup (shop.example.com/v1) is not in the rules',
    );
    await declare([
      ...rulesForKinds(["ConfigMap", { apiVersion: "shop.example.com/v1", kind: "Backup" }]),
    ]);
    const preview = await stack.preview();
    expect(preview.output).to.not.include("is not in the rules");
  });

  it("are everything for the word, of which nothing need be told", async () => {
    await declare("everything");
    const widened = await up();
    expect(membershipChanges(widened)).to.include("update");
    expect(await mayFor(widened)).to.deep.equal(all);
    expect(warningsOf(widened)).to.equal("");
  });

  it("are never taken in silence from a cluster that was joined with everything", async () => {
    // No rules in the state is how joins were before there was a choice.
    await declare();
    const kept = await up();
    expect(membershipChanges(kept)).to.deep.equal([]);
    expect(await mayFor(kept)).to.deep.equal(all);
    expect(warningsOf(kept)).to.include("was joined with all rights and keeps them");
  });

  it("become less by a word, which the preview shows", async () => {
    await declare("federated-kinds");
    const preview = await stack.preview();
    expect(membershipChanges(preview)).to.include("update");
    expect(preview.output).to.match(/\+ rules/);
    expect(await mayFor(await up())).to.deep.equal(federated);
    await declare(rulesForKinds(["ConfigMap"]));
    const least = await up();
    expect(await mayFor(least)).to.deep.equal({ ...federated, deployments: false });
    expect(warningsOf(least)).to.equal("");
  });
});
