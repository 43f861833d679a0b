import { expect } from "chai";
import { planManifests, type ManifestsToPlan } from "../../../provider/core/manifests/manifestPlan";
import { deepFreeze } from "../../support/deepFreeze";

const object = (apiVersion: string, kind: string, name: string, namespace?: string) => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

function plan(documents: readonly unknown[], rest: Partial<ManifestsToPlan> = {}) {
  const placed = documents.map((document, index) => ({ path: `yaml[${index}]`, document }));
  return planManifests(
    deepFreeze({ name: "G", documents: placed, ownsNamespace: false, overrides: [], ...rest }),
  );
}

describe("planManifests", () => {
  it("puts namespaces and definitions first, and says what waits for which", () => {
    const definition = {
      ...object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "backups.x.io"),
      spec: { group: "x.io", scope: "Cluster", names: { kind: "Backup" } },
    };
    const { parts } = plan([
      object("x.io/v1", "Backup", "nightly"),
      object("v1", "Secret", "s", "shop"),
      definition,
      object("v1", "Namespace", "shop"),
    ]);
    expect(parts.map(({ title, after, within }) => [title, after, within])).to.deep.equal([
      ["Namespace shop", [], undefined],
      ["CustomResourceDefinition backups.x.io", [], undefined],
      ["Backup nightly", ["CustomResourceDefinition backups.x.io"], undefined],
      ["Secret shop/s", [], "Namespace shop"],
    ]);
  });

  it("names children in lower case, with the namespace where only the manifest says it", () => {
    const documents = [object("v1", "Secret", "s", "shop"), object("v1", "Namespace", "x")];
    const childrenOf = (rest: object) => plan(documents, rest).parts.map(({ child }) => child);
    expect(childrenOf({})).to.deep.equal(["g-namespace-x", "g-secret-shop-s"]);
    expect(childrenOf({ namespace: "shop" })).to.deep.equal(["g-namespace-x", "g-secret-s"]);
  });

  it("leaves out what a cluster added, so that a printed object can be used", () => {
    const printed = {
      ...object("v1", "Service", "web", "shop"),
      metadata: { name: "web", namespace: "shop", uid: "u", labels: { a: "b" } },
      spec: { clusterIP: "10.0.0.1", ports: [{ port: 80, nodePort: 30000 }] },
      status: { loadBalancer: {} },
    };
    expect(plan([printed]).parts[0]?.template).to.deep.equal({
      metadata: { name: "web", labels: { a: "b" } },
      spec: { ports: [{ port: 80 }] },
    });
  });

  it("takes nothing from empty documents and empty lists", () => {
    expect(plan([null, undefined, { apiVersion: "v1", kind: "List", items: [] }])).to.deep.equal({
      parts: [],
      issues: [],
    });
  });

  for (const [what, documents, rest, code] of [
    ["a list of words", [["a"]], {}, "manifest-invalid"],
    ["an object without a kind", [{ apiVersion: "v1" }], {}, "manifest-invalid"],
    ["an object without an apiVersion", [{ kind: "Pod" }], {}, "manifest-invalid"],
    [
      "a name to be made up",
      [{ apiVersion: "v1", kind: "Pod", metadata: { generateName: "p-" } }],
      {},
      "manifest-invalid",
    ],
    [
      "another namespace than the one given",
      [object("v1", "Pod", "p", "b")],
      { namespace: "a" },
      "manifest-namespace",
    ],
    [
      "the federated namespace around it",
      [object("v1", "Namespace", "a")],
      { namespace: "a", ownsNamespace: true },
      "manifest-namespace",
    ],
    [
      "the same object twice",
      [object("v1", "Pod", "p"), object("v1", "Pod", "p")],
      {},
      "manifest-duplicate",
    ],
    [
      "two kinds of one name",
      [object("x.io/v1", "Ingress", "i"), object("networking.k8s.io/v1", "Ingress", "i")],
      {},
      "manifest-duplicate",
    ],
    [
      "two children of one name",
      [object("v1", "Pod", "b-c", "a"), object("v1", "Pod", "c", "a-b")],
      {},
      "manifest-duplicate",
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      const { issues } = plan(documents, rest);
      expect(issues.map((issue) => issue.code)).to.deep.equal([code]);
    });
  }

  it("keeps the place of overrides that are for other objects", () => {
    const overrides = [
      { kind: "Pod", clusterName: "eu", merge: { a: 1 } },
      { kind: "Secret", clusterName: "eu", merge: { b: 1 } },
    ];
    const { parts } = plan([object("v1", "Pod", "p"), object("v1", "Secret", "s")], { overrides });
    expect(parts.map((part) => part.overrides)).to.deep.equal([
      [{ clusterName: "eu", merge: { a: 1 } }],
      [
        { clusterSelector: {}, clusterOverrides: [] },
        { clusterName: "eu", merge: { b: 1 } },
      ],
    ]);
  });
});
