import { expect } from "chai";
import { defaultReplicas, givenUpFields } from "../../../provider/core/retention/givenUp";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";

describe("givenUpFields", () => {
  const cases: [
    name: string,
    type: [apiVersion: string, kind: string],
    written: object,
    wanted: object,
    paths: object,
  ][] = [
    ["replicas", ["apps/v1", "StatefulSet"], { replicas: 9 }, {}, { "/spec/replicas": 1 }],
    ["no replicas that are the default", ["apps/v1", "Deployment"], { replicas: 1 }, {}, {}],
    [
      "no replicas that are still given",
      ["apps/v1", "Deployment"],
      { replicas: 9 },
      { replicas: 0 },
      {},
    ],
    [
      "no replicas that are not known yet",
      ["apps/v1", "Deployment"],
      { replicas: 9 },
      { replicas: new Leaf() },
      {},
    ],
    ["no replicas of a custom kind", ["x.test/v1", "Deployment"], { replicas: 9 }, {}, {}],
    [
      "a strategy",
      ["apps/v1", "Deployment"],
      { strategy: { type: "Recreate" } },
      {},
      { "/spec/strategy": "RollingUpdate" },
    ],
    [
      "no strategy of the default type",
      ["apps/v1", "Deployment"],
      { strategy: { type: "RollingUpdate" } },
      {},
      {},
    ],
    [
      "the type of a Service",
      ["v1", "Service"],
      { type: "LoadBalancer" },
      {},
      { "/spec/type": "ClusterIP" },
    ],
    [
      "the least of an autoscaler",
      ["autoscaling/v2", "HorizontalPodAutoscaler"],
      { minReplicas: 3 },
      {},
      { "/spec/minReplicas": 1 },
    ],
  ];
  for (const [name, [apiVersion, kind], written, wanted, paths] of cases) {
    it(`names ${name}`, () => {
      const request = { apiVersion, kind, written: { spec: written }, wanted: { spec: wanted } };
      const found = givenUpFields(deepFreeze(request)).map(({ path, to }) => [path, to]);
      expect(Object.fromEntries(found)).to.deep.equal(paths);
    });
  }

  it("knows the default of a replica count only of Kubernetes' own kinds", () => {
    expect([
      defaultReplicas("apps/v1", "ReplicaSet"),
      defaultReplicas("v1", "Service"),
    ]).to.deep.equal([1, undefined]);
  });
});
