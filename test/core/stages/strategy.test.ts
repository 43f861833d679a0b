import { expect } from "chai";
import { stageLines } from "../../../provider/core/stages/stageText";
import { planStages } from "../../../provider/core/stages/planStages";
import { parseAttempts, parseRecord } from "../../../provider/core/stages/record";
import {
  type StagedUpdateSettings,
  validateStrategy,
} from "../../../provider/core/stages/strategy";
import { deepFreeze } from "../../support/deepFreeze";

/** Each with the only path at which something is wrong. */
const refused: readonly (readonly [string, unknown])[] = [
  ["stages", { stages: "canary" }],
  ["stages[0]", { stages: ["canary"] }],
  ["stages[0]", { stages: [{ name: "a" }] }],
  ["stages[0]", { stages: [{ name: "a", size: 1, groupBy: "region" }] }],
  ["stages[0].name", { stages: [{ name: "a@b", size: 1 }] }],
  ["stages[0].name", { stages: [{ name: "rest", size: 1 }] }],
  [
    "stages[1].name",
    {
      stages: [
        { name: "a", size: 1 },
        { name: "a", size: 1 },
      ],
    },
  ],
  [
    "stages[1].groupBy",
    {
      stages: [
        { name: "a", groupBy: "zone" },
        { name: "b", groupBy: "zone" },
      ],
    },
  ],
  ["stages[0].size", { stages: [{ name: "a", size: "0%" }] }],
  ["stages[0].clusterNames", { stages: [{ name: "a", clusterNames: "eu" }] }],
  ["stages[0].order", { stages: [{ name: "a", size: 1, order: ["eu"] }] }],
  [
    "stages[0].afterStage.minSuccessTime",
    { stages: [{ name: "a", size: 1, afterStage: { minSuccessTime: "soon" } }] },
  ],
  [
    "stages[0].afterStage.approval",
    { stages: [{ name: "a", size: 1, afterStage: { approval: "yes" } }] },
  ],
  ["maxConcurrency", { stages: [], maxConcurrency: 0 }],
  ["maxReplicasAtRisk", { stages: [], maxReplicasAtRisk: "200%" }],
  ["maxFailures", { stages: [], maxFailures: -1 }],
  ["oneAtATimePer", { stages: [], oneAtATimePer: "" }],
  ["progressDeadline", { stages: [], progressDeadline: 10 }],
  ["initial", { stages: [], initial: "later" }],
];

describe("a strategy's settings", () => {
  it("are refused where they cannot be understood, each at its own place", () => {
    for (const [path, settings] of refused) {
      const issues = validateStrategy(deepFreeze(settings) as StagedUpdateSettings);
      expect(
        issues.map((issue) => issue.path),
        JSON.stringify(settings),
      ).to.deep.equal([path]);
    }
  });

  it("are taken where they can", () => {
    const settings: StagedUpdateSettings = {
      stages: [
        {
          name: "canary",
          clusterNames: ["a"],
          afterStage: { minSuccessTime: "1h30m", approval: true },
        },
        { name: "tier", clusterSelector: { matchLabels: { tier: "prod" } } },
        { name: "tenth", size: "10%" },
        { name: "regions", groupBy: "region", order: ["eu"] },
      ],
      maxConcurrency: "10%",
      oneAtATimePer: "zone",
      maxReplicasAtRisk: 5,
      maxFailures: "3%",
      progressDeadline: "10m",
      initial: "atOnce",
    };
    expect(validateStrategy(deepFreeze(settings))).to.deep.equal([]);
  });

  it("say in a line a stage what an update does", () => {
    const plan = planStages({
      strategy: {
        stages: [
          {
            name: "canary",
            clusterNames: ["a"],
            afterStage: { minSuccessTime: "30m", approval: true },
          },
          { name: "none", clusterSelector: { matchLabels: { tier: "none" } } },
        ],
      },
      clusters: [{ name: "a" }, { name: "b" }, { name: "c", away: "it is off" }],
      wanted: { a: "v", b: "v", c: "v" },
      record: { clusters: {} },
      attempts: {},
      health: {},
      now: 0,
      replicas: {},
      approvals: ["canary@x"],
    });
    expect(stageLines(plan)).to.deep.equal([
      "stage canary: 1 of 1 cluster to be updated in 1 wave (a) now; after it: healthy, 30 min, approval",
      'stage rest: 1 of 2 clusters to be updated in 1 wave (b), held: stage "canary" is not passed: its clusters are updated now',
      "c: it is off; it is kept as it is and comes level when it is back",
      "the approval canary@x approves nothing of this update",
    ]);
  });

  it("have a record of which what is malformed counts as not there", () => {
    const entry = { revision: "r", since: 5, proven: true, before: ["p"] };
    expect(
      parseRecord({ clusters: { b: entry, a: { revision: 3, proven: "yes" } } }),
    ).to.deep.equal({
      clusters: { a: { proven: false, before: [] }, b: entry },
    });
    expect(parseRecord(undefined)).to.deep.equal({ clusters: {} });
    expect(parseAttempts({ a: { revision: "r", at: 1 }, b: "no" })).to.deep.equal({
      a: { revision: "r", at: 1 },
    });
  });
});
