import { expect } from "chai";
import { readEngineEvents } from "../../../provider/report/plan/engineEvents";
import { fleetPlan } from "../../../provider/report/plan/fleetPlan";
import { narrowPlan } from "../../../provider/report/plan/narrowPlan";
import { refusalsIn } from "../../../provider/report/plan/refusals";
import { columnGroups } from "../../../provider/report/page/script/stages";
import { renderExplanation } from "../../../provider/report/text/renderExplanation";
import { renderText } from "../../../provider/report/text/renderText";
import { plain } from "../../../provider/report/text/paint";
import { deepFreeze } from "../../support/deepFreeze";
import {
  changedEverywhere,
  smallShop,
  stagedShop,
  stagesReport,
} from "../../support/fleetPlanSamples";
import { previewEvents } from "../../support/fleetPreviews";
import { planPage } from "../../support/planPage";

const clusters = [{ name: "eu" }, { name: "us" }];
const object = (a: string) => ({
  kind: "ConfigMap",
  apiVersion: "v1",
  name: "cfg",
  clusters,
  template: { data: { a } },
  placement: { clusterSelector: {} },
});
const urn = "urn:pulumi:dev::shop::kubefed:index:FederatedConfigMap::cfg";
const child =
  "urn:pulumi:dev::shop::kubefed:index:FederatedConfigMap$kubernetes:v1:ConfigMap::cfg-eu";
const strategy = { stages: [{ name: "canary", clusterNames: ["eu"] }], maxConcurrency: 1 };
const report = stagesReport(changedEverywhere({ strategy, clusters, replicas: {} }), [urn]);
const changed = { before: object("1"), after: object("2") };

/** Events of a preview that ended at one object. */
function refusedAt(urnOf: string): unknown[] {
  const message = "Preview failed: not so\n";
  return [
    ...previewEvents(clusters, [changed], [report]).slice(0, -1),
    { diagnosticEvent: { urn: urnOf, severity: "error", message } },
    { diagnosticEvent: { severity: "error", message: "preview failed" } },
  ];
}

describe("staged updates in the plan of a fleet", () => {
  it("are stages beside the objects, whose cells say their stage and why they are held", () => {
    const plan = stagedShop();
    expect(plan.stages?.map(({ strategy: of, name, state }) => [of, name, state])).to.deep.equal([
      ["careful", "canary", "now"],
      ["careful", "main", "held"],
      ["careful", "rest", "passed"],
    ]);
    const web = plan.objects.find(({ kind }) => kind === "Deployment");
    expect(web?.cells.map(({ cluster, stage, held }) => [cluster, stage, held])).to.deep.equal([
      ["ap-south", "rest", undefined],
      ["eu-west", "canary", undefined],
      ["us-east", "main", 'stage "canary" is not passed: its clusters are updated now'],
    ]);
    const secret = plan.objects.find(({ kind }) => kind === "Secret");
    expect(secret?.cells.every(({ stage }) => stage === undefined)).to.equal(true);
    const why = web === undefined ? "" : renderExplanation(plan, web, { width: 200, paint: plain });
    expect(why).to.match(/\n {2}stage {7}canary\n/);
    expect(why).to.match(/\n {2}stage {7}main, held: stage "canary" is not passed/);
    expect(narrowPlan(plan, { clusters: ["eu-west"] }).stages).to.deep.equal(plan.stages);
    expect(smallShop()).to.not.have.any.keys("stages", "stagedUpdates");
  });

  it("are what the events say in a form that is understood, and nothing else", () => {
    const events = previewEvents(clusters, [changed], [report]);
    const other = events.map(
      (event) =>
        JSON.parse(JSON.stringify(event).replace(/\\"held\\":\[.*?\]/, '\\"held\\":7')) as unknown,
    );
    const plan = fleetPlan({ project: "shop", stack: "dev", preview: readEngineEvents(other) });
    expect(plan.stages).to.equal(undefined);
  });

  it("show what an API server refuses, and everything else beside it", () => {
    const refusals = refusalsIn(readEngineEvents(deepFreeze(refusedAt(child))));
    expect(refusals.map(({ object: of, message }) => [of, message])).to.deep.equal([
      [{ kind: "ConfigMap", name: "cfg", cluster: "eu" }, "not so"],
    ]);
    const same = { before: object("1"), after: object("1") };
    const [old, now] = [[same], [changed]].map((objects) =>
      previewEvents(clusters, objects, [report]),
    );
    // The next preview left it as it is.
    const events = (now ?? []).map((event, index) =>
      JSON.stringify(event).includes("cfg-eu") ? old?.[index] : event,
    );
    const preview = readEngineEvents(events);
    const plan = fleetPlan({ project: "shop", stack: "dev", preview, refusals });
    expect(plan.objects[0]?.cells.map(({ action, refused }) => [action, refused])).to.deep.equal([
      ["update", "not so"],
      ["update", undefined],
    ]);
    expect(plan.objects[0]?.diffs[0]?.clusters).to.deep.equal(["eu", "us"]);
    const text = renderText(plan, { width: 100, paint: plain });
    expect(text).to.include("Refused by API servers\n  ConfigMap cfg on eu: not so");
    expect(text).to.include("✗ refused").and.include("1 object REFUSED");
  });
});

describe("staged updates on the page of a plan", () => {
  it("are a group of columns a stage, in their order, for what is shown of the clusters", () => {
    const plan = stagedShop();
    const groups = (names: readonly string[]) =>
      columnGroups(
        plan,
        plan.clusters.filter(({ name }) => names.includes(name)),
      ).map(({ stage, clusters: own }) => [stage?.name, ...own.map(({ name }) => name)]);
    expect(groups(["ap-south", "eu-west", "us-east"])).to.deep.equal([
      ["canary", "eu-west"],
      ["main", "us-east"],
      ["rest", "ap-south"],
    ]);
    expect(groups(["ap-south"])).to.deep.equal([["rest", "ap-south"]]);
    expect(columnGroups(smallShop(), plan.clusters)).to.deep.equal([{ clusters: plan.clusters }]);
  });

  it("are the same table above them", () => {
    const page = planPage(stagedShop());
    expect(page).to.include(
      `<tr class="now"><th scope="row">canary</th><td>1</td><td>1</td><td>3 (25 %)</td>`,
    );
    expect(page).to.include(`<tr class="held"><th scope="row">main</th>`);
  });
});
