import { expect } from "chai";
import fc from "fast-check";
import { valueAt } from "../../../provider/core/paths/jsonPointer";
import { applyMerge } from "../../../provider/core/overrides/merge";
import type { KubeObject } from "../../../provider/core/model";
import { deepFreeze } from "../../support/deepFreeze";
import { documents } from "../../support/documents";
import { Leaf } from "../../support/leaf";

const leaf = new Leaf();
const web = {
  name: "web",
  image: "nginx",
  args: ["-a", "-b"],
  env: [
    { name: "LEVEL", value: "info" },
    { name: "TOKEN", value: leaf },
  ],
  ports: [{ containerPort: 80 }],
};
const deployment = deepFreeze({
  apiVersion: "apps/v1",
  kind: "Deployment",
  spec: {
    replicas: 3,
    template: {
      metadata: leaf,
      spec: {
        containers: [web, { name: "side", image: "envoy" }],
        tolerations: [{ key: "a" }],
        volumes: [{ name: "cache", emptyDir: { medium: "Memory" } }],
      },
    },
  },
});

function merge(patch: unknown, object: KubeObject = deployment): ReturnType<typeof applyMerge> {
  return applyMerge(object, deepFreeze(patch));
}

function podPatch(patch: KubeObject): KubeObject {
  return { spec: { template: { spec: patch } } };
}

describe("applyMerge", () => {
  const pod: [name: string, patch: KubeObject, pointer: string, value: unknown][] = [
    [
      "merges containers by name",
      { containers: [{ name: "web", image: "nginx:2" }] },
      "/containers",
      [
        { ...web, image: "nginx:2" },
        { name: "side", image: "envoy" },
      ],
    ],
    [
      "adds new items at the end, without their nulls",
      { containers: [{ name: "new", image: null, env: [{ name: "A", value: null }] }] },
      "/containers/2",
      { name: "new", env: [{ name: "A" }] },
    ],
    [
      "merges env in a container by name, keeping leaves",
      { containers: [{ name: "web", env: [{ name: "LEVEL", value: leaf }] }] },
      "/containers/0/env",
      [
        { name: "LEVEL", value: leaf },
        { name: "TOKEN", value: leaf },
      ],
    ],
    [
      "replaces lists without a merge key",
      { containers: [{ name: "web", args: ["-c"] }], tolerations: [] },
      "/containers/0/args",
      ["-c"],
    ],
    [
      "merges container ports by number and protocol",
      { containers: [{ name: "web", ports: [{ containerPort: 80, name: "http" }] }] },
      "/containers/0/ports",
      [{ containerPort: 80, name: "http" }],
    ],
    [
      "removes an item that is marked",
      { containers: [{ name: "side", $patch: "delete" }] },
      "/containers",
      [web],
    ],
    [
      "has nothing to remove where the item is not there",
      { containers: [{ name: "no", $patch: "delete" }] },
      "/containers/1/name",
      "side",
    ],
    [
      "keeps one source of a volume",
      { volumes: [{ name: "cache", hostPath: { path: "/x" } }] },
      "/volumes",
      [{ name: "cache", hostPath: { path: "/x" } }],
    ],
    [
      "merges into the source of a volume",
      { volumes: [{ name: "cache", emptyDir: { sizeLimit: "1Gi" } }] },
      "/volumes/0/emptyDir",
      { medium: "Memory", sizeLimit: "1Gi" },
    ],
    [
      "leaves a volume that is only named",
      { volumes: [{ name: "cache" }] },
      "/volumes/0/emptyDir",
      { medium: "Memory" },
    ],
    ["removes a list by null", { containers: null }, "/containers", undefined],
    [
      "makes a list that is missing",
      { hostAliases: [{ ip: "::1" }] },
      "/hostAliases",
      [{ ip: "::1" }],
    ],
    ["leaves a keyed list at an empty one", { containers: [] }, "/containers/1/name", "side"],
    ["empties another list", { tolerations: [] }, "/tolerations", []],
  ];
  for (const [name, patch, pointer, value] of pod) {
    it(name, () => {
      const { object, issues } = merge(podPatch(patch));
      expect(issues).to.deep.equal([]);
      const path = ["spec", "template", "spec", ...pointer.slice(1).split("/")];
      expect(valueAt(object, path)).to.deep.equal(value);
    });
  }

  const plain: [name: string, object: KubeObject, patch: KubeObject, merged: KubeObject][] = [
    [
      "sets, changes and removes keys",
      { a: 1, b: 2, c: 3 },
      { a: 9, b: null, d: 4 },
      { a: 9, c: 3, d: 4 },
    ],
    ["passes over undefined", { a: 1 }, { a: undefined, b: undefined }, { a: 1 }],
    [
      "passes over the removal of what is not there",
      { a: 1 },
      { b: null, toString: null },
      { a: 1 },
    ],
    ["makes missing maps, without their nulls", {}, { a: { b: { c: null } } }, { a: { b: {} } }],
    ["sets what was null", { a: null }, { a: { b: 1 } }, { a: { b: 1 } }],
    ["keeps nulls inside a list that is replaced", {}, { a: [{ b: null }] }, { a: [{ b: null }] }],
    ["replaces a leaf by a plain value", { a: leaf }, { a: 1 }, { a: 1 }],
    ["replaces a leaf by a list", { a: leaf }, { a: [1] }, { a: [1] }],
    ["replaces a map by a leaf", { a: { b: 1 } }, { a: leaf }, { a: leaf }],
    ["removes a leaf", { a: leaf }, { a: null }, {}],
    ["leaves a leaf at an empty map", { a: leaf }, { a: {} }, { a: leaf }],
    ["takes a number for a text", { port: "http" }, { port: 80 }, { port: 80 }],
    ["takes a dollar key for data", {}, { $ref: "#/x" }, { $ref: "#/x" }],
    [
      "merges ports of a Service by port",
      { kind: "Service", spec: { ports: [{ port: 80, targetPort: 1 }] } },
      { spec: { ports: [{ port: 80, targetPort: 2 }, { port: 81 }] } },
      { kind: "Service", spec: { ports: [{ port: 80, targetPort: 2 }, { port: 81 }] } },
    ],
    [
      "replaces lists of a custom kind",
      { apiVersion: "x.io/v1", kind: "Service", spec: { ports: [{ port: 80 }] } },
      { spec: { ports: [{ port: 81 }] } },
      { apiVersion: "x.io/v1", kind: "Service", spec: { ports: [{ port: 81 }] } },
    ],
  ];
  for (const [name, object, patch, merged] of plain) {
    it(name, () => {
      expect(merge(patch, deepFreeze(object))).to.deep.equal({ object: merged, issues: [] });
    });
  }

  it("sets __proto__ as a key, and nothing else", () => {
    const patch: unknown = JSON.parse('{"__proto__":{"polluted":true}}');
    const { object } = merge(patch, {});
    expect(Object.keys(object)).to.deep.equal(["__proto__"]);
    expect(Object.getPrototypeOf(object)).to.equal(Object.prototype);
  });

  it("gives the very same object where nothing differs", () => {
    const patch = {
      replicas: 3,
      template: { spec: { containers: [{ name: "web", image: "nginx" }] } },
    };
    expect(merge({ spec: patch }).object).to.equal(deployment);
  });

  it("shares what it does not touch", () => {
    const { object } = merge({ spec: { replicas: 4 } });
    expect(valueAt(object, ["spec", "template"])).to.equal(deployment.spec.template);
  });

  const problems: [patch: unknown, problem: string][] = [
    ["hunter2", "merge-conflict merge: a merge is a map with the fields to change, came a string"],
    [
      { spec: { replicas: { a: 1 } } },
      "merge-conflict merge.spec.replicas: the template has a number here, the merge a map; to replace one by the other use clusterOverrides",
    ],
    [
      { spec: { template: { metadata: { labels: {} } } } },
      "merge-into-leaf merge.spec.template.metadata: the template's value is only known after apply, so nothing can be merged into it; replace it with clusterOverrides",
    ],
    [
      podPatch({ containers: [{ image: "x" }] }),
      'merge-conflict merge.spec.template.spec.containers[0]: the item lacks "name", by which this list is merged',
    ],
    [
      podPatch({ containers: [{ name: "web" }, { name: "new" }, { name: "new" }] }),
      'merge-conflict merge.spec.template.spec.containers[2]: an earlier item here has the same "name"',
    ],
    [
      podPatch({ $retainKeys: ["containers"] }),
      'merge-conflict merge.spec.template.spec["$retainKeys"]: "$retainKeys" is not understood; only $patch: "delete" in an item of a list with a merge key; else use clusterOverrides',
    ],
  ];
  for (const [patch, problem] of problems) {
    it(`says: ${problem}`, () => {
      const { object, issues } = merge(patch);
      expect(issues.map(({ code, path, message }) => `${code} ${path}: ${message}`)).to.deep.equal([
        problem,
      ]);
      expect(object).to.equal(deployment);
    });
  }

  it("reports all problems at once and then changes nothing", () => {
    const { object, issues } = merge({
      spec: { replicas: 9, template: { metadata: { a: 1 }, spec: { containers: [{}, "x"] } } },
    });
    expect(object).to.equal(deployment);
    expect(issues.map(({ path }) => path)).to.deep.equal([
      "merge.spec.template.metadata",
      "merge.spec.template.spec.containers[0]",
      "merge.spec.template.spec.containers[1]",
    ]);
  });

  it("refuses to merge a keyed list into a leaf", () => {
    const object = { kind: "Pod", spec: { containers: leaf } };
    const { issues } = merge({ spec: { containers: [{ name: "web" }] } }, object);
    expect(issues.map(({ code, path }) => `${code} ${path}`)).to.deep.equal([
      "merge-into-leaf merge.spec.containers",
    ]);
  });

  it("gives the very same object for an empty merge", () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(applyMerge(document, {}).object).to.equal(document);
      }),
    );
  });

  it("gives the same when it is made twice", () => {
    fc.assert(
      fc.property(documents, documents, (document, patch) => {
        const once = applyMerge(deepFreeze(document), deepFreeze(patch));
        fc.pre(once.issues.length === 0);
        expect(applyMerge(deepFreeze(once.object), patch)).to.deep.equal(once);
      }),
    );
  });

  it("gives the same when containers are merged twice", () => {
    const container = fc.record(
      {
        name: fc.constantFrom("web", "side", "new"),
        image: fc.constantFrom(null, "x", leaf),
        ports: fc.uniqueArray(
          fc.record({
            containerPort: fc.constantFrom(80, 81),
            protocol: fc.constantFrom("TCP", "UDP"),
          }),
          { selector: ({ containerPort, protocol }) => `${containerPort}/${protocol}` },
        ),
        $patch: fc.constantFrom(undefined, "delete"),
      },
      { requiredKeys: ["name"] },
    );
    const containers = fc.uniqueArray(container, { selector: ({ name }) => name });
    fc.assert(
      fc.property(containers, (patched) => {
        const patch = podPatch({ containers: patched });
        const once = merge(patch);
        expect(once.issues).to.deep.equal([]);
        expect(merge(patch, deepFreeze(once.object))).to.deep.equal(once);
      }),
    );
  });
});
