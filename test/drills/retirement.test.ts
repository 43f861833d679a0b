import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import type { Fleet } from "../fleet";
import { type Declaration, declaredStack, type DeclaredStack } from "../support/declaredStack";
import { eventually } from "../support/eventually";
import { deploymentPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";

const path = deploymentPath("retire-test", "web");
const pod = {
  metadata: { labels: { app: "web" } },
  spec: { containers: [{ name: "web", image: "nginx:1.29" }] },
};
const objects: Declaration[] = [
  { kind: "Namespace", name: "retire-test" },
  {
    kind: "Deployment",
    name: "web",
    preference: { totalReplicas: 9, clusters: { "*": { weight: 1 } } },
    args: {
      namespace: "retire-test",
      template: { spec: { selector: { matchLabels: { app: "web" } }, template: pod } },
    },
  },
];

describe("a cluster that is retired", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  let stack: DeclaredStack;

  before(async () => {
    fleet = await sharedFleet();
    stack = await declaredStack();
    await stack.declare(objects);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    await eventually(async () => {
      expect(await sums()).to.deep.equal({ desired: 9, ready: 9 });
    });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  const sums = async () => {
    const read = await Promise.all(
      Object.values(fleet.clusters).map((cluster) => readLive(cluster, path)),
    );
    const sum = (numbers: unknown[]) => numbers.reduce((a: number, b) => a + Number(b ?? 0), 0);
    return {
      desired: sum(read.map((object) => object?.spec?.replicas)),
      ready: sum(read.map((object) => object?.status?.readyReplicas)),
    };
  };

  it("shows in the preview what it gives up and who takes it over", async () => {
    await stack.declare(objects, { retire: ["us-east"] });
    const { changes, diagnostics } = await stack.preview();
    expect(changes.map(({ op, name, diffs }) => [op, name, ...diffs])).to.deep.include.members([
      ["delete", "retire-test-us-east"],
      ["delete", "web-us-east"],
    ]);
    const grown = changes.filter(({ name, op }) => op === "update" && name.startsWith("web-"));
    expect(grown.every(({ diffs }) => diffs.join() === "spec.replicas")).to.equal(true);
    expect(diagnostics.map(({ message }) => message).join("\n")).to.match(
      /Deployment retire-test\/web with 9 replicas on 2 of 3 .*left out: us-east \(retired\)/,
    );
  });

  it("loses its objects only when all replicas are ready elsewhere", async () => {
    const seen: { desired: number; ready: number }[] = [];
    const watch = { isOver: false };
    const watching = (async () => {
      while (!watch.isOver) {
        seen.push(await sums());
        await pause(100);
      }
    })();
    const up = await stack.up();
    watch.isOver = true;
    await watching;
    expect(up.succeeded, up.output).to.equal(true);
    expect(await readLive(fleetCluster(fleet, "us-east"), path)).to.equal(undefined);
    expect(await sums()).to.deep.equal({ desired: 9, ready: 9 });
    const least = seen.reduce((a, b) => ({
      desired: Math.min(a.desired, b.desired),
      ready: Math.min(a.ready, b.ready),
    }));
    expect(least).to.deep.equal({ desired: 9, ready: 9 });
    expect(Math.max(...seen.map(({ ready }) => ready))).to.equal(12);
    expect(up.diagnostics.map(({ message }) => message)).to.include(
      "all replicas of Deployment web are ready elsewhere; it leaves us-east",
    );
  });

  it("has nothing left to do in the next update", async () => {
    expect((await stack.up()).changes).to.deep.equal([]);
  });
});

function fleetCluster({ clusters }: Fleet, name: string) {
  const found = clusters[name];
  if (found === undefined) throw new Error(`the shared fleet has no ${name}`);
  return found;
}
