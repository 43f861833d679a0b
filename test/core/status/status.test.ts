import { expect } from "chai";
import fc from "fast-check";
import {
  objectStatus,
  type ObjectStatus,
  rollUpStatus,
} from "../../../provider/core/status/status";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";

const empty = { conditions: [], loadBalancer: [] };

describe("objectStatus", () => {
  const rows: readonly (readonly [string, unknown, Partial<ObjectStatus>])[] = [
    [
      "counts a Deployment's replicas",
      {
        kind: "Deployment",
        spec: { replicas: 3 },
        status: { readyReplicas: 2, updatedReplicas: 1 },
      },
      { desired: 3, ready: 2, updated: 1 },
    ],
    [
      "a Deployment without a count wants one, and without a status has none",
      { kind: "Deployment" },
      { desired: 1, ready: 0, updated: 0 },
    ],
    [
      "a Deployment of 0 wants 0",
      { kind: "Deployment", spec: { replicas: 0 } },
      { desired: 0, ready: 0, updated: 0 },
    ],
    [
      "a StatefulSet is counted alike",
      {
        kind: "StatefulSet",
        spec: { replicas: 2 },
        status: { readyReplicas: 2, updatedReplicas: 2 },
      },
      { desired: 2, ready: 2, updated: 2 },
    ],
    [
      "a ReplicaSet is never updated",
      { kind: "ReplicaSet", spec: { replicas: 2 }, status: { readyReplicas: 1 } },
      { desired: 2, ready: 1 },
    ],
    [
      "a DaemonSet wants what was scheduled",
      {
        kind: "DaemonSet",
        status: { desiredNumberScheduled: 4, numberReady: 3, updatedNumberScheduled: 2 },
      },
      { desired: 4, ready: 3, updated: 2 },
    ],
    [
      "a Job wants completions",
      { kind: "Job", spec: { completions: 5 }, status: { succeeded: 2 } },
      { desired: 5, ready: 2 },
    ],
    ["a ConfigMap has nothing to count", { kind: "ConfigMap", spec: { replicas: 3 } }, {}],
    ["what is no object has no status", undefined, {}],
    ["what is only known after apply has no status", new Leaf(), {}],
  ];
  for (const [name, object, expected] of rows) {
    it(name, () => {
      expect(objectStatus(deepFreeze(object))).to.deep.equal({ ...empty, ...expected });
    });
  }

  it("reads conditions, sorted by type, with reason and message where they are", () => {
    const conditions = [
      {
        type: "Progressing",
        status: "True",
        reason: "NewReplicaSetAvailable",
        message: "done",
        lastUpdateTime: "x",
      },
      { type: "Available", status: "False" },
    ];
    expect(objectStatus({ status: { conditions } }).conditions).to.deep.equal([
      { type: "Available", status: "False" },
      { type: "Progressing", status: "True", reason: "NewReplicaSetAvailable", message: "done" },
    ]);
  });

  it("reads addresses and host names of load balancers, sorted", () => {
    const ingress = [{ hostname: "b.example" }, { ip: "10.0.0.1", hostname: "a.example" }, {}];
    expect(objectStatus({ status: { loadBalancer: { ingress } } }).loadBalancer).to.deep.equal([
      "10.0.0.1",
      "a.example",
      "b.example",
    ]);
  });
});

describe("rollUpStatus", () => {
  const available = (status: string, more = {}): ObjectStatus => ({
    ...empty,
    conditions: [{ type: "Available", status, ...more }],
  });

  it("sums counts over the clusters that have any", () => {
    const { desired, ready, updated } = rollUpStatus({
      eu: { ...empty, desired: 2, ready: 1, updated: 2 },
      us: { ...empty, desired: 3, ready: 3 },
      lab: empty,
    });
    expect([desired, ready, updated]).to.deep.equal([5, 4, 2]);
  });

  it("has no counts where no cluster has", () => {
    expect(rollUpStatus({ eu: empty })).to.deep.equal({ ...empty, clusters: { eu: empty } });
    expect(rollUpStatus({})).to.deep.equal({ ...empty, clusters: {} });
  });

  it("keeps every cluster's status, sorted by name", () => {
    expect(
      Object.keys(rollUpStatus({ us: empty, eu: empty, constructor: empty }).clusters),
    ).to.deep.equal(["constructor", "eu", "us"]);
  });

  it("unites the addresses", () => {
    const [a, b] = [
      { ...empty, loadBalancer: ["2", "1"] },
      { ...empty, loadBalancer: ["1", "3"] },
    ];
    expect(rollUpStatus({ a, b }).loadBalancer).to.deep.equal(["1", "2", "3"]);
  });

  const rows: readonly (readonly [string, Record<string, ObjectStatus>, object])[] = [
    [
      "a condition that holds everywhere holds",
      { eu: available("True"), us: available("True") },
      { status: "True" },
    ],
    [
      "one cluster is enough to break it, and is named",
      { eu: available("True"), us: available("False", { message: "no nodes" }) },
      { status: "False", message: "us: no nodes" },
    ],
    [
      "without a message the reason is given",
      { us: available("False", { reason: "Few" }) },
      { status: "False", reason: "Few", message: "us: Few" },
    ],
    [
      "without either the status is",
      { us: available("Unknown") },
      { status: "Unknown", message: "us: Unknown" },
    ],
    [
      "a cluster that does not report it says nothing",
      { eu: available("True"), us: empty },
      { status: "True" },
    ],
    [
      "of several the first by name is told",
      { us: available("False"), eu: available("Unknown") },
      { status: "Unknown", message: "eu: Unknown" },
    ],
  ];
  for (const [name, clusters, expected] of rows) {
    it(name, () => {
      expect(rollUpStatus(deepFreeze(clusters)).conditions).to.deep.equal([
        { type: "Available", ...expected },
      ]);
    });
  }

  it("a condition that is bad news holds as soon as it holds somewhere", () => {
    const failed = (status: string): ObjectStatus => ({
      ...empty,
      conditions: [{ type: "Failed", status }],
    });
    expect(
      rollUpStatus({ eu: failed("False"), us: failed("False") }).conditions[0]?.status,
    ).to.equal("False");
    expect(rollUpStatus({ eu: failed("False"), us: failed("True") }).conditions[0]).to.deep.equal({
      type: "Failed",
      status: "True",
      message: "us: True",
    });
  });

  it("the order of clusters changes nothing", () => {
    const status = fc.record({
      desired: fc.nat(9),
      ready: fc.nat(9),
      conditions: fc.uniqueArray(
        fc.record({
          type: fc.constantFrom("Available", "Failed"),
          status: fc.constantFrom("True", "False"),
        }),
        { selector: ({ type }) => type },
      ),
      loadBalancer: fc.array(fc.constantFrom("1", "2")),
    });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("a", "b", "c"), status), (clusters) => {
        const reversed = Object.fromEntries(Object.entries(clusters).reverse());
        expect(rollUpStatus(reversed)).to.deep.equal(rollUpStatus(deepFreeze(clusters)));
      }),
    );
  });
});
