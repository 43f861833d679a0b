import { connectToCluster, type KubeApi } from "../../adapters/kubernetes/apiClient";
import { deletionObstacles, type Leaving } from "../../adapters/deletion/deletionObstacles";
import type { PlacedObstacle } from "../../core/deletion/obstacleText";
import type { Probe } from "../../engine/run";
import type { GuardAccessRecord } from "../../engine/deletion/stateGuard";
import { reached } from "./memberObject";

/** A cluster that objects leave: as it was probed in this run, else as the stack last asked it. */
export interface LeftCluster {
  readonly name: string;
  readonly probe: Probe;
  readonly lastAccess: GuardAccessRecord | undefined;
}

/**
 * What is in the way of deleting objects from a cluster; undefined where it cannot be asked at all, because
 * its credentials cannot be read.
 */
export async function obstaclesOn(
  cluster: LeftCluster,
  leaving: Leaving,
): Promise<readonly PlacedObstacle[] | undefined> {
  const api = askableApi(cluster);
  if (api === undefined) return undefined;
  const obstacles = await deletionObstacles(api, leaving);
  return obstacles.map((each) => ({ cluster: cluster.name, ...each }));
}

/** A cluster by the connection of this run, else as the stack last asked it; undefined where it cannot be asked. */
export function askableApi({ probe, lastAccess }: Omit<LeftCluster, "name">): KubeApi | undefined {
  const there = reached(probe);
  if (there !== undefined) return there.api;
  return lastAccess === undefined ? undefined : connectToCluster(lastAccess);
}
