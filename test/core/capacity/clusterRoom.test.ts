import { expect } from "chai";
import fc from "fast-check";
import { roomInCluster } from "../../../provider/core/capacity/clusterRoom";
import { amountsOf } from "../../../provider/core/capacity/podRequests";
import { deepFreeze } from "../../support/deepFreeze";

const quarter = { requests: amountsOf({ cpu: "250m" }) };

function node(name: string, cpu: string): object {
  return { metadata: { name }, status: { allocatable: { cpu, pods: "110" } } };
}

function pod(name: string, nodeName: string, more: { cpu?: string; phase?: string } = {}): object {
  const { cpu = "500m", phase = "Running" } = more;
  const containers = [{ resources: { requests: { cpu } } }];
  const metadata = { namespace: "shop", name };
  return { metadata, spec: { nodeName, containers }, status: { phase } };
}

describe("the room in a cluster", () => {
  const nodes = deepFreeze([node("b", "1"), node("a", "500m")]);

  it("adds up over its nodes and says what each allows", () => {
    const pods = deepFreeze([pod("db", "b")]);
    expect(roomInCluster({ pod: quarter, nodes, pods })).to.deep.equal({
      capacity: 4,
      because: "room for 4: a 2 (cpu), b 2 (cpu)",
    });
  });

  it("is not taken by pods that are finished, or wait for a node", () => {
    const waiting = { metadata: { name: "w" }, spec: {}, status: { phase: "Pending" } };
    const pods = deepFreeze([pod("done", "b", { phase: "Succeeded" }), waiting]);
    expect(roomInCluster({ pod: quarter, nodes, pods }).capacity).to.equal(6);
  });

  it("includes the places of its own pods", () => {
    const pods = deepFreeze([pod("web-1", "b"), pod("db", "b")]);
    const own = new Set(["shop/web-1"]);
    expect(roomInCluster({ pod: quarter, nodes, pods, own }).capacity).to.equal(4);
  });

  it("is not more than the namespace's quota leaves", () => {
    const quota = (spec: object) => ({
      metadata: { name: "small" },
      spec,
      status: { hard: { "requests.cpu": "1", pods: "9" }, used: { "requests.cpu": "500m" } },
    });
    const request = { pod: quarter, nodes, pods: [] };
    expect(roomInCluster({ ...request, quotas: [quota({})] })).to.deep.equal({
      capacity: 2,
      because: 'room for 2: a 2 (cpu), b 4 (cpu), cut to 2 by quota "small", requests.cpu',
    });
    const scoped = quota({ scopes: ["BestEffort"] });
    expect(roomInCluster({ ...request, quotas: [scoped] }).capacity).to.equal(6);
  });

  it("gives back the quota of its own pods", () => {
    const status = { hard: { pods: "2" }, used: { pods: "2" } };
    const quotas = [{ metadata: { name: "two" }, spec: {}, status }];
    const pods = [pod("web-1", "b"), pod("web-2", "b")];
    const own = new Set(["shop/web-1", "shop/web-2"]);
    expect(roomInCluster({ pod: quarter, nodes, pods, own, quotas }).capacity).to.equal(2);
  });

  it("is none without nodes", () => {
    expect(roomInCluster({ pod: quarter, nodes: [], pods: [] })).to.deep.equal({
      capacity: 0,
      because: "room for 0: no nodes",
    });
  });

  it("counts nodes that it does not name", () => {
    const many = Array.from({ length: 9 }, (_, index) => node(`n${index}`, "250m"));
    expect(roomInCluster({ pod: quarter, nodes: many, pods: [] }).because).to.match(
      /^room for 9: n0 1 \(cpu\), .+ and 3 more nodes$/,
    );
  });

  it("is what filling the nodes one pod after the other comes to", () => {
    const cpus = fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 6 });
    fc.assert(
      fc.property(cpus, fc.integer({ min: 1, max: 900 }), (allocatable, each) => {
        const filled = allocatable.map((cpu) => {
          let pods = 0;
          for (let left = cpu; left >= each && pods < 110; left -= each) pods += 1;
          return pods;
        });
        const { capacity } = roomInCluster({
          pod: { requests: amountsOf({ cpu: `${each}m` }) },
          nodes: allocatable.map((cpu, index) => node(`n${index}`, `${cpu}m`)),
          pods: [],
        });
        expect(capacity).to.equal(filled.reduce((a, b) => a + b, 0));
      }),
    );
  });
});
