import { expect } from "chai";
import { recordedUpdates } from "../../../provider/report/rollout/recordedStages";
import { renderRollout } from "../../../provider/report/rollout/renderRollout";
import { exitCodeOf, overallState } from "../../../provider/report/rollout/rolloutExit";
import { rolloutStatus, type RolloutStatus } from "../../../provider/report/rollout/rolloutStatus";
import { plain } from "../../../provider/report/text/paint";
import { askedFor } from "../../../provider/core/stages/nextRecord";
import { stableText } from "../../../provider/core/plain/text";
import { runningFleet, type StagedFleet } from "../../support/stagedFleet";

const minute = 60_000;
const abort = { does: "abort" } as const;
const pause = { does: "pause" } as const;

const statusOf = (fleet: StagedFleet, isRunning = false): RolloutStatus =>
  rolloutStatus({ strategy: "careful", request: fleet.request(), isRunning });

/** What was done to four clusters that are to have v2, by what is then said, and the exit code. */
const standings: readonly (readonly [string, number, string, (fleet: StagedFleet) => void])[] = [
  ["ready", 6, "nothing was updated yet", () => undefined],
  ["time", 6, "the canary was written", (fleet) => fleet.update()],
  [
    "approval",
    5,
    "its time is over",
    (fleet) => {
      fleet.update();
      fleet.now += 30 * minute;
    },
  ],
  [
    "ready",
    6,
    "it was approved before its time was over",
    (fleet) => {
      fleet.approvals = fleet.update().stages.flatMap(({ approval }) => approval ?? []);
      fleet.now += 30 * minute;
    },
  ],
  [
    "unhealthy",
    4,
    "the canary is not ready",
    (fleet) => {
      fleet.update();
      fleet.health = { a: "Deployment web: 0 of 1 replicas are ready" };
    },
  ],
  [
    "unhealthy",
    4,
    "the canary never became ready, so that the update failed",
    (fleet) => {
      fleet.update(["a"]);
      fleet.health = { a: "Deployment web: 0 of 1 replicas are ready" };
    },
  ],
  // What was begun is there, and only the record does not know it yet.
  ["ready", 6, "an update was killed when all was written", (fleet) => fleet.update(["a"])],
  [
    "paused",
    5,
    "it was paused",
    (fleet) => {
      fleet.update();
      fleet.update([], pause);
    },
  ],
  [
    "aborted",
    5,
    "it was aborted",
    (fleet) => {
      fleet.update();
      fleet.update([], abort);
      fleet.now += 60 * minute;
    },
  ],
  ["complete", 0, "all is written", (fleet) => fleet.settle()],
  [
    "complete",
    0,
    "it was paused when all was written",
    (fleet) => {
      fleet.settle();
      fleet.update([], pause);
    },
  ],
];

describe("how a staged update stands between two updates", () => {
  for (const [state, code, when, play] of standings) {
    it(`is ${state}, ${code}, when ${when}`, () => {
      const fleet = runningFleet();
      play(fleet);
      const status = statusOf(fleet);
      expect([status.state, exitCodeOf(status.state)]).to.deep.equal([state, code]);
    });
  }

  it("is not said to have failed while an update runs", () => {
    const fleet = runningFleet();
    fleet.update(["a"]);
    fleet.health = { a: "0 of 1 replicas are ready" };
    expect(statusOf(fleet, true).state).to.equal("ready");
  });

  it("of several is the worst first, then what goes on by itself, then what waits for people", () => {
    const states = ["complete", "approval", "time", "unhealthy"] as const;
    const overall = states.map((_, at) =>
      overallState(states.slice(0, at + 1).map((state) => ({ state }))),
    );
    expect(overall).to.deep.equal(states);
  });

  it("is shown with its stages, how many clusters of each are through, and how it goes on", () => {
    const fleet = runningFleet();
    fleet.update();
    fleet.now += 10 * minute;
    const soaking = statusOf(fleet);
    const text = renderRollout([soaking], { width: 120, paint: plain });
    const [approval = ""] = soaking.stages.flatMap((stage) => stage.approval ?? []);
    expect(text.split("\n")).to.deep.equal([
      `careful ${soaking.revision ?? ""}: waits for time`,
      "  stage   proven  after it                   state",
      `  canary  0/1     healthy, 30 min, approval  waits  20 min of 30 min are left, and it waits for the approval ${approval}`,
      "  second  0/1     healthy, 5 min             held",
      "  rest    0/2     healthy                    held",
      "to go on: kubefed rollout run, or pulumi up then",
      "",
    ]);
    expect(soaking.waitMs).to.equal(20 * minute);
    fleet.settle();
    expect(renderRollout([statusOf(fleet)], { width: 120, paint: plain })).to.match(
      /^careful \w{8}: complete\n.*\n {2}canary {2}1\/1 .* all is proven/,
    );
  });
});

describe("what a stack's state says of staged updates", () => {
  const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
  const strategy = urn("kubefed:index:StagedUpdateStrategy", "careful");
  const web = urn("kubefed:index:FederatedDeployment", "web");
  const fleet = runningFleet();
  fleet.update();
  const request = fleet.request();
  const resources = [
    {
      urn: strategy,
      outputs: { record: request.record, components: [web], salt: "hidden" },
    },
    {
      urn: urn(
        "kubefed:index:StagedUpdateStrategy$kubefed:index:StagedUpdateAttempts",
        "careful-attempts",
      ),
      parent: strategy,
      outputs: {
        attempts: JSON.stringify(request.attempts),
        asked: stableText(askedFor({ ...request, clusters: [{ name: "a", away: "refused" }] })),
      },
    },
    { urn: web },
    { urn: urn("x:Y", "web-a"), parent: web },
    { urn: urn("x:Y", "other") },
    { urn: urn("pulumi:providers:kubernetes", "a"), type: "pulumi:providers:kubernetes" },
  ];

  it("is what the next update would begin with, and the resources that it stages", () => {
    const { strategies, isRunning } = recordedUpdates({ deployment: { resources } });
    expect(isRunning).to.equal(false);
    expect(strategies).to.deep.equal([
      {
        strategy: "careful",
        record: request.record,
        attempts: request.attempts,
        asked: {
          strategy: request.strategy,
          wanted: request.wanted,
          replicas: {},
          clusters: [{ name: "a", away: "it was away in the last update" }],
        },
        staged: { deployment: { resources: [resources[2], resources[3], resources[5]] } },
      },
    ]);
  });

  it("is nothing of a strategy that no update has decided about, and that an update runs", () => {
    const pending = { resources: resources.slice(0, 1), pending_operations: [{}] };
    expect(recordedUpdates({ deployment: pending })).to.deep.equal({
      strategies: [],
      isRunning: true,
    });
  });
});
