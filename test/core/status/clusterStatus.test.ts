import { expect } from "chai";
import { clusterStatus } from "../../../provider/core/status/clusterStatus";
import { clusterHealth } from "../../../provider/core/status/health";
import { deepFreeze } from "../../support/deepFreeze";

const node = (labels: Record<string, string>) => ({ metadata: { labels } });

describe("the status of a cluster", () => {
  it("takes version, region and zones from what was read", () => {
    const status = clusterStatus(
      deepFreeze({
        health: clusterHealth({ kind: "answered", status: 200, body: "ok" }),
        apiEndpoint: "https://api",
        version: { gitVersion: "v1.36.3" },
        nodes: [
          node({ "topology.kubernetes.io/zone": "b", "topology.kubernetes.io/region": "r" }),
          node({ "failure-domain.beta.kubernetes.io/zone": "a" }),
          node({ "topology.kubernetes.io/zone": "b" }),
          node({}),
        ],
        stated: { zones: [] },
      }),
    );
    expect(status).to.deep.include({
      ready: true,
      reason: "ClusterReady",
      apiEndpoint: "https://api",
      kubernetesVersion: "v1.36.3",
      region: "r",
      zones: ["a", "b"],
    });
  });

  it("prefers what the user stated about its place", () => {
    const nodes = [
      node({ "topology.kubernetes.io/zone": "b", "topology.kubernetes.io/region": "r" }),
    ];
    const stated = { region: "here", zones: ["z", "y"] };
    const { region, zones } = clusterStatus(deepFreeze({ nodes, stated, notProbed: "" }));
    expect([region, zones]).to.deep.equal(["here", ["y", "z"]]);
  });
});
