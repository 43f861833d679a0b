import { expect } from "chai";
import { retainedPaths, type RetentionRequest } from "../../../provider/core/retention/retention";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";

describe("retainedPaths", () => {
  const service = [
    "spec.clusterIP",
    "spec.clusterIPs",
    "spec.healthCheckNodePort",
    "spec.ports[*].nodePort",
  ];
  const kinds: [name: string, request: RetentionRequest, paths: string[]][] = [
    ["of a Service its addresses and node ports", { kind: "Service" }, service],
    [
      "of a Service no replicas",
      { apiVersion: "v1", kind: "Service", retainReplicas: true },
      service,
    ],
    [
      "of a Service of another group nothing",
      { apiVersion: "serving.knative.dev/v1", kind: "Service" },
      [],
    ],
    ["of a ServiceAccount its secrets", { kind: "ServiceAccount" }, ["secrets"]],
    [
      "the same with an empty list",
      { kind: "ServiceAccount", template: { secrets: [] } },
      ["secrets"],
    ],
    [
      "no secrets that are listed",
      { kind: "ServiceAccount", template: { secrets: [{ name: "a" }] } },
      [],
    ],
    [
      "no secrets that may be listed",
      { kind: "ServiceAccount", template: { secrets: new Leaf() } },
      [],
    ],
    ["of a Deployment nothing", { kind: "Deployment" }, []],
    ["replicas if asked", { kind: "Deployment", retainReplicas: true }, ["spec.replicas"]],
  ];
  for (const [name, request, paths] of kinds) {
    it(`retains ${name}`, () => {
      expect(retainedPaths(deepFreeze(request))).to.deep.equal({ paths, issues: [] });
    });
  }

  const template = { data: { "0": "x" }, spec: { list: [{ a: 1 }] } };
  const written: [path: string, retained: string][] = [
    ["/spec/replicas", "spec.replicas"],
    ["spec.replicas", "spec.replicas"],
    ["/spec/list/0/a", "spec.list[0].a"],
    ["/spec/unknown/0", "spec.unknown[0]"],
    ["/data/0", "data.0"],
    ["/spec/list/*/a", "spec.list[*].a"],
    ["spec.list[*].a", "spec.list[*].a"],
    ["/metadata/annotations/x.io~1y", 'metadata.annotations["x.io/y"]'],
    ['metadata.annotations["x.io/y"]', 'metadata.annotations["x.io/y"]'],
  ];
  for (const [path, retained] of written) {
    it(`writes ${path} as ${retained}`, () => {
      const request = deepFreeze({ kind: "ConfigMap", template, retain: [path] });
      expect(retainedPaths(request)).to.deep.equal({ paths: [retained], issues: [] });
    });
  }

  it("names every path once, sorted", () => {
    const retain = ["spec.b", "/spec/clusterIP", "/spec/b", "spec.a"];
    expect(retainedPaths({ kind: "Service", retain }).paths).to.deep.equal([
      "spec.a",
      "spec.b",
      ...service,
    ]);
  });

  const allowed =
    'allowed: a JSON pointer such as "/spec/ports/*/nodePort", or a property path such as spec.ports[*].nodePort, metadata.annotations["x.io/y"]';
  const refused: [path: unknown, message: string][] = [
    ["", `"" is no path; ${allowed}`],
    ["/", `"/" is no path; ${allowed}`],
    ["spec/replicas", `"spec/replicas" is no path; ${allowed}`],
    ["/spec/list/-", `"/spec/list/-" is no path; ${allowed}`],
    ["/a~2", `"/a~2" is no path; ${allowed}`],
    ["/a\\b", `"/a\\b" is no path; ${allowed}`],
    ["spec.list[x]", `"spec.list[x]" is no path; ${allowed}`],
    [new Leaf(), "must be a plain text, came a value only known after apply"],
    [
      "metadata.annotations.x.io",
      '"metadata.annotations.x.io" leads into "x", a key without anything inside; write metadata.annotations["x.io"]',
    ],
    [
      "/metadata/labels/x.io/y",
      '"/metadata/labels/x.io/y" leads into "x.io", a key without anything inside; write metadata.labels["x.io/y"]',
    ],
  ];
  for (const [path, message] of refused) {
    it(`refuses ${typeof path === "string" ? `"${path}"` : "a leaf"} and says what to write`, () => {
      const retain: string[] = [];
      Array.prototype.push.call(retain, "spec.a", path);
      expect(retainedPaths({ kind: "ConfigMap", retain })).to.deep.equal({
        paths: ["spec.a"],
        issues: [{ code: "retain-path", path: "retain[1]", message }],
      });
    });
  }

  it("refuses what is no list, and takes null for nothing", () => {
    const found: unknown = Reflect.apply(retainedPaths, undefined, [
      { kind: "Service", retain: "spec.a" },
    ]);
    expect(found).to.deep.equal({
      paths: service,
      issues: [
        { code: "not-plain", path: "retain", message: "must be a list of paths, known at preview" },
      ],
    });
    expect(retainedPaths({ kind: "Job", retain: null, template: null }).paths).to.deep.equal([]);
  });
});
