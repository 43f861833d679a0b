import { expect } from "chai";
import { planRow } from "../../../provider/report/plan/planRow";
import { registeredPlan } from "../../../provider/report/plan/registeredPlan";
import { describeCell } from "../../../provider/report/text/words";
import { deepFreeze } from "../../support/deepFreeze";

const urn = "urn:pulumi:dev::shop::kubefed:index:MultiClusterIngress::shop";
/** What a MultiClusterIngress registers, with a weight per cluster; without one it is not selected. */
const registered = (weights: Readonly<Record<string, number | undefined>>) =>
  registeredPlan(
    deepFreeze({
      plan: {
        kind: "MultiClusterIngress",
        apiVersion: "kubefed/v1",
        name: "shop",
        clusters: Object.entries(weights).map(([cluster, weight]) => ({
          cluster,
          selected: weight !== undefined,
          reason: weight === undefined ? "not named" : "named",
          ...(weight === undefined ? {} : { weight, because: `weight ${weight}` }),
        })),
      },
    }),
  );
const cells = (before: ReturnType<typeof registered>, after: ReturnType<typeof registered>) =>
  planRow({ urn, before, after, steps: new Map() })?.cells.map((cell) => [
    cell.cluster,
    cell.action,
    describeCell(cell),
  ]);

describe("the row of a MultiClusterIngress", () => {
  it("has a weight in each cluster's column, and none where it does not serve", () => {
    expect(cells(undefined, registered({ eu: 2, us: 0, ap: undefined }))).to.deep.equal([
      ["ap", "not-selected", "·"],
      ["eu", "create", "+ weight 2"],
      ["us", "create", "+ weight 0"],
    ]);
  });

  it("shows weights that change, and deletes nothing where one goes", () => {
    const before = registered({ eu: 2, us: 1, ap: 1 });
    expect(cells(before, registered({ eu: 2, us: 3, ap: undefined }))).to.deep.equal([
      ["ap", "update", "~ weight 1 → 0"],
      ["eu", "same", "= weight 2"],
      ["us", "update", "~ weight 1 → 3"],
    ]);
  });
});
