import { expect } from "chai";
import { planStages } from "../../../provider/report/plan/planStages";
import { stageTables } from "../../../provider/report/text/stageTable";
import type { StagedUpdateSettings } from "../../../provider/core/stages/strategy";
import type { StagesRequest } from "../../../provider/core/stages/stagesPlan";
import { deepFreeze } from "../../support/deepFreeze";
import { changedEverywhere, smallShop, stagesReport } from "../../support/fleetPlanSamples";

const strategy: StagedUpdateSettings = {
  stages: [
    {
      name: "canary",
      clusterNames: ["eu-01"],
      afterStage: { minSuccessTime: "30m", approval: true },
    },
    { name: "tenth", size: "10%", afterStage: { minSuccessTime: "15m" } },
    { name: "regions", groupBy: "region", order: ["eu", "us", "ap"] },
  ],
  maxConcurrency: 5,
  maxReplicasAtRisk: "20%",
};
const clusters = (["eu", "us", "ap"] as const).flatMap((region) =>
  Array.from({ length: 12 }, (_, index) => ({
    name: `${region}-${String(index + 1).padStart(2, "0")}`,
    region,
  })),
);
const replicas = Object.fromEntries(clusters.map(({ name }) => [name, 10]));
const request = changedEverywhere({ strategy, clusters, replicas });

const tableOf = (given: StagesRequest) =>
  stageTables(deepFreeze({ ...smallShop(), ...planStages([stagesReport(given, [])]) }))[0];

describe("the table of a staged update", () => {
  it("has a row a stage: clusters, waves, replicas at once, what comes after it, and its state", () => {
    const table = tableOf(request);
    expect(table?.rows.map(({ cells }) => cells.join(" | "))).to.deep.equal([
      "canary | 1 | 1 | 10 (3 %) | healthy, 30 min, approval | ▶ this update",
      "tenth | 3 | 1 | 30 (8 %) | healthy, 15 min | held",
      "eu | 11 | 3 | ≤ 50 (14 %) | healthy | held",
      "us | 12 | 3 | ≤ 50 (14 %) | healthy | held",
      "ap | 9 | 2 | ≤ 50 (14 %) | healthy | held",
    ]);
    expect(table?.notes).to.deep.equal(["at the earliest done in 45 min and 10 waves"]);
  });

  it("says how long a stage waits yet, for what, and what is away", () => {
    const at = { revision: "v2", proven: false, before: ["v1"], since: 0, coming: "v2" };
    const before = request.record.clusters;
    const table = tableOf({
      ...request,
      record: { clusters: { ...before, "eu-01": { ...at, stage: "canary" } } },
      clusters: clusters.map((each) =>
        each.name === "ap-12" ? { ...each, away: "it does not answer" } : each,
      ),
      now: 10 * 60_000,
      approvals: ["canary@00000000"],
    });
    expect(table?.rows[0]?.cells.at(-1)).to.match(
      /^20 min of 30 min are left, and it waits for the approval canary@[0-9a-f]{8}$/,
    );
    expect(table?.notes).to.deep.equal([
      "ap-12: it does not answer; it is kept as it is and comes level when it is back",
      "the approval canary@00000000 approves nothing of this update",
      "at the earliest done in 35 min and 9 waves",
    ]);
  });

  it("shows what goes back, which needs no gate, as part of this update", () => {
    const at = { revision: "v3", proven: true, before: ["v2", "v1"] };
    const table = tableOf({
      ...request,
      record: { clusters: { ...request.record.clusters, "eu-01": at } },
    });
    expect(table?.rows[0]?.cells.at(-1)).to.equal("▶ this update");
  });

  it("is not there where all is through", () => {
    expect(
      tableOf({
        ...request,
        wanted: { ...Object.fromEntries(clusters.map(({ name }) => [name, "v1"])) },
      }),
    ).to.equal(undefined);
    expect(stageTables(smallShop())).to.deep.equal([]);
  });
});
