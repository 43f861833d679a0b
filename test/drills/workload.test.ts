import { expect } from "chai";
import type { FederatedStatus, PropagationPlan } from "pulumi-kubefed";
import type { Fleet } from "../fleet";
import { type Declaration, declaredStack, type DeclaredStack } from "../support/declaredStack";
import { eventually } from "../support/eventually";
import { deploymentPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";

const path = deploymentPath("work-test", "web");

function web(totalReplicas: number): Declaration[] {
  const pod = {
    metadata: { labels: { app: "web" } },
    spec: { containers: [{ name: "web", image: "nginx:1.29" }] },
  };
  return [
    { kind: "Namespace", name: "work-test" },
    {
      kind: "Deployment",
      name: "web",
      preference: { totalReplicas, clusters: { "us-east": { weight: 2 }, "*": { weight: 1 } } },
      args: {
        namespace: "work-test",
        template: { spec: { selector: { matchLabels: { app: "web" } }, template: pod } },
      },
    },
  ];
}

describe("a federated Deployment divided by weight", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  let stack: DeclaredStack;

  before(async () => {
    fleet = await sharedFleet();
    stack = await declaredStack();
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const replicas = async () => {
    const read = Object.values(fleet.clusters).map(async (cluster) => {
      const object = await readLive(cluster, path);
      return [cluster.name, [object?.spec?.replicas, object?.status?.readyReplicas]] as const;
    });
    return Object.fromEntries(await Promise.all(read));
  };

  it("says at preview how many replicas each cluster gets and why", async () => {
    await stack.declare(web(9));
    const preview = await stack.preview();
    const line = preview.diagnostics
      .map(({ message }) => message)
      .find((each) => each.includes("work-test/web"));
    expect(line).to.match(
      /^\[dev\] Deployment work-test\/web with 9 replicas on 3 of 3 member clusters, every cluster is selected: ap-south 1 \(1 of 9: .+\), eu-west 3 \(3 of 9: .+\), us-east 5 \(5 of 9: .+\)$/,
    );
  });

  it("arrives as planned, becomes ready, and shows in the status per cluster and rolled up", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    // The engine waits until a Deployment is available, which is before its last replica is ready.
    await eventually(async () => {
      expect(await replicas()).to.deep.equal({
        "ap-south": [1, 1],
        "eu-west": [3, 3],
        "us-east": [5, 5],
      });
    });
    await stack.refresh();
    const plans = up.outputs.plans as Record<string, PropagationPlan>;
    const planned = plans["Deployment/web"]?.clusters.map((cluster) => [
      cluster.cluster,
      cluster.replicas,
    ]);
    expect(planned).to.deep.equal([
      ["ap-south", 1],
      ["eu-west", 3],
      ["us-east", 5],
    ]);
    const { outputs } = await stack.up();
    const status = (outputs.status as Record<string, FederatedStatus>)["Deployment/web"];
    expect([status?.desired, status?.ready, status?.updated]).to.deep.equal([9, 9, 9]);
    expect(status?.clusters["us-east"]).to.include({ desired: 5, ready: 5, updated: 5 });
    expect(status?.conditions.find(({ type }) => type === "Available")).to.deep.equal({
      type: "Available",
      status: "True",
    });
  });

  it("has nothing to do in a second update", async () => {
    expect((await stack.up()).changes).to.deep.equal([]);
  });

  it("changes only the number of replicas when the total grows", async () => {
    await stack.declare(web(12));
    const grown = await stack.up();
    expect(grown.changes.map(({ op, name, diffs }) => [op, name, ...diffs])).to.deep.equal([
      ["update", "web-ap-south", "spec.replicas"],
      ["update", "web-us-east", "spec.replicas"],
    ]);
    await eventually(async () => {
      expect(await replicas()).to.deep.equal({
        "ap-south": [3, 3],
        "eu-west": [3, 3],
        "us-east": [6, 6],
      });
    });
  });
});
