import { expect } from "chai";
import { afterCommand, type RolloutCommand } from "../../provider/core/rollout/command";
import { nextFlags, nextRecords, writtenAt } from "../../provider/core/stages/nextRecord";
import { planStages } from "../../provider/core/stages/planStages";
import type { Attempt, ClusterRecord, StagesRecord } from "../../provider/core/stages/record";
import type {
  StagedCluster,
  StagesPlan,
  StagesRequest,
} from "../../provider/core/stages/stagesPlan";
import type { StagedUpdateSettings } from "../../provider/core/stages/strategy";
import { deepFreeze } from "./deepFreeze";

const minute = 60_000;

/** A fleet whose updates are played one after the other, each as far as its gates let it. */
export class StagedFleet {
  record: StagesRecord = { clusters: {} };
  attempts: Record<string, Attempt> = {};
  now = 0;
  health: Record<string, string | undefined> = {};
  approvals: string[] = [];

  constructor(
    readonly strategy: StagedUpdateSettings,
    public clusters: readonly StagedCluster[],
    public wanted: Record<string, string | undefined>,
  ) {}

  request(command?: RolloutCommand): StagesRequest {
    const { strategy, clusters, wanted, record, attempts, health, now, approvals } = this;
    const given = { strategy, clusters, wanted, record, attempts, health, now, approvals };
    const request = deepFreeze(structuredClone({ ...given, replicas: {} }));
    return command === undefined ? request : deepFreeze(afterCommand(request, command));
  }

  /** Plans and writes; what `fails` is written is begun and not finished, and with it the whole update. */
  update(fails: readonly string[] = [], command?: RolloutCommand): StagesPlan {
    const request = this.request(command);
    const plan = planStages(request);
    const next = nextRecords(request, plan);
    this.attempts = { ...request.attempts };
    for (const { cluster } of plan.released) {
      this.attempts[cluster] = { revision: this.wanted[cluster] ?? "", at: this.now };
      // Nothing later starts.
      if (fails.includes(cluster)) return plan;
    }
    const clusters: [string, ClusterRecord][] = Object.entries(next).map(
      ([name, { kept, written }]) => [
        name,
        written === undefined ? kept : writtenAt(written, this.now),
      ],
    );
    this.record = { clusters: Object.fromEntries(clusters), ...nextFlags(request, plan) };
    return plan;
  }

  all(revision: string): void {
    for (const { name } of this.clusters) this.wanted[name] = revision;
  }

  settle(): void {
    for (let turn = 0; turn < 20; turn += 1) {
      const plan = this.update();
      this.now += 60 * minute;
      this.approvals = plan.stages.flatMap(({ approval }) => approval ?? []);
    }
    this.approvals = [];
  }
}

export const strategy: StagedUpdateSettings = {
  stages: [
    { name: "canary", clusterNames: ["a"], afterStage: { minSuccessTime: "30m", approval: true } },
    { name: "second", clusterNames: ["b"], afterStage: { minSuccessTime: "5m" } },
  ],
};

/** Four clusters with v1 everywhere, proven, that are to have v2. */
export function runningFleet(given: Partial<StagedUpdateSettings> = {}): StagedFleet {
  const clusters = ["a", "b", "c", "d"].map((name) => ({ name }));
  const fleet = new StagedFleet({ ...strategy, ...given }, clusters, {});
  fleet.all("v1");
  fleet.settle();
  expect(fleet.update().released).to.deep.equal([]);
  fleet.all("v2");
  return fleet;
}
