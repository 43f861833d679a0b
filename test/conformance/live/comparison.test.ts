import { expect } from "chai";
import type { KubeObject } from "../../../provider/core/model";
import { compareObjects } from "./comparison";

const container = {
  name: "web",
  image: "nginx:1.25",
  imagePullPolicy: "IfNotPresent",
  resources: {},
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
};

function deployment(spec: KubeObject, containers: readonly KubeObject[] = [container]): KubeObject {
  const pod = {
    containers,
    dnsPolicy: "ClusterFirst",
    restartPolicy: "Always",
    schedulerName: "default-scheduler",
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  };
  return { kind: "Deployment", spec: { replicas: 1, ...spec, template: { spec: pod } } };
}

const planned = {
  kind: "Deployment",
  spec: { template: { spec: { containers: [{ name: "web", image: "nginx:1.25" }] } } },
};

function service(spec: KubeObject): KubeObject {
  return { kind: "Service", spec };
}

function data(values: KubeObject): KubeObject {
  return { kind: "ConfigMap", data: values };
}

/** What is planned, what a member cluster has, and the paths that differ. */
type Row = readonly [
  name: string,
  planned: KubeObject,
  observed: KubeObject,
  paths: readonly string[],
];

const rows: readonly Row[] = [
  ["equal objects do not differ", data({ a: "1" }), data({ a: "1" }), []],
  ["another value differs", data({ a: "1" }), data({ a: "2" }), ["/data/a"]],
  ["a missing key differs", data({ a: "1", b: "" }), data({ a: "1" }), ["/data/b"]],
  ["a key too many differs", data({}), data({ a: "1" }), ["/data/a"]],
  [
    "a key called __proto__ differs",
    data(Object.fromEntries([["__proto__", "x"]])),
    data({}),
    ["/data/__proto__"],
  ],
  ["null in a map of texts is the empty text", data({ a: null }), data({ a: "" }), []],
  ["null elsewhere is nothing", { kind: "ConfigMap", binaryData: null }, { kind: "ConfigMap" }, []],
  ["an empty map is nothing", data({}), { kind: "ConfigMap" }, []],
  [
    "a field that the kind does not have is dropped",
    { kind: "ConfigMap", spec: { a: 1 } },
    { kind: "ConfigMap" },
    [],
  ],
  [
    "a kind that is not in the table drops nothing",
    { kind: "Cron", spec: { a: 1 } },
    { kind: "Cron" },
    ["/spec"],
  ],
  ["the API server's defaults do not differ", planned, deployment({}), []],
  [
    "another value than the default differs",
    planned,
    deployment({ replicas: 2 }),
    ["/spec/replicas"],
  ],
  [
    "a known field that is missing differs",
    { kind: "Deployment", spec: { paused: true } },
    { kind: "Deployment" },
    ["/spec"],
  ],
  ["a field that nobody set differs", planned, deployment({ paused: true }), ["/spec/paused"]],
  [
    "an image without tag is always pulled",
    {
      kind: "Deployment",
      spec: { template: { spec: { containers: [{ name: "web", image: "nginx" }] } } },
    },
    deployment({}, [{ ...container, image: "nginx", imagePullPolicy: "Always" }]),
    [],
  ],
  [
    "quantities are equal by value",
    deployment({}, [{ ...container, resources: { limits: { cpu: 0.5, memory: "1024Mi" } } }]),
    deployment({}, [{ ...container, resources: { limits: { cpu: "500m", memory: "1Gi" } } }]),
    [],
  ],
  [
    "another quantity differs",
    deployment({}, [{ ...container, resources: { limits: { cpu: "1" } } }]),
    deployment({}, [{ ...container, resources: { limits: { cpu: "2" } } }]),
    ["/spec/template/spec/containers/0/resources/limits/cpu"],
  ],
  [
    "a list of another length differs as a whole",
    deployment({}, [container, container]),
    deployment({}, [container]),
    ["/spec/template/spec/containers"],
  ],
  [
    "counts in the status are not compared",
    { ...planned, status: { replicas: 7 } },
    { ...deployment({}), status: { replicas: 1 } },
    [],
  ],
  [
    "what an API server assigned is not compared",
    service({ clusterIP: "10.0.0.7" }),
    service({ clusterIP: "<assigned>" }),
    [],
  ],
  [
    "the mark of an assigned value counts only where one is assigned",
    service({ externalName: "a.b" }),
    service({ externalName: "<assigned>" }),
    ["/spec/externalName"],
  ],
  [
    "a target port is the port",
    service({ ports: [{ port: 80 }] }),
    service({ ports: [{ port: 80, protocol: "TCP", targetPort: 80 }] }),
    [],
  ],
  [
    "another target port differs",
    service({ ports: [{ port: 80 }] }),
    service({ ports: [{ port: 80, targetPort: 81 }] }),
    ["/spec/ports/0/targetPort"],
  ],
  [
    "a Service without node ports drops them",
    service({ ports: [{ nodePort: 30000 }] }),
    service({ ports: [{}] }),
    [],
  ],
  [
    "an ExternalName drops its addresses",
    service({ type: "ExternalName", clusterIP: "x" }),
    service({ type: "ExternalName" }),
    [],
  ],
  [
    "text data of a Secret becomes data",
    { kind: "Secret", stringData: { a: "hi" } },
    { kind: "Secret", data: { a: "aGk=" }, type: "Opaque" },
    [],
  ],
  [
    "what the API server writes into metadata is not compared",
    { kind: "ConfigMap", metadata: { uid: "x" } },
    { kind: "ConfigMap", metadata: {} },
    [],
  ],
];

describe("compareObjects", () => {
  for (const [name, wanted, observed, paths] of rows) {
    it(name, () => {
      expect(compareObjects(wanted, observed).map(({ path }) => path)).to.deep.equal(paths);
    });
  }

  it("says what is there and what was planned", () => {
    expect(compareObjects(data({ a: "1" }), data({ a: "2" }))).to.deep.equal([
      { path: "/data/a", expected: "2", got: "1" },
    ]);
  });
});
