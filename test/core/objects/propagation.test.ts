import { expect } from "chai";
import fc from "fast-check";
import { errorsOf } from "../../../provider/core/issue";
import type { Placement } from "../../../provider/core/model";
import { planPropagation } from "../../../provider/core/objects/propagation";
import {
  type PropagationPlan,
  summarisePlan,
} from "../../../provider/core/objects/propagationPlan";
import type { PropagationRequest } from "../../../provider/core/objects/propagationRequest";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";
import { deployment, forUs, issuesOf, objectOn, on, plan } from "../../support/plans";

function selectedBy(planned: PropagationPlan): string[] {
  return planned.clusters.filter(({ selected }) => selected).map(({ cluster }) => cluster);
}

describe("planPropagation chooses clusters", () => {
  const rows: readonly (readonly [
    string,
    Partial<PropagationRequest>,
    readonly string[],
    string,
  ])[] = [
    ["an empty list of names selects none", { placement: { clusterNames: [] } }, [], "not named"],
    [
      "an empty selector selects all",
      { placement: { clusterSelector: {} } },
      ["eu", "lab", "us"],
      "every cluster is selected",
    ],
    [
      "names beat a selector",
      { placement: { clusterNames: ["lab"], clusterSelector: { matchLabels: { tier: "prod" } } } },
      ["lab"],
      "not named",
    ],
    ["neither selects none", { placement: {} }, [], "no placement given"],
    ["no placement selects none", { placement: undefined }, [], "no placement given"],
    [
      "the namespace bounds the placement",
      { namespacePlacement: { clusterNames: ["us"] } },
      ["us"],
      'outside namespace "shop"',
    ],
    [
      "a namespace that is placed nowhere leaves none",
      { namespacePlacement: null },
      [],
      'outside namespace "shop"',
    ],
  ];
  for (const [name, request, selected, reasonOnEu] of rows) {
    it(name, () => {
      const planned = plan(request);
      expect(selectedBy(planned)).to.deep.equal(selected);
      expect(on(planned, "eu").reason).to.equal(reasonOnEu);
    });
  }

  it("has an entry for each cluster, and an object for each selected one", () => {
    const planned = plan({ placement: { clusterNames: ["us"] } });
    expect(planned.clusters).to.deep.equal([
      { cluster: "eu", selected: false, reason: "not named", overrides: [] },
      { cluster: "lab", selected: false, reason: "not named", overrides: [] },
      {
        cluster: "us",
        selected: true,
        reason: "named",
        overrides: [],
        ignoreChanges: [],
        object: {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "settings", namespace: "shop" },
        },
      },
    ]);
  });
});

describe("planPropagation carries values that are only known after apply", () => {
  it("one leaf leaves everything else planned, and is carried along", () => {
    const leaf = new Leaf();
    const planned = plan({
      template: { data: { secret: leaf, greeting: "hello" } },
      overrides: forUs(
        { path: "/data/greeting", value: "howdy" },
        { op: "add", path: "/data/more", value: leaf },
      ),
      managedLabel: undefined,
    });
    expect(issuesOf(planned)).to.deep.equal([]);
    expect(selectedBy(planned)).to.deep.equal(["eu", "lab", "us"]);
    expect(objectOn(planned, "us")?.data).to.deep.equal({
      secret: leaf,
      greeting: "howdy",
      more: leaf,
    });
    expect(objectOn(planned, "eu")).to.have.nested.property("data.secret", leaf);
  });

  it("a whole map of data may be one", () => {
    const leaf = new Leaf();
    expect(objectOn(plan({ template: { data: leaf } }), "us")?.data).to.equal(leaf);
  });

  const rows: readonly (readonly [string, Partial<PropagationRequest>, string])[] = [
    [
      "a patch into one is refused",
      { template: { data: new Leaf() }, overrides: forUs({ path: "/data/a", value: "1" }) },
      "error override-into-leaf overrides[0].clusterOverrides[0].path",
    ],
    ["the template cannot be one", { template: new Leaf() }, "error template-invalid template"],
    [
      "the metadata cannot be one",
      { template: { metadata: new Leaf() } },
      "error template-invalid template.metadata",
    ],
    [
      "the labels cannot be one",
      { template: { metadata: { labels: new Leaf() } } },
      "error label-invalid template.metadata.labels",
    ],
    [
      "a name cannot be one",
      { template: { metadata: { name: new Leaf() } } },
      "error template-invalid template.metadata.name",
    ],
  ];
  for (const [name, request, issue] of rows) {
    it(name, () => {
      expect(issuesOf(plan(request))).to.deep.equal([issue]);
    });
  }
});

describe("planPropagation reports mistakes", () => {
  it("five of them give five issues, and no object", () => {
    const planned = deployment({
      template: { metadata: { labels: { app: "a".repeat(64) } }, spec: {} },
      placement: { clusterNames: ["us", "us-wst"] },
      overrides: [
        { clusterName: "us", clusterOverrides: [{ path: "/metadata/name", value: "x" }] },
        { clusterName: "mars", clusterOverrides: [{ path: "/spec/paused", value: true }] },
      ],
      scheduling: { totalReplicas: 3, clusters: { us: { weight: -1 } } },
    });
    expect(issuesOf(planned)).to.deep.equal([
      "error override-forbidden-path overrides[0].clusterOverrides[0].path",
      "error unknown-cluster overrides[1].clusterName",
      "error unknown-cluster placement.clusterNames[1]",
      'error preference-invalid scheduling.clusters["us"].weight',
      'error label-invalid template.metadata.labels["app"]',
    ]);
    expect(planned.clusters.every(({ object }) => object === undefined)).to.equal(true);
  });
});

describe("planPropagation, whatever it is asked", () => {
  const name = fc.constantFrom("a", "b", "c", "d");
  const text = fc.constantFrom("x", "y");
  const selector = fc.record({ matchLabels: fc.dictionary(text, text, { maxKeys: 1 }) });
  const fleets = fc.uniqueArray(fc.record({ name, labels: fc.dictionary(text, text) }), {
    selector: (each) => each.name,
  });
  const placements: fc.Arbitrary<Placement> = fc.oneof(
    fc.record({ clusterNames: fc.array(name) }),
    fc.record({ clusterSelector: selector }),
  );
  const operation = fc.oneof(
    fc.record({
      path: fc.constantFrom("/spec/replicas", "/spec/args/0", "spec.size"),
      value: fc.nat(9),
    }),
    fc.record({
      op: fc.constant("remove" as const),
      path: fc.constantFrom("/spec/replicas", "/spec/none"),
    }),
    fc.record({ op: fc.constant("add" as const), path: fc.constant("/spec/args/-"), value: text }),
  );
  const overrides = fc.array(
    fc.record({
      clusterSelector: selector,
      clusterOverrides: fc.uniqueArray(operation, { selector: ({ path }) => path, maxLength: 3 }),
    }),
    { maxLength: 3 },
  );
  const requests: fc.Arbitrary<PropagationRequest> = fc.record(
    {
      kind: fc.constant("Deployment"),
      apiVersion: fc.constant("apps/v1"),
      name: fc.constant("web"),
      template: fc.constant({ spec: { replicas: 1, args: ["-a"], secret: new Leaf() } }),
      clusters: fleets,
      placement: placements,
      namespacePlacement: placements,
      overrides,
      scheduling: fc.record({ totalReplicas: fc.nat(20) }),
      retainReplicas: fc.boolean(),
    },
    { requiredKeys: ["kind", "apiVersion", "name", "template", "clusters"] },
  );

  it("the order of the clusters changes nothing", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const reversed = { ...request, clusters: [...request.clusters].reverse() };
        expect(planPropagation(deepFreeze(reversed))).to.deep.equal(
          planPropagation(deepFreeze(request)),
        );
      }),
    );
  });

  it("every cluster has one entry, and an object exactly when it is selected and nothing is wrong", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { clusters: planned, issues } = planPropagation(deepFreeze(request));
        expect(planned.map(({ cluster }) => cluster)).to.deep.equal(
          request.clusters.map((each) => each.name).sort(),
        );
        if (errorsOf(issues).length > 0) return;
        for (const { selected, object } of planned) expect(object !== undefined).to.equal(selected);
      }),
    );
  });

  it("every object has its identity and the managed label", () => {
    fc.assert(
      fc.property(requests, (request) => {
        for (const { object } of planPropagation(deepFreeze(request)).clusters) {
          if (object === undefined) continue;
          expect([object.apiVersion, object.kind]).to.deep.equal(["apps/v1", "Deployment"]);
          expect(object.metadata).to.deep.equal({
            name: "web",
            labels: { "pulumi-kubefed/managed": "true" },
          });
        }
      }),
    );
  });

  it("all replicas of a preference are placed when any cluster is selected", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { clusters: planned, issues, totalReplicas } = planPropagation(deepFreeze(request));
        const selected = planned.filter((each) => each.selected);
        if (totalReplicas === undefined || selected.length === 0 || errorsOf(issues).length > 0)
          return;
        const sum = selected.reduce((total, { replicas = 0 }) => total + replicas, 0);
        expect(sum).to.equal(totalReplicas);
      }),
    );
  });

  it("a summary is the plan without the objects", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const planned = deepFreeze(planPropagation(request));
        const summary = summarisePlan(planned);
        expect(JSON.parse(JSON.stringify(summary))).to.deep.equal(summary);
        expect(summary.clusters.map(({ cluster }) => cluster)).to.deep.equal(
          planned.clusters.map(({ cluster }) => cluster),
        );
        expect(
          summary.clusters.some((each) => "object" in each || "ignoreChanges" in each),
        ).to.equal(false);
      }),
    );
  });
});
