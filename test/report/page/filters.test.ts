import { expect } from "chai";
import { columnsOf, type Filters, rowsOf } from "../../../provider/report/page/script/filters";
import { objectTitle } from "../../../provider/core/kinds/objectTitle";
import { deepFreeze } from "../../support/deepFreeze";
import { smallShop } from "../../support/fleetPlanSamples";

const plan = deepFreeze(smallShop());
const none: Filters = {
  object: "",
  cluster: "",
  label: "",
  actions: new Set(),
  isOnlyChanges: false,
};
const all = ["ap-south", "eu-west", "us-east"];

describe("what the page of a plan shows", () => {
  const columns: [name: string, filters: Partial<Filters>, expected: string[]][] = [
    ["all clusters without a filter", {}, all],
    ["clusters with a part of a name", { cluster: "us" }, ["us-east"]],
    ["clusters with one of several parts", { cluster: "us, ap" }, ["ap-south", "us-east"]],
    ["no cluster where no name is left", { cluster: " , " }, []],
    ["all clusters where no label is left", { label: " , " }, all],
    ["no cluster with a label that none has", { label: "no-such-label" }, []],
    ["no cluster by a name that maps have of themselves", { label: "constructor" }, []],
  ];
  for (const [name, filters, expected] of columns) {
    it(`is ${name}`, () => {
      const found = columnsOf(plan, { ...none, ...filters });
      expect(found.map((cluster) => cluster.name)).to.deep.equal(expected);
    });
  }

  it("is clusters that have all of the labels, by pair or by key", () => {
    const [first] = plan.clusters.filter(({ labels }) => Object.keys(labels).length > 0);
    const [[key, value] = ["", ""]] = Object.entries(first?.labels ?? {});
    const named = (label: string): string[] =>
      columnsOf(plan, { ...none, label }).map(({ name }) => name);
    expect(named(`${key}=${value}`)).to.include(first?.name);
    expect(named(key)).to.include(first?.name);
    expect(named(`${key}=${value},${key}=other`)).to.deep.equal([]);
  });

  const rows: [name: string, filters: Partial<Filters>, expected: (title: string) => boolean][] = [
    ["all objects without a filter", {}, () => true],
    [
      "objects by a part of their titles, in any case",
      { object: "CONFIGmap shop/" },
      (title) => title.startsWith("ConfigMap shop/"),
    ],
    ["no object by a title that none has", { object: "no such" }, () => false],
  ];
  for (const [name, filters, expected] of rows) {
    it(`is ${name}`, () => {
      const titles = rowsOf(plan, plan.clusters, { ...none, ...filters }).map(objectTitle);
      expect(titles).to.deep.equal(plan.objects.map(objectTitle).filter(expected));
    });
  }

  it("is objects that change, or have an action, on a cluster that is shown", () => {
    const clusters = plan.clusters.filter(({ name }) => name === "us-east");
    const actionsOf = (filters: Partial<Filters>): string[] =>
      rowsOf(plan, clusters, { ...none, ...filters }).flatMap(({ cells }) =>
        cells.filter(({ cluster }) => cluster === "us-east").map(({ action }) => action),
      );
    expect(actionsOf({})).to.include.members(["same", "update"]);
    expect(actionsOf({ isOnlyChanges: true }))
      .to.include("update")
      .and.not.include("same");
    expect(new Set(actionsOf({ actions: new Set(["same"]) }))).to.deep.equal(new Set(["same"]));
    expect(rowsOf(plan, [], none)).to.deep.equal([]);
  });
});
