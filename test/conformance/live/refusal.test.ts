import { expect } from "chai";
import type { KubeObject } from "../../../provider/core/model";
import { immutableChange, refusalOf } from "./refusal";

const labels = { app: "web" };
const pod = { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx" }] } };

function deployment(spec: KubeObject): KubeObject {
  const valid = { selector: { matchLabels: labels }, template: pod };
  return { apiVersion: "apps/v1", kind: "Deployment", spec: { ...valid, ...spec } };
}

function configMap(fields: KubeObject): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", ...fields };
}

function service(spec: KubeObject): KubeObject {
  return { apiVersion: "v1", kind: "Service", spec };
}

const withContainers = (...containers: readonly KubeObject[]): KubeObject =>
  deployment({ template: { metadata: { labels }, spec: { containers } } });

const accepted: Readonly<Record<string, KubeObject>> = {
  "a ConfigMap of texts": configMap({ data: { a: "1", "b.c-d_e": "" }, binaryData: { b: "AAEC" } }),
  "a Deployment": deployment({ replicas: 0 }),
  "a headless Service without ports": service({ clusterIP: "None" }),
  "a kind that it does not know": { apiVersion: "x/v1", kind: "Thing", spec: 7 },
};

const refused: Readonly<Record<string, readonly [object: KubeObject, why: string]>> = {
  "a version that is not served": [{ ...configMap({}), apiVersion: "v9" }, "no ConfigMap in v9"],
  "a number for a text": [configMap({ data: { a: 9 } }), "/data has a value of the wrong type"],
  "a key with a slash": [configMap({ data: { "a/b": "1" } }), 'the key "a/b"'],
  "the empty key": [configMap({ data: { "": "1" } }), 'the key ""'],
  "bytes that are no base64": [
    configMap({ binaryData: { a: "*" } }),
    "/binaryData has a value of the wrong type",
  ],
  "a resourceVersion": [configMap({ metadata: { resourceVersion: "1" } }), "a resourceVersion"],
  "replicas as a text": [
    deployment({ replicas: "3" }),
    "/spec/replicas has a value of the wrong type",
  ],
  "replicas below 0": [deployment({ replicas: -1 }), "replicas below 0"],
  "no selector": [deployment({ selector: null }), "no selector"],
  "a selector for other pods": [
    deployment({ selector: { matchLabels: { app: "other" } } }),
    "a selector that does not match the template's labels",
  ],
  "no containers": [withContainers(), "no containers"],
  "a container without image": [withContainers({ name: "web" }), "a container without image"],
  "two containers of one name": [
    withContainers({ name: "a", image: "x" }, { name: "a", image: "x" }),
    "containers without names of their own",
  ],
  "a port out of range": [service({ ports: [{ port: 70000 }] }), "a port out of range"],
  "a Service without ports": [service({}), "no ports"],
};

describe("refusalOf", () => {
  for (const [name, object] of Object.entries(accepted)) {
    it(`takes ${name}`, () => {
      expect(refusalOf(object)).to.equal(undefined);
    });
  }

  for (const [name, [object, why]] of Object.entries(refused)) {
    it(`refuses ${name}`, () => {
      expect(refusalOf(object)).to.equal(why);
    });
  }
});

describe("immutableChange", () => {
  const secret = { kind: "Secret", type: "Opaque" };
  const changes: readonly (readonly [string, KubeObject, KubeObject, string | undefined])[] = [
    ["a ConfigMap may change", configMap({}), configMap({ data: {} }), undefined],
    [
      "an immutable ConfigMap may not",
      configMap({ immutable: true }),
      configMap({}),
      "an immutable object",
    ],
    ["a Secret may not change its type", secret, { ...secret, type: "x/y" }, "type"],
    ["a Secret without type is Opaque", secret, { kind: "Secret" }, undefined],
    [
      "a Deployment may not select other pods",
      deployment({}),
      deployment({ selector: {} }),
      "spec.selector",
    ],
    [
      "a Deployment may change its replicas",
      deployment({}),
      deployment({ replicas: 2 }),
      undefined,
    ],
    ["a Job may not change", { kind: "Job" }, { kind: "Job" }, "a Job"],
  ];
  for (const [name, before, after, field] of changes) {
    it(name, () => {
      expect(immutableChange(before, after)).to.equal(field);
    });
  }
});
