import { expect } from "chai";
import type { Fleet } from "../fleet";
import { type Declaration, declaredStack, type DeclaredStack } from "../support/declaredStack";
import { configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";

const namespace: Declaration = { kind: "Namespace", name: "cm-test" };
const path = configMapPath("cm-test", "settings");

function settings(data: Record<string, string>, clusterNames: string[]): Declaration {
  return {
    kind: "ConfigMap",
    name: "settings",
    args: {
      namespace: "cm-test",
      placement: { clusterNames },
      template: { data },
      overrides: [
        {
          clusterName: "eu-west",
          clusterOverrides: [{ path: "/data/greeting", value: "bonjour" }],
        },
      ],
    },
  };
}

describe("a federated ConfigMap on real clusters", function () {
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

  const live = async () =>
    Object.fromEntries(
      await Promise.all(
        Object.values(fleet.clusters).map(
          async (cluster) => [cluster.name, await readLive(cluster, path)] as const,
        ),
      ),
    );

  it("says at preview which clusters get it and why, and writes nothing", async () => {
    await stack.declare([namespace, settings({ greeting: "hello" }, ["us-east", "eu-west"])]);
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    expect(preview.diagnostics.map(({ message }) => message)).to.include(
      "[dev] ConfigMap cm-test/settings on 2 of 3 member clusters, named: eu-west (1 override), us-east; left out: ap-south (not named)",
    );
    expect(await live()).to.deep.equal({
      "ap-south": undefined,
      "eu-west": undefined,
      "us-east": undefined,
    });
  });

  it("arrives with its override, marked as ours, and a second update has nothing to do", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const now = await live();
    expect(now["us-east"]?.data).to.deep.equal({ greeting: "hello" });
    expect(now["eu-west"]?.data).to.deep.equal({ greeting: "bonjour" });
    expect(now["ap-south"]).to.equal(undefined);
    expect(now["us-east"]?.metadata.labels).to.deep.equal({ "pulumi-kubefed/managed": "true" });
    expect((await stack.up()).changes).to.deep.equal([]);
  });

  it("changes in place, and only where the result differs", async () => {
    const before = await live();
    await stack.declare([namespace, settings({ greeting: "howdy" }, ["us-east", "eu-west"])]);
    const changed = await stack.up();
    expect(changed.changes).to.deep.equal([
      {
        op: "update",
        type: "kubernetes:core/v1:ConfigMap",
        name: "settings-us-east",
        diffs: ["data.greeting"],
      },
    ]);
    const after = await live();
    expect(after["us-east"]?.data).to.deep.equal({ greeting: "howdy" });
    for (const cluster of ["us-east", "eu-west"]) {
      expect(after[cluster]?.metadata.uid).to.equal(before[cluster]?.metadata.uid);
    }
  });

  it("leaves a cluster that its placement drops, and reaches one that it adds, and nothing else", async () => {
    const before = await live();
    await stack.declare([namespace, settings({ greeting: "howdy" }, ["ap-south", "eu-west"])]);
    const moved = await stack.up();
    expect(moved.changes.map(({ op, name }) => `${op} ${name}`)).to.deep.equal([
      "create settings-ap-south",
      "delete settings-us-east",
    ]);
    const after = await live();
    expect(after["us-east"]).to.equal(undefined);
    expect(after["ap-south"]?.data).to.deep.equal({ greeting: "howdy" });
    expect(after["eu-west"]?.metadata.uid).to.equal(before["eu-west"]?.metadata.uid);
  });

  it("is gone from every cluster after destroy, and so is its namespace", async () => {
    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect(await live()).to.deep.equal({
      "ap-south": undefined,
      "eu-west": undefined,
      "us-east": undefined,
    });
    for (const cluster of Object.values(fleet.clusters)) {
      expect(await readLive(cluster, "/api/v1/namespaces/cm-test")).to.equal(undefined);
    }
  });
});
