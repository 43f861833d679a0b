import { expect } from "chai";
import { judgeDisruptionBudgets } from "../../../provider/core/policy/disruptionBudgets";
import { unknownValue } from "../../../provider/core/policy/fleet";
import { fleetOf, pods, ruled } from "./ruledFleet";

const web = ruled("Deployment", "web", {
  "ap-south": pods(1),
  "eu-west": pods(3),
  "us-east": pods(5),
});
const budget = (on: readonly string[], selector: unknown, namespace = "shop") =>
  ruled("PodDisruptionBudget", "web", on, { object: { spec: { selector } }, namespace });
const messages = (...budgets: Parameters<typeof fleetOf>[0]) =>
  judgeDisruptionBudgets(fleetOf([web, ...budgets]), {}).map(({ message }) => message);

describe("the rule about budgets", () => {
  it("asks for one wherever there is more than one replica, with the numbers", () => {
    expect(messages()).to.deep.equal([
      "Deployment shop/web: no PodDisruptionBudget beside 3 on eu-west, 5 on us-east; 0 of 2 clusters with more than one replica have one",
    ]);
    expect(messages(budget(["us-east"], { matchLabels: { app: "web" } }))).to.deep.equal([
      "Deployment shop/web: no PodDisruptionBudget beside 3 on eu-west; 1 of 2 clusters with more than one replica have one",
    ]);
  });

  const both = ["eu-west", "us-east"];
  const rows: [string, ReturnType<typeof budget>, number][] = [
    ["by labels", budget(both, { matchLabels: { app: "web" } }), 0],
    ["by all pods", budget(both, {}), 0],
    [
      "by expressions",
      budget(both, { matchExpressions: [{ key: "app", operator: "In", values: ["web"] }] }),
      0,
    ],
    ["of other pods", budget(both, { matchLabels: { app: "db" } }), 1],
    ["without a selector", budget(both, undefined), 1],
    ["of another namespace", budget(both, {}, "other"), 1],
  ];
  for (const [what, each, found] of rows) {
    it(`${found === 0 ? "takes" : "does not take"} one ${what}`, () => {
      expect(messages(each)).to.have.length(found);
    });
  }

  it("cannot be judged while the number of replicas is not known", () => {
    const open = ruled("Deployment", "web", { "us-east": pods(unknownValue) });
    expect(judgeDisruptionBudgets(fleetOf([open]), {})).to.deep.equal([
      {
        urn: "urn:Deployment/web",
        message: "Deployment shop/web: its number of replicas is known only after the update",
        isOpen: true,
      },
    ]);
  });

  it("says nothing of one replica, also where none is said, and of what counts none", () => {
    const one = ruled("StatefulSet", "db", { "us-east": pods(undefined) });
    const every = ruled("DaemonSet", "log", { "us-east": pods(undefined) });
    expect(judgeDisruptionBudgets(fleetOf([one, every]), {})).to.deep.equal([]);
  });
});
