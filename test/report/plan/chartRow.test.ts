import { expect } from "chai";
import { planPropagation } from "../../../provider/core/objects/propagation";
import { summarisePlan } from "../../../provider/core/objects/propagationPlan";
import { readEngineEvents } from "../../../provider/report/plan/engineEvents";
import { fleetPlan } from "../../../provider/report/plan/fleetPlan";

const prefix = "urn:pulumi:dev::shop::kubefed:index:FederatedHelmChart";
const component = `${prefix}::hello`;
const chart = (cluster: string) => `${prefix}$kubernetes:helm.sh/v4:Chart::hello-${cluster}`;
const plan = summarisePlan(
  planPropagation({
    kind: "Chart",
    apiVersion: "helm.sh/v4",
    name: "hello",
    clusters: [{ name: "eu" }, { name: "us" }],
    placement: { clusterSelector: {} },
  }),
);

function step(given: { op: string; urn: string; parent?: string; custom?: boolean }) {
  const { op, urn, parent = "", custom = false } = given;
  const type = urn.split("::")[2]?.split("$").at(-1);
  const state = { parent, custom, provider: "", outputs: urn === component ? { plan } : {} };
  const metadata = { op, urn, type, old: op === "create" ? undefined : state, new: state };
  return [{ resourcePreEvent: { metadata } }, { resOutputsEvent: { metadata } }];
}

describe("a chart in the plan of a fleet", () => {
  for (const [what, op, inside, action] of [
    ["is created", "create", "create", "create"],
    ["is the same where nothing in it changes", "same", "same", "same"],
    ["is updated where an object in it changes", "same", "update", "update"],
    ["is updated where an object in it goes", "same", "delete", "update"],
  ] as const) {
    it(what, () => {
      const object = `${prefix}$kubernetes:helm.sh/v4:Chart$kubernetes:core/v1:ConfigMap::hello-eu:cfg`;
      const events = [
        step({ op: "same", urn: component }),
        step({ op, urn: chart("eu"), parent: component }),
        step({ op: "same", urn: chart("us"), parent: component }),
        step({ op: inside, urn: object, parent: chart("eu"), custom: true }),
      ].flat();
      const { objects } = fleetPlan({
        project: "shop",
        stack: "dev",
        preview: readEngineEvents(events),
      });
      expect(objects[0]?.cells.map((cell) => [cell.cluster, cell.action])).to.deep.equal([
        ["eu", action],
        ["us", "same"],
      ]);
    });
  }
});
