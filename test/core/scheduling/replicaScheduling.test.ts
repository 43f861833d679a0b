import { expect } from "chai";
import type { PropagationPlan } from "../../../provider/core/objects/propagationPlan";
import type { PropagationRequest } from "../../../provider/core/objects/propagationRequest";
import { deployment, issuesOf, objectOn, on, plan } from "../../support/plans";

function replicasOf(planned: PropagationPlan): Record<string, unknown> {
  return Object.fromEntries(planned.clusters.map(({ cluster, replicas }) => [cluster, replicas]));
}

describe("the replicas of a preference", () => {
  it("are divided over what placement and namespace leave, none lost", () => {
    const planned = deployment({
      namespacePlacement: { clusterNames: ["us", "eu"] },
      scheduling: { totalReplicas: 9 },
    });
    expect(replicasOf(planned)).to.deep.equal({ eu: 5, lab: undefined, us: 4 });
    expect(objectOn(planned, "us")).to.have.nested.property("spec.replicas", 4);
    expect(planned.totalReplicas).to.equal(9);
    expect(on(planned, "us").because).to.match(/^4 of 9: /);
  });

  it("of a cluster called like what every object inherits are a number", () => {
    const fleet = [{ name: "constructor" }, { name: "eu" }];
    const planned = deployment({ clusters: fleet, scheduling: { totalReplicas: 4 } });
    expect(replicasOf(planned)).to.deep.equal({ constructor: 2, eu: 2 });
  });

  it("go where a kind of one's own keeps them", () => {
    const planned = plan({
      kind: "Fleet",
      apiVersion: "x.io/v1",
      template: { spec: {} },
      replicasPath: "/spec/size",
      scheduling: { totalReplicas: 3 },
    });
    expect(objectOn(planned, "us")).to.have.nested.property("spec.size", 1);
  });

  const rows: readonly (readonly [string, Partial<PropagationRequest>, string])[] = [
    [
      "a negative total is an error",
      { scheduling: { totalReplicas: -1 } },
      "error preference-invalid scheduling.totalReplicas",
    ],
    [
      "a negative weight is an error",
      { scheduling: { totalReplicas: 1, clusters: { us: { weight: -1 } } } },
      'error preference-invalid scheduling.clusters["us"].weight',
    ],
    [
      "a minimum above the maximum is an error",
      { scheduling: { totalReplicas: 1, clusters: { us: { minReplicas: 2, maxReplicas: 1 } } } },
      'error preference-invalid scheduling.clusters["us"].minReplicas',
    ],
    [
      "a preference for an unknown cluster is an error",
      { scheduling: { totalReplicas: 1, clusters: { mars: { weight: 1 } } } },
      'error unknown-cluster scheduling.clusters["mars"]',
    ],
    [
      "what fits nowhere is a warning",
      { scheduling: { totalReplicas: 9, clusters: { "*": { weight: 1, maxReplicas: 2 } } } },
      "warning replicas-unplaced scheduling",
    ],
    [
      "what fits nowhere is an error where that is refused",
      {
        scheduling: {
          algorithm: "webster",
          unplaced: "fail",
          totalReplicas: 9,
          clusters: { "*": { weight: 1, maxReplicas: 2 } },
        },
      },
      "error replicas-unplaced scheduling.totalReplicas",
    ],
    [
      "a wish that only Webster's method knows is an error without it",
      { scheduling: { totalReplicas: 9, keep: "previous" } },
      "error preference-invalid scheduling.keep",
    ],
    [
      "a merge of the replicas beside a preference is a warning",
      {
        scheduling: { totalReplicas: 3 },
        overrides: [{ clusterName: "us", merge: { spec: { replicas: 7 } } }],
      },
      "warning override-duplicate-path overrides[0].merge.spec.replicas",
    ],
  ];
  for (const [name, request, issue] of rows) {
    it(name, () => {
      expect(issuesOf(deployment(request))).to.deep.equal([issue]);
    });
  }

  it("a kind without a count has none to divide", () => {
    const planned = plan({ scheduling: { totalReplicas: 3 } });
    expect(issuesOf(planned)).to.deep.equal(["error plan-unsupported scheduling"]);
  });
});
