import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import type { PropagationPlan } from "../../../provider/core/objects/propagationPlan";
import * as kubefed from "../../../sdk/nodejs";
import { eventually } from "../../support/eventually";
import { problemsOf } from "../../support/programProblems";
import { type Registered, runWithMocks } from "../../support/pulumiMocks";

const fleet = () =>
  ["eu", "us"].map((name) => new kubefed.KubeFedCluster(name, { kubeconfig: "{}" }));

function patches(registered: readonly Registered[]): unknown[] {
  return registered
    .filter(({ type }) => type.endsWith("Patch"))
    .map(({ type, name, inputs }) => [type, name, inputs.spec]);
}

describe("a preference over a workload of somebody else", () => {
  it("becomes one patch of the replicas, and of nothing else, per member cluster", async () => {
    let plan: PropagationPlan | undefined;
    let status: unknown;
    const registered = await runWithMocks(() => {
      const preference = new kubefed.ReplicaSchedulingPreference("web", {
        target: { kind: "Deployment", namespace: "shop", name: "web", clusters: fleet() },
        clusters: { eu: { weight: 2 }, us: { weight: 1 } },
        totalReplicas: 9,
      });
      ({ plan } = preference);
      preference.status?.apply((known) => (status = known));
      return Object.values(preference.resources);
    });
    const type = "kubernetes:apps/v1:DeploymentPatch";
    expect(patches(registered)).to.deep.equal([
      [type, "web-eu", { replicas: 6 }],
      [type, "web-us", { replicas: 3 }],
    ]);
    const inputs = registered.find(({ name }) => name === "web-eu")?.inputs;
    expect(inputs?.metadata).to.deep.equal({
      name: "web",
      namespace: "shop",
      annotations: {
        "pulumi.com/patchFieldManager": "pulumi-kubefed-web",
        "pulumi.com/patchForce": "true",
      },
    });
    await eventually(() => {
      expect(status).to.deep.include({ desired: 9 });
      return Promise.resolve();
    });
    expect(plan?.clusters.map(({ cluster, replicas }) => [cluster, replicas])).to.deep.equal([
      ["eu", 6],
      ["us", 3],
    ]);
  });

  it("has the count given back when it goes, where the credentials are known and nothing else is asked", async () => {
    const registered = await runWithMocks(() => {
      const clusters = [
        ...fleet(),
        new kubefed.KubeFedCluster("own", { provider: new k8s.Provider("own", {}) }),
      ];
      const of = (name: string) => ({
        target: { kind: "Deployment", namespace: "shop", name, clusters },
        totalReplicas: 3,
      });
      const preferences = [
        new kubefed.ReplicaSchedulingPreference("given", of("web")),
        new kubefed.ReplicaSchedulingPreference("left", of("api"), { retainOnDelete: true }),
        new kubefed.ReplicaSchedulingPreference("taken", of("db"), { retainOnDelete: false }),
      ];
      return preferences.flatMap(({ resources }) => Object.values(resources));
    });
    await eventually(() => {
      const owned = registered.filter(({ type }) => type.includes("FieldOwnership"));
      expect(owned.map(({ name, inputs }) => [name, inputs.fieldManager])).to.deep.equal([
        ["given-eu", "pulumi-kubefed-given"],
        ["given-us", "pulumi-kubefed-given"],
      ]);
      return Promise.resolve();
    });
  });

  it("reaches any kind by the path of its replica count, where its placement says", async () => {
    const registered = await runWithMocks(() => {
      const preference = new kubefed.ReplicaSchedulingPreference("pool", {
        target: {
          apiVersion: "example.com/v1",
          kind: "Pool",
          namespace: "shop",
          name: "pool",
          scale: { path: "/spec/workers/size" },
          clusters: fleet(),
          placement: { clusterNames: ["us"] },
        },
        totalReplicas: 4,
      });
      return Object.values(preference.resources);
    });
    const type = "kubernetes:example.com/v1:PoolPatch";
    expect(patches(registered)).to.deep.equal([[type, "pool-us", { workers: { size: 4 } }]]);
  });
});

describe("mistakes in a preference over a workload of somebody else", () => {
  it("are named by where the user wrote them", async () => {
    const problems = await problemsOf(() => {
      const target = { kind: "Deployment", namespace: "shop", name: "web" };
      const placement = { clusterNames: ["mars"] };
      new kubefed.ReplicaSchedulingPreference("web", {
        target: { ...target, clusters: fleet(), placement },
        clusters: { eu: { weight: -1 } },
        totalReplicas: 9,
      });
      // Plain JavaScript can leave out anything.
      const nowhere = target as kubefed.ReplicaTarget;
      new kubefed.ReplicaSchedulingPreference("api", { target: nowhere, totalReplicas: 9 });
    });
    expect(problems.join("\n"))
      .to.include('- clusters["eu"].weight: ')
      .and.include('- target.placement.clusterNames[0]: no member cluster is called "mars"')
      .and.include("- target.clusters: a list of KubeFedCluster is needed");
  });
});

describe("preferences that are given to federated objects", () => {
  it("divide a Job, an autoscaler and a kind that says where its replicas are", async () => {
    const registered = await runWithMocks(() => {
      const where = {
        clusters: fleet(),
        placement: { clusterSelector: {} },
        namespace: "shop",
        managedLabel: false as const,
      };
      const job = new kubefed.FederatedJob("index", {
        ...where,
        template: { spec: { template: {} } },
        scheduling: new kubefed.JobSchedulingPreference("index", {
          totalParallelism: 2,
          totalCompletions: 10,
        }),
      });
      const autoscaler = new kubefed.FederatedHorizontalPodAutoscaler("web", {
        ...where,
        template: { spec: { scaleTargetRef: { kind: "Deployment", name: "web" }, maxReplicas: 1 } },
        scheduling: new kubefed.HorizontalPodAutoscalerPreference("web", {
          totalMinReplicas: 2,
          totalMaxReplicas: 10,
        }),
      });
      const database = new kubefed.FederatedCustomResource("db", {
        ...where,
        apiVersion: "example.com/v1",
        kind: "Database",
        scale: { path: "/spec/instances" },
        template: { spec: {} },
        scheduling: new kubefed.ReplicaSchedulingPreference("db", { totalReplicas: 6 }),
      });
      return [
        ...Object.values(job.resources),
        ...Object.values(autoscaler.resources),
        ...Object.values(database.resources),
      ];
    });
    const specs = registered
      .filter(({ name }) => name.endsWith("-eu"))
      .map(({ name, inputs }) => [name, inputs.spec]);
    const scaleTargetRef = { kind: "Deployment", name: "web" };
    expect(specs).to.deep.equal([
      ["web-eu", { scaleTargetRef, minReplicas: 1, maxReplicas: 5 }],
      ["index-eu", { template: {}, parallelism: 1, completions: 5 }],
      ["db-eu", { instances: 3 }],
    ]);
  });
});
