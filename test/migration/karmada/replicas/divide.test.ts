import { expect } from "chai";
import { divideByKarmada, weightsOf } from "../../../../provider/migration/karmada/replicas/divide";
import { divideCompletions } from "../../../../provider/migration/karmada/replicas/completions";
import {
  replicaField,
  replicasOf,
} from "../../../../provider/migration/karmada/replicas/replicaFields";
import { deepFreeze } from "../../../support/deepFreeze";

const clusters = deepFreeze(
  ["a", "b", "c"].map((name) => ({
    name,
    labels: { zone: name === "c" ? "far" : "near" },
    provider: "",
    taints: [],
    isDescribed: true,
  })),
);

function weighted(staticWeightList: readonly object[]): Readonly<Record<string, unknown>> {
  return {
    replicaScheduling: {
      replicaSchedulingType: "Divided",
      replicaDivisionPreference: "Weighted",
      weightPreference: { staticWeightList },
    },
  };
}

function deployment(replicas: number, uid?: string): Readonly<Record<string, unknown>> {
  const metadata = { name: "web", ...(uid === undefined ? {} : { uid }) };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { replicas } };
}

function divide(
  template: Readonly<Record<string, unknown>>,
  placement: Readonly<Record<string, unknown>>,
): { readonly shares: Record<string, number | undefined>; readonly doubts: string } {
  const field = replicaField(template, []);
  const divided = divideByKarmada(deepFreeze({ template, field, placement, clusters }));
  return {
    shares: Object.fromEntries(divided.targets.map(({ name, replicas }) => [name, replicas])),
    doubts: divided.doubts.map(({ reason }) => reason).join("\n"),
  };
}

describe("Karmada's weights", () => {
  const rows = [
    {
      what: "the largest weight that names a cluster counts",
      list: [
        { targetCluster: { clusterNames: ["a"] }, weight: 1 },
        { targetCluster: { labelSelector: { matchLabels: { zone: "near" } } }, weight: 3 },
      ],
      weights: { a: 3, b: 3 },
    },
    { what: "with no weights everyone gets the same", list: [], weights: { a: 1, b: 1, c: 1 } },
    {
      what: "a weight of 0 is none",
      list: [{ targetCluster: { clusterNames: ["a"] }, weight: 0 }],
      weights: { a: 1, b: 1, c: 1 },
    },
    {
      what: "with weights for nobody everyone gets the same",
      list: [{ targetCluster: { clusterNames: ["x"] }, weight: 5 }],
      weights: { a: 1, b: 1, c: 1 },
    },
  ];
  for (const { what, list, weights } of rows) {
    it(what, () => {
      expect(weightsOf(weighted(list), clusters)).to.deep.equal(weights);
    });
  }
});

describe("Karmada's division of replicas", () => {
  it("is even where replicaScheduling says nothing", () => {
    const even = divide(deployment(6), { replicaScheduling: {} });
    expect(even).to.deep.equal({ shares: { a: 2, b: 2, c: 2 }, doubts: "" });
  });

  it("gives the odd replica by the uid, and is in doubt without one", () => {
    const placement = { replicaScheduling: {} };
    // The uids of recorded objects.
    expect(divide(deployment(4, "18701f46-a5ac-4274-937d-b3e961c6bf55"), placement)).to.deep.equal({
      shares: { a: 1, b: 1, c: 2 },
      doubts: "",
    });
    const unknown = divide(deployment(4), placement);
    expect(unknown.doubts).to.include("the odd replica depends on the object's uid");
  });

  it("leaves every cluster at none where there is none to divide", () => {
    const none = divide(deployment(0), { replicaScheduling: {} });
    expect(none.shares).to.have.keys("a", "b", "c");
    expect(none.doubts).to.equal("");
  });

  it("does not pretend to know the room that clusters have", () => {
    const byRoom = [
      { replicaDivisionPreference: "Aggregated" },
      { weightPreference: { dynamicWeight: "AvailableReplicas" } },
    ];
    for (const own of byRoom) {
      const replicaScheduling = { replicaSchedulingType: "Divided", ...own };
      expect(divide(deployment(6), { replicaScheduling }).doubts).to.include("room");
    }
  });
});

describe("the replicas that Karmada knows", () => {
  const script = (read: string, write: string): object => ({
    kind: "ResourceInterpreterCustomization",
    spec: {
      target: { apiVersion: "example.io/v1", kind: "Widget" },
      customizations: {
        replicaResource: { luaScript: `function GetReplicas(obj) return obj.spec.${read}, {} end` },
        replicaRevision: { luaScript: `function ReviseReplica(obj, n) ${write} return obj end` },
      },
    },
  });
  const rows = [
    { what: "a Deployment's", object: "apps/v1 Deployment", others: [], sort: "known" },
    {
      what: "none of a Deployment of somebody else",
      object: "example.io/v1 Deployment",
      others: [],
      sort: "none",
    },
    {
      what: "a CloneSet's, by an interpreter that is built in",
      object: "apps.kruise.io/v1alpha1 CloneSet",
      others: [],
      sort: "known",
    },
    {
      what: "not a FlinkDeployment's",
      object: "flink.apache.org/v1beta1 FlinkDeployment",
      others: [],
      sort: "unknown",
    },
    {
      what: "those of a simple script",
      object: "example.io/v1 Widget",
      others: [script("size", "obj.spec.size = n")],
      sort: "known",
    },
    {
      what: "not those of a script that does more",
      object: "example.io/v1 Widget",
      others: [script("size", "obj.spec.size = n obj.spec.other = 2")],
      sort: "unknown",
    },
    {
      what: "a Deployment's where a webhook interprets something else",
      object: "apps/v1 Deployment",
      others: [
        {
          kind: "ResourceInterpreterWebhookConfiguration",
          webhooks: [{ rules: [{ kinds: ["Widget"] }] }],
        },
      ],
      sort: "known",
    },
    {
      what: "nobody's where a webhook may interpret anything",
      object: "apps/v1 Deployment",
      others: [{ kind: "ResourceInterpreterWebhookConfiguration" }],
      sort: "unknown",
    },
  ];
  for (const { what, object, others, sort } of rows) {
    it(what, () => {
      const [apiVersion, kind] = object.split(" ");
      const given = others.map((each) => ({ ...each }));
      expect(replicaField({ apiVersion, kind }, given).sort).to.equal(sort);
    });
  }

  it("are of a Job never more than are to complete", () => {
    const job = { apiVersion: "batch/v1", kind: "Job", spec: { parallelism: 5, completions: 2 } };
    expect(replicasOf(job, replicaField(job, []))).to.equal(2);
  });
});

describe("a Job's completions", () => {
  const job = { kind: "Job", spec: { completions: 6, parallelism: 3 } };
  const targets = [
    { name: "a", replicas: 1 },
    { name: "b", replicas: 2 },
  ];

  it("are divided with its parallelism", () => {
    const { shares } = divideCompletions(job, {
      targets,
      placement: { replicaScheduling: {} },
      uid: "",
    });
    expect(shares).to.deep.equal({ a: 2, b: 4 });
  });

  it("stay as they are where it is duplicated", () => {
    const { shares } = divideCompletions(job, { targets, placement: {}, uid: "" });
    expect(shares).to.deep.equal({});
  });
});
