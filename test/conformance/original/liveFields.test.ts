import { expect } from "chai";
import type { KubeObject } from "../../../provider/core/model";
import { retainFields } from "./liveFields";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";

// What KubeFed itself tested stands in the conformance data (misc-cases.json, retain).
describe("retainFields", () => {
  const leaf = new Leaf();
  const cases: [
    name: string,
    kind: string,
    desired: KubeObject,
    live: KubeObject,
    kept: KubeObject,
  ][] = [
    [
      "takes the live annotations and drops those that the live object lacks",
      "ConfigMap",
      { metadata: { name: "x", annotations: { mine: "1" }, finalizers: ["f"] } },
      { metadata: { annotations: { theirs: "2" } } },
      { metadata: { name: "x", annotations: { theirs: "2" } } },
    ],
    [
      "makes no empty metadata",
      "ConfigMap",
      { data: {} },
      { metadata: { name: "x" } },
      { data: {} },
    ],
    ["does not take live null", "Service", {}, { spec: { clusterIP: null } }, {}],
    [
      "does not take an empty address",
      "Service",
      {},
      { spec: { clusterIP: "", clusterIPs: [] } },
      {},
    ],
    [
      "keeps a Service's own address where the live one has none",
      "Service",
      { spec: { clusterIP: "None" } },
      { spec: {} },
      { spec: { clusterIP: "None" } },
    ],
    [
      "makes no ports where none are wanted",
      "Service",
      { spec: {} },
      { spec: { ports: [{ port: 80, nodePort: 30080 }] } },
      { spec: {} },
    ],
    [
      "matches ports without names",
      "Service",
      { spec: { ports: [leaf, { port: 80 }, { port: 81 }] } },
      { spec: { ports: [{ port: 81, nodePort: 30081 }, { port: 80 }] } },
      { spec: { ports: [leaf, { port: 80 }, { port: 81, nodePort: 30081 }] } },
    ],
    [
      "leaves a Service's replicas alone",
      "Service",
      { spec: { replicas: 1 } },
      { spec: { replicas: 2 } },
      { spec: { replicas: 1 } },
    ],
    ["takes no empty secrets", "ServiceAccount", {}, { secrets: [] }, {}],
  ];
  for (const [name, kind, desired, live, object] of cases) {
    it(name, () => {
      const request = deepFreeze({ kind, desired, live, retainReplicas: true });
      expect(retainFields(request)).to.deep.equal({ object, issues: [] });
    });
  }

  it("changes nothing where a live field is of the wrong kind, and reports each without its value", () => {
    const desired = deepFreeze({ metadata: { name: "x" } });
    const live = deepFreeze({ spec: { clusterIP: 7, clusterIPs: [7], healthCheckNodePort: "7" } });
    const { object, issues } = retainFields({ kind: "Service", desired, live });
    expect(object).to.equal(desired);
    expect(issues.map(({ code, path, message }) => `${code} ${path}: ${message}`)).to.deep.equal([
      "retain-path spec.healthCheckNodePort: the live object has a string here; it must be an integer",
      "retain-path spec.clusterIP: the live object has a number here; it must be a string",
      "retain-path spec.clusterIPs: the live object has a list of 1 item here; it must be a list of strings",
    ]);
  });

  it("reports replicas that are no integer", () => {
    const { issues } = retainFields({
      kind: "Deployment",
      desired: {},
      live: { spec: { replicas: 1.5 } },
      retainReplicas: true,
    });
    expect(issues.map(({ path }) => path)).to.deep.equal(["spec.replicas"]);
  });

  it("reports a live field that has no place in the desired object", () => {
    const desired = { spec: leaf };
    const live = { spec: { clusterIP: "10.0.0.1", ports: [] } };
    expect(retainFields({ kind: "Service", desired, live })).to.deep.equal({
      object: desired,
      issues: [
        {
          code: "retain-path",
          path: "spec.clusterIP",
          message:
            'the live value cannot be taken over: "spec" of the desired object is a value only known after apply',
        },
      ],
    });
  });
});
