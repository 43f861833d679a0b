import { expect } from "chai";
import { observeCapacity } from "../../provider/observe/observeCapacity";
import { observeReplicas } from "../../provider/observe/observeReplicas";
import { askedCluster, type AskedCluster } from "./askedCluster";

const path = "/apis/apps/v1/namespaces/shop/deployments/web";
const workload = { kind: "Deployment", namespace: "shop", name: "web" };

function deployment(replicas: number, readyReplicas: number): object {
  const containers = [{ name: "web", resources: { requests: { cpu: "1" } } }];
  return { spec: { replicas, template: { spec: { containers } } }, status: { readyReplicas } };
}

const ready = { type: "Ready", status: "True" };
const unschedulable = {
  type: "PodScheduled",
  status: "False",
  reason: "Unschedulable",
  lastTransitionTime: "2026-01-01T00:00:00Z",
};

function pod(name: string, condition: object, nodeName?: string): object {
  const phase = nodeName === undefined ? "Pending" : "Running";
  const containers = [{ resources: { requests: { cpu: "1" } } }];
  const metadata = { namespace: "shop", name };
  return { metadata, spec: { nodeName, containers }, status: { phase, conditions: [condition] } };
}

const items = [pod("web-1", ready, "n1"), pod("web-2", ready, "n1"), pod("web-3", unschedulable)];
const node = { metadata: { name: "n1" }, status: { allocatable: { cpu: "2", pods: "110" } } };

describe("what clusters say about a workload", function () {
  this.timeout(20_000);
  let asked: AskedCluster[];

  before(async () => {
    asked = await Promise.all([
      askedCluster("full", {
        [path]: deployment(3, 2),
        [`${path}/scale`]: { status: { selector: "app=web" } },
        "/api/v1/namespaces/shop/pods": { items },
        "/api/v1/pods": { items },
        "/api/v1/nodes": { items: [node] },
        "/api/v1/namespaces/shop/resourcequotas": { items: [] },
      }),
      askedCluster("settled", { [path]: deployment(4, 4) }),
      askedCluster("empty", {}),
      askedCluster("silent", { [path]: undefined, "/api/v1/nodes": undefined }),
    ]);
  });
  after(() => Promise.all(asked.map(({ close }) => close())));

  const clusters = () => [
    ...asked.map(({ cluster }) => cluster),
    { name: "own", memberKubeconfig: undefined },
  ];

  it("is read by KubeFed's rules, and clusters that do not answer are reported", async () => {
    const args = { ...workload, clusters: clusters(), timeoutSeconds: 2 };
    const { current, capacity, because, unreachable } = await observeReplicas(args);
    expect(current).to.deep.equal({ full: 2, settled: 4 });
    expect(capacity).to.deep.equal({ full: 2 });
    expect(because).to.deep.equal({
      empty: "not there",
      full: "2 of 3 ready, 1 unschedulable, so room for 2",
      settled: "4 of 4 ready",
    });
    expect(Object.keys(unreachable)).to.deep.equal(["own", "silent"]);
    expect(unreachable.own).to.equal("the credentials of a provider of one's own cannot be read");
  });

  it("is room for its own pods and those that fit beside others", async () => {
    const [full] = clusters();
    const room = await observeCapacity({ workload, clusters: full === undefined ? [] : [full] });
    expect(room).to.deep.equal({
      capacity: { full: 2 },
      because: { full: "room for 2: n1 2 (cpu)" },
      unreachable: {},
    });
  });

  it("needs requests where the workload is not there", async () => {
    const nowhere = asked.filter(({ cluster }) => cluster.name === "settled");
    const room = await observeCapacity({ clusters: nowhere.map(({ cluster }) => cluster) });
    expect(room.capacity).to.deep.equal({});
    expect(room.unreachable.settled).to.be.a("string");
  });
});
