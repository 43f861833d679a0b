import { expect } from "chai";
import { parseSelectorText } from "../../../provider/core/kinds/selectorText";
import { readEngineEvents } from "../../../provider/report/plan/engineEvents";
import { findRows } from "../../../provider/report/plan/findRows";
import { fleetPlan } from "../../../provider/report/plan/fleetPlan";
import { narrowPlan } from "../../../provider/report/plan/narrowPlan";
import { judgePlan } from "../../../provider/report/plan/planJudgement";
import { describeReplicas } from "../../../provider/report/text/words";
import { deepFreeze } from "../../support/deepFreeze";
import { smallShop } from "../../support/fleetPlanSamples";
import { planOf, previewEvents } from "../../support/fleetPreviews";

const eu = { name: "eu", labels: { tier: "prod" } };
const us = { name: "us", labels: { tier: "dev" } };
const clusters = [eu, us];
const everywhere = {
  kind: "ConfigMap",
  apiVersion: "v1",
  name: "cfg",
  clusters,
  template: { data: { a: "1" } },
  placement: { clusterSelector: {} },
};
const urn = "urn:pulumi:dev::shop::kubefed:index:FederatedConfigMap::cfg";

describe("the plan of a fleet", () => {
  it("changes nothing that it is given", () => {
    const events = deepFreeze(previewEvents(clusters, [{ after: everywhere }]));
    const preview = readEngineEvents(events);
    const plan = fleetPlan({ project: "shop", stack: "dev", preview });
    expect(plan.totals).to.include({ create: 2, same: 0 });
  });

  it("deletes an object that the program no longer has, on every cluster, and says so", () => {
    const { objects } = planOf(clusters, [{ before: everywhere }]);
    expect(objects[0]?.cells.map(({ action, reason }) => [action, reason])).to.deep.equal([
      ["delete", "no longer in the program"],
      ["delete", "no longer in the program"],
    ]);
  });

  it("says what Kubernetes makes of replicas that are given no longer, and nothing of them where it is asked for none", () => {
    const web = { kind: "Deployment", apiVersion: "apps/v1", name: "web", clusters: [eu] };
    const placement = { clusterNames: ["eu"] };
    const template = (spec: object) => ({ ...web, placement, template: { spec } });
    const numbers: [before: object, after: object | undefined, text: string | undefined][] = [
      [{ replicas: 9 }, {}, "9 → 1 (Kubernetes' default)"],
      [{ replicas: 1 }, {}, "1"],
      [{ replicas: 9 }, { replicas: 0 }, "9 → 0"],
      [{ replicas: 9 }, undefined, "9 → 0"],
      [{ paused: true }, {}, undefined],
    ];
    for (const [before, after, text] of numbers) {
      const changed = { before: template(before), ...(after && { after: template(after) }) };
      const [row] = planOf([eu], [changed]).objects;
      expect(row?.replicas && describeReplicas(row.replicas)).to.equal(text);
    }
  });

  it("leaves out a component that is gone and whose objects another one has", () => {
    const events = previewEvents(clusters, [{ before: everywhere }]);
    const own = events.filter((event) => !JSON.stringify(event).includes("kubernetes:"));
    const preview = readEngineEvents(own);
    expect(fleetPlan({ project: "shop", stack: "dev", preview }).objects).to.deep.equal([]);
  });

  it("deletes from a cluster that leaves the fleet, whose column stays", () => {
    const after = { ...everywhere, clusters: [eu] };
    const plan = planOf([eu], [{ before: everywhere, after }]);
    expect(plan.clusters.map(({ name }) => name)).to.deep.equal(["eu", "us"]);
    expect(plan.objects[0]?.cells.map(({ action, reason }) => [action, reason])).to.deep.equal([
      ["same", "every cluster is selected"],
      ["delete", "the cluster is no longer in its fleet"],
    ]);
  });

  it("defers what is selected and not registered, with the reason that was registered", () => {
    const events = previewEvents(clusters, [{ after: everywhere }])
      .filter((event) => !JSON.stringify(event).includes("cfg-us"))
      .map((event) => {
        const text = JSON.stringify(event);
        return text.includes('"plan"')
          ? (JSON.parse(
              text.replace('"outputs":{"plan"', '"outputs":{"deferred":{"us":"it is away"},"plan"'),
            ) as unknown)
          : event;
      });
    const preview = readEngineEvents(events);
    const { objects, totals } = fleetPlan({ project: "shop", stack: "dev", preview });
    expect(totals).to.include({ create: 1, deferred: 1 });
    expect(objects[0]?.cells[1]).to.include({ action: "deferred", reason: "it is away" });
  });

  const child = `${urn.replace(/::cfg$/, "")}$kubernetes:core/v1:ConfigMap::cfg-eu`;
  const step = (op: string, more: object): unknown => ({
    resourcePreEvent: {
      metadata: { op, urn: child, type: "kubernetes:core/v1:ConfigMap", ...more },
    },
  });
  const state = (inputs: object, more: object = {}): object => ({
    custom: true,
    parent: urn,
    inputs,
    outputs: {},
    ...more,
  });
  const withChild = (...steps: unknown[]) => {
    const events = previewEvents(clusters, [{ before: everywhere, after: everywhere }]).filter(
      (event) => !JSON.stringify(event).includes("cfg-eu"),
    );
    const preview = readEngineEvents([...events, ...steps]);
    return fleetPlan({ project: "shop", stack: "dev", preview }).objects[0];
  };

  it("takes the look at the clusters before it, as --refresh does, for no step of its own", () => {
    const before = previewEvents(clusters, [{ before: everywhere, after: everywhere }]);
    const looks = before.map(
      (event) =>
        JSON.parse(JSON.stringify(event).replace('"op":"same"', '"op":"refresh"')) as unknown,
    );
    const planAfter = (...objects: Parameters<typeof previewEvents>[1][number][]) =>
      fleetPlan({
        project: "shop",
        stack: "dev",
        preview: readEngineEvents([...looks, ...previewEvents(clusters, objects)]),
      });
    const { totals } = planAfter({ before: everywhere, after: everywhere });
    expect(totals).to.include({ same: 2, replace: 0, update: 0 });
    expect(planAfter({ before: everywhere }).totals).to.include({ delete: 2, replace: 0 });
  });

  it("counts a replacement once, and names the field that forces it", () => {
    const more = {
      old: state({ immutable: true, data: { a: "1" } }),
      new: state({ immutable: true, data: { a: "2" } }),
      detailedDiff: { "data.a": { diffKind: "update-replace", inputDiff: true } },
    };
    const row = withChild(
      step("create-replacement", more),
      step("replace", more),
      step("delete-replaced", more),
    );
    expect(row?.cells[0]?.action).to.equal("replace");
    expect(row?.diffs).to.deep.equal([
      {
        clusters: ["eu"],
        changes: [{ path: "data.a", op: "update", from: "1", to: "2", replaces: true }],
      },
    ]);
  });

  it("releases what stays on the cluster when it leaves the program", () => {
    const row = withChild(step("delete", { old: state({}, { retainOnDelete: true }), new: null }));
    expect(row?.cells[0]?.action).to.equal("release");
  });

  it("shows neither side of a value that becomes secret", () => {
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ciphertext: "x",
    };
    const row = withChild(
      step("update", {
        old: state({ data: { a: "hunter2" } }),
        new: state({ data: { a: secret } }),
        detailedDiff: { "data.a": { diffKind: "update", inputDiff: false } },
      }),
    );
    expect(row?.diffs[0]?.changes).to.deep.equal([
      { path: "data.a", op: "update", from: "[secret]", to: "[secret]" },
    ]);
  });

  it("lists what changes beside the federated objects", () => {
    const other = "urn:pulumi:dev::shop::random:index:Pet::pet";
    const preview = readEngineEvents([
      {
        resourcePreEvent: {
          metadata: { op: "create", urn: other, type: "random:index:Pet", new: { custom: true } },
        },
      },
    ]);
    const { others } = fleetPlan({ project: "shop", stack: "dev", preview });
    expect(others).to.deep.equal([
      { action: "create", urn: other, type: "random:index:Pet", name: "pet", changes: [] },
    ]);
  });
});

describe("a part of a plan", () => {
  it("has the clusters that are named or labelled so, and totals of its own", () => {
    const named = narrowPlan(smallShop(), { clusters: ["us-east"] });
    expect(named.clusters.map(({ name }) => name)).to.deep.equal(["us-east"]);
    expect(named.totals).to.include({ update: 2, same: 3, delete: 0 });
    const selector = parseSelectorText("tier=prod,region notin (us)");
    const labelled = narrowPlan(smallShop(), selector === undefined ? {} : { selector });
    expect(labelled.clusters.map(({ name }) => name)).to.deep.equal(["eu-west"]);
  });

  for (const [name, found] of [
    ["Deployment/web", ["Deployment"]],
    ["shop/web", ["Deployment", "Service"]],
    ["sett", ["ConfigMap"]],
    ["nothing", []],
  ] as const) {
    it(`is found by "${name}"`, () => {
      expect(findRows(smallShop(), name).map(({ kind }) => kind)).to.deep.equal(found);
    });
  }
});

describe("the verdict on a plan", () => {
  it("allows deletions up to the limits and not beyond", () => {
    const plan = smallShop();
    expect(judgePlan(plan, { maxDeletes: 2 }).exceeded).to.deep.equal([]);
    expect(judgePlan(plan, { maxDeletes: 1 }).exceeded).to.have.length(1);
    // 2 of 14 objects are 14.3 percent.
    expect(judgePlan(plan, { maxPercent: 15 }).exceeded).to.deep.equal([]);
    expect(judgePlan(plan, { maxPercent: 14 }).exceeded).to.have.length(1);
  });
});

describe("a selector as text", () => {
  for (const text of ["", "=a", "a in b", "a b", "a in (b"]) {
    it(`is not "${text}"`, () => {
      expect(parseSelectorText(text)).to.equal(undefined);
    });
  }
});
