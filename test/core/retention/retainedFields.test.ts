import { expect } from "chai";
import { parsePropertyPath } from "../../../provider/core/paths/propertyPath";
import type { KubeObject } from "../../../provider/core/model";
import type { KnownObject } from "../../../provider/core/retention/retainedFields";
import { retainedObject } from "../../../provider/core/retention/retainedObject";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";

interface Case {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly retain: string;
  readonly wanted: KubeObject;
  /** What was written, which is also what it was then. */
  readonly written?: KubeObject;
  readonly live: KubeObject;
  /** Retained fields that were wanted before. */
  readonly once?: string[];
}

function knownOf(given: Case): KnownObject {
  const { kind = "ConfigMap", apiVersion = "v1", written, live, once = [] } = given;
  const before = written === undefined ? undefined : { inputs: written, object: written };
  return deepFreeze({
    kind,
    apiVersion,
    before,
    once: new Set(once),
    live,
    source: "live" as const,
  });
}

function pathsOf(text: string) {
  const path = parsePropertyPath(text);
  if (path === undefined) throw new Error(`${text} is no path`);
  return [path];
}

const pod = (...containers: object[]) => ({ spec: { template: { spec: { containers } } } });
const ports = (...list: object[]) => ({ spec: { ports: list } });

describe("a retained field of an object that exists", () => {
  const cases: [name: string, given: Case, becomes: KubeObject][] = [
    [
      "has the member cluster's value, and no other field has",
      {
        retain: "data.a",
        wanted: { data: { a: "ours", b: "ours" } },
        written: { data: { a: "ours", b: "old" } },
        live: { data: { a: "theirs", b: "theirs" } },
      },
      { data: { a: "theirs", b: "ours" } },
    ],
    [
      "may be a key with dots and slashes",
      {
        retain: 'metadata.annotations["x.io/y"]',
        wanted: { metadata: { annotations: { "x.io/y": "ours", z: "ours" } } },
        written: { metadata: { annotations: { "x.io/y": "ours" } } },
        live: { metadata: { annotations: { "x.io/y": "theirs" } } },
      },
      { metadata: { annotations: { "x.io/y": "theirs", z: "ours" } } },
    ],
    [
      "may be called __proto__",
      {
        retain: "data.__proto__",
        wanted: { data: JSON.parse('{"__proto__":"ours"}') as KubeObject },
        written: { data: JSON.parse('{"__proto__":"ours"}') as KubeObject },
        live: { data: JSON.parse('{"__proto__":"theirs"}') as KubeObject },
      },
      { data: JSON.parse('{"__proto__":"theirs"}') as KubeObject },
    ],
    [
      "is found by the merge key of its list, wherever the item stands",
      {
        kind: "Deployment",
        apiVersion: "apps/v1",
        retain: "spec.template.spec.containers[0].image",
        wanted: pod({ name: "web", image: "ours" }, { name: "log", image: "ours" }),
        written: pod({ name: "log", image: "ours" }, { name: "web", image: "ours" }),
        live: pod({ name: "log", image: "theirs" }, { name: "web", image: "web by them" }),
      },
      pod({ name: "web", image: "web by them" }, { name: "log", image: "ours" }),
    ],
    [
      "is meant in every item by a star, and is ours in an item that is new",
      {
        kind: "Deployment",
        apiVersion: "apps/v1",
        retain: "spec.template.spec.containers[*].image",
        wanted: pod({ name: "new", image: "ours" }, { name: "web", image: "ours" }),
        written: pod({ name: "web", image: "ours" }, { name: "dropped", image: "ours" }),
        live: pod({ name: "web", image: "theirs" }, { name: "dropped", image: "ours" }),
      },
      pod({ name: "new", image: "ours" }, { name: "web", image: "theirs" }),
    ],
    [
      "is told apart by the protocol of a port, TCP where there is none",
      {
        kind: "Service",
        retain: "spec.ports[*].nodePort",
        wanted: ports({ port: 53, protocol: "UDP", nodePort: 1 }, { port: 53, nodePort: 2 }),
        written: ports({ port: 53, nodePort: 2 }, { port: 53, protocol: "UDP", nodePort: 1 }),
        live: ports(
          { port: 53, protocol: "TCP", nodePort: 22 },
          { port: 53, protocol: "UDP", nodePort: 11 },
        ),
      },
      ports({ port: 53, protocol: "UDP", nodePort: 11 }, { port: 53, nodePort: 22 }),
    ],
    [
      "is found in a custom kind's list by the keys by which it is owned",
      {
        kind: "Pool",
        apiVersion: "x.test/v1",
        retain: "spec.pools[*].size",
        wanted: {
          spec: {
            pools: [
              { id: "a", size: 1 },
              { id: "b", size: 1 },
            ],
          },
        },
        written: { spec: { pools: [{ id: "a", size: 1 }] } },
        live: {
          metadata: {
            managedFields: [{ fieldsV1: { "f:spec": { "f:pools": { 'k:{"id":"a"}': {} } } } }],
          },
          spec: {
            pools: [
              { id: "b", size: 7 },
              { id: "a", size: 5 },
            ],
          },
        },
      },
      {
        spec: {
          pools: [
            { id: "a", size: 5 },
            { id: "b", size: 7 },
          ],
        },
      },
    ],
    [
      "is found by its index in a list without merge key",
      {
        kind: "Ingress",
        apiVersion: "networking.k8s.io/v1",
        retain: "spec.rules[0].host",
        wanted: { spec: { rules: [{ host: "ours" }, { host: "b" }] } },
        written: { spec: { rules: [{ host: "ours" }] } },
        live: { spec: { rules: [{ host: "theirs" }] } },
      },
      { spec: { rules: [{ host: "theirs" }, { host: "b" }] } },
    ],
    [
      "stays away where the member cluster removed it",
      {
        retain: "data.a",
        wanted: { data: { a: "ours", b: "ours" } },
        written: { data: { a: "ours", b: "ours" } },
        live: { data: { b: "ours" } },
      },
      { data: { b: "ours" } },
    ],
    [
      "is written once where it never was",
      {
        retain: "data.a",
        wanted: { data: { a: "ours" } },
        written: { data: { b: "ours" } },
        live: { data: { b: "ours" } },
      },
      { data: { a: "ours" } },
    ],
    [
      "stays what it is where the program drops it",
      {
        retain: "spec.pool.size",
        kind: "Pool",
        apiVersion: "x.test/v1",
        wanted: { spec: {} },
        written: { spec: { pool: { size: 3 } } },
        live: { spec: { pool: { size: 9 } } },
      },
      { spec: { pool: { size: 9 } } },
    ],
    [
      "is not named by us where neither program nor state has it",
      {
        kind: "Service",
        retain: "spec.clusterIP",
        wanted: { spec: { selector: {} } },
        written: { spec: { selector: {} } },
        live: { spec: { clusterIP: "10.0.0.7" } },
      },
      { spec: { selector: {} } },
    ],
    [
      "is not written again where it was wanted before and is not there",
      {
        retain: "data.a",
        wanted: { data: { a: "ours", b: "ours" } },
        written: { data: { b: "old" } },
        live: { data: { b: "old" } },
        once: ["data,a"],
      },
      { data: { b: "ours" } },
    ],
    [
      "is named where our writing would take it over and drop it",
      {
        retain: "spec.paused",
        kind: "Deployment",
        apiVersion: "apps/v1",
        wanted: { spec: {} },
        written: { spec: {} },
        live: {
          metadata: {
            managedFields: [
              { manager: "kubectl-patch", fieldsV1: { "f:spec": { "f:paused": {} } } },
            ],
          },
          spec: { paused: true },
        },
      },
      { spec: { paused: true } },
    ],
    [
      "is, as a whole map, all that the member cluster has in it and what is wanted for the first time",
      {
        retain: "data",
        wanted: { data: { a: "ours", new: "ours" } },
        written: { data: { a: "ours", gone: "ours" } },
        live: { data: { a: "theirs", added: "theirs" } },
      },
      { data: { a: "theirs", new: "ours", added: "theirs" } },
    ],
    [
      "is of an adopted object what stands there",
      {
        retain: "data.a",
        wanted: { data: { a: "ours", b: "ours" } },
        live: { data: { a: "theirs", b: "theirs" } },
      },
      { data: { a: "theirs", b: "ours" } },
    ],
    [
      "is no address where a Service was written without any",
      {
        kind: "Service",
        retain: "spec.clusterIP",
        wanted: { spec: { selector: {} } },
        written: { spec: { clusterIP: "None", selector: {} } },
        live: { spec: { clusterIP: "None", selector: {} } },
      },
      { spec: { selector: {} } },
    ],
  ];
  for (const [name, given, becomes] of cases) {
    it(name, () => {
      const wanted = deepFreeze({ desired: given.wanted, paths: pathsOf(given.retain) });
      expect(retainedObject(knownOf(given), wanted)).to.deep.equal(becomes);
    });
  }

  it("leaves alone what nobody can look into yet, beside it and above it", () => {
    const image = new Leaf();
    const spec = new Leaf();
    const known = knownOf({
      kind: "Deployment",
      apiVersion: "apps/v1",
      retain: "",
      wanted: {},
      written: pod({ name: "web", image: "a", command: ["a"] }),
      live: pod({ name: "web", image: "a", command: ["b"] }),
    });
    const beside = {
      desired: pod({ name: "web", image, command: ["a"] }),
      paths: pathsOf("spec.template.spec.containers[*].command"),
    };
    expect(retainedObject(known, beside)).to.deep.equal(
      pod({ name: "web", image, command: ["b"] }),
    );
    const above = { desired: { spec }, paths: pathsOf("spec.replicas") };
    expect(retainedObject(known, above)).to.deep.equal({ spec });
  });
});
