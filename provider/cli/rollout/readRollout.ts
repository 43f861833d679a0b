/*
 * How `kubefed rollout` works: it reads how staged updates stand, runs an update, waits for time, and keeps what is
 * approved until then.
 */

import { isWorkload, objectProblem } from "../../core/stages/objectHealth";
import { mapAt } from "../../core/plain/fields";
import type { StagesRequest } from "../../core/stages/stagesPlan";
import { type RecordedStages, recordedUpdates } from "../../report/rollout/recordedStages";
import {
  type RolloutStatus,
  rolloutStatus,
  unprovenClusters,
} from "../../report/rollout/rolloutStatus";
import { declaredFleet } from "../../report/status/declaredFleet";
import type { Observation } from "../../report/status/fleetStatus";
import { observeFleet } from "../engine/observeFleet";
import { exportState } from "../engine/stackState";
import { CommandFailure } from "../options/commandFailure";
import type { StackArguments } from "../options/stackOptions";

/** Whose staged updates are meant. */
export interface RolloutArguments extends StackArguments {
  readonly strategy: string | undefined;
}

/** How long a cluster has for an answer. */
const deadlineMs = 5000;

/**
 * How the staged updates of a stack stand: from its state, and from the clusters that have not proven what they are
 * to have. Throws a CommandFailure where there are none, or none of that name.
 *
 * - A strategy's own check of health is the program's: only an update asks it.
 */
export async function readRollout(
  given: RolloutArguments,
  /** What is approved beside the state. */
  approvals: readonly string[],
): Promise<RolloutStatus[]> {
  const { strategies, isRunning } = recordedUpdates(await exportState(given));
  const names = strategies.map(({ strategy }) => strategy);
  const meant = strategies.filter(
    ({ strategy }) => given.strategy === undefined || strategy === given.strategy,
  );
  if (names.length === 0)
    throw new CommandFailure(
      "no update of this stack was staged yet: a StagedUpdateStrategy is needed",
    );
  if (meant.length === 0)
    throw new CommandFailure(
      `--strategy: no "${given.strategy ?? ""}"; known: ${names.join(", ")}`,
    );
  return Promise.all(
    meant.map(async (recorded) => {
      const { strategy, record, attempts, asked } = recorded;
      const request: StagesRequest = {
        ...asked,
        // Another shard's are in that shard's record.
        clusters: asked.clusters.filter(({ elsewhere }) => elsewhere === undefined),
        record,
        attempts,
        health: {},
        now: Date.now(),
        approvals: [...approvals],
      };
      const health = await healthOf(recorded, unprovenClusters(request));
      return rolloutStatus({ strategy, request: { ...request, health }, isRunning });
    }),
  );
}

/** By cluster: why its workloads are not healthy. */
export async function healthOf(
  { staged }: RecordedStages,
  clusters: readonly string[],
): Promise<Record<string, string>> {
  if (clusters.length === 0) return {};
  const fleet = declaredFleet(staged);
  const objects = fleet.objects.filter(
    ({ cluster, inputs }) => clusters.includes(cluster) && isWorkload(kindOf(inputs)),
  );
  const observed = await observeFleet({ fleet: { ...fleet, objects }, deadlineMs });
  const problems = clusters.map((name) => {
    const own = observed.filter(({ object }) => object.cluster === name).flatMap(problemOf);
    return [name, own.join("; ")] as const;
  });
  return Object.fromEntries(problems.filter(([, problem]) => problem !== ""));
}

function kindOf(inputs: unknown): string {
  const { kind } = mapAt(inputs);
  return typeof kind === "string" ? kind : "";
}

function problemOf({ object: { title }, failure, live }: Observation): string[] {
  if (failure !== undefined) return [`${title}: ${failure}`];
  const problem = objectProblem(title, live === undefined ? undefined : mapAt(live));
  return problem === undefined ? [] : [problem];
}
