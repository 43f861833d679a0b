import { expect } from "chai";
import type { PropagationRequest } from "../../../provider/core/objects/propagationRequest";
import { issuesOf, objectOn, on, plan } from "../../support/plans";

function job(request: Partial<PropagationRequest>) {
  const template = { spec: { template: {} } };
  return plan({ kind: "Job", apiVersion: "batch/v1", name: "index", template, ...request });
}

function autoscaler(request: Partial<PropagationRequest>) {
  const about = { kind: "HorizontalPodAutoscaler", apiVersion: "autoscaling/v2", name: "web" };
  return plan({ ...about, template: { spec: {} }, ...request });
}

describe("a Job that is divided", () => {
  const halves = { totalParallelism: 4, totalCompletions: 4 };

  it("runs a part on each cluster, 4 of 4 on two clusters as 2 of 2 each", () => {
    const planned = job({ placement: { clusterNames: ["eu", "us"] }, scheduling: halves });
    for (const cluster of ["eu", "us"]) {
      const spec = { template: {}, parallelism: 2, completions: 2 };
      expect(objectOn(planned, cluster)).to.have.deep.property("spec", spec);
      expect(on(planned, cluster).because).to.match(
        /^parallelism 2 of 4: .+; completions 2 of 4: /,
      );
    }
    expect(planned).not.to.have.property("totalReplicas");
  });

  it("is not on a cluster that gets no parallelism, and says why", () => {
    const planned = job({ scheduling: { totalParallelism: 2, totalCompletions: 10 } });
    const left = planned.clusters.filter(({ selected }) => !selected);
    expect(left).to.have.length(1);
    expect(left[0]?.reason).to.match(/^parallelism 0 of 2: .+; so it does not get the Job$/);
    expect(left[0]?.object).to.equal(undefined);
  });

  it("may be one that a CronJob makes", () => {
    const planned = plan({
      kind: "CronJob",
      apiVersion: "batch/v1",
      template: { spec: { jobTemplate: { spec: {} } } },
      placement: { clusterNames: ["eu", "us"] },
      scheduling: halves,
    });
    const path = "spec.jobTemplate.spec.parallelism";
    expect(objectOn(planned, "eu")).to.have.nested.property(path, 2);
  });

  it("keeps what was written of it when it is not divided", () => {
    const template = { spec: { parallelism: 7 } };
    expect(objectOn(job({ template }), "eu")).to.have.nested.property("spec.parallelism", 7);
  });
});

describe("an autoscaler that is divided", () => {
  const limits = { totalMinReplicas: 3, totalMaxReplicas: 20 };

  it("has limits whose sums are the totals", () => {
    const scheduling = { ...limits, clusters: { us: { weight: 2 }, eu: { weight: 1 } } };
    const planned = autoscaler({ scheduling });
    const spec = (cluster: string) => objectOn(planned, cluster)?.spec;
    expect(spec("us")).to.deep.equal({ minReplicas: 2, maxReplicas: 13 });
    expect(spec("eu")).to.deep.equal({ minReplicas: 1, maxReplicas: 7 });
    expect(on(planned, "lab").reason).to.match(/^minReplicas 0 of 3: .+ does not get the autosc/);
  });

  it("warns of what the bounds of its clusters leave over", () => {
    const scheduling = { ...limits, clusters: { "*": { weight: 1, maxReplicas: 5 } } };
    const planned = autoscaler({ scheduling });
    expect(planned.issues).to.deep.equal([
      {
        code: "replicas-unplaced",
        severity: "warning",
        path: "scheduling",
        message:
          "5 of 20 maxReplicas have no cluster: a maximum or a missing weight leaves no room for them",
      },
    ]);
  });
});

describe("mistakes in what divides a Job or an autoscaler", () => {
  const totals = { totalParallelism: 1, totalCompletions: 1 };
  const limits = { totalMinReplicas: 1, totalMaxReplicas: 2 };
  const rows: readonly (readonly [string, () => string[], readonly string[]])[] = [
    [
      "are negative totals, both of them",
      () => issuesOf(job({ scheduling: { totalParallelism: -1, totalCompletions: 0.5 } })),
      [
        "error preference-invalid scheduling.totalCompletions",
        "error preference-invalid scheduling.totalParallelism",
      ],
    ],
    [
      "are negative weights and unknown clusters",
      () =>
        issuesOf(
          job({ scheduling: { ...totals, clusters: { us: { weight: -1 }, mars: { weight: 1 } } } }),
        ),
      [
        'error unknown-cluster scheduling.clusters["mars"]',
        'error preference-invalid scheduling.clusters["us"].weight',
      ],
    ],
    [
      "are an autoscaler's maximum below its minimum",
      () => issuesOf(autoscaler({ scheduling: { totalMinReplicas: 3, totalMaxReplicas: 2 } })),
      ["error preference-invalid scheduling.totalMinReplicas"],
    ],
    [
      "are an autoscaler's minimum of 0",
      () => issuesOf(autoscaler({ scheduling: { totalMinReplicas: 0, totalMaxReplicas: 2 } })),
      ["error preference-invalid scheduling.totalMinReplicas"],
    ],
    [
      "are a kind that has no parallelism",
      () => issuesOf(autoscaler({ scheduling: totals })),
      ["error plan-unsupported scheduling"],
    ],
    [
      "are a kind that is no autoscaler",
      () => issuesOf(job({ scheduling: limits })),
      ["error plan-unsupported scheduling"],
    ],
    [
      "are overrides of what is divided, as a warning",
      () =>
        issuesOf(
          job({
            scheduling: totals,
            overrides: [{ clusterName: "us", merge: { spec: { completions: 5 } } }],
          }),
        ),
      ["warning override-duplicate-path overrides[0].merge.spec.completions"],
    ],
  ];
  for (const [name, found, issues] of rows) {
    it(name, () => {
      expect(found()).to.deep.equal(issues);
    });
  }
});
