import { listObjects } from "../adapters/kubernetes/objects";
import {
  type ClusterStatus,
  clusterStatus,
  type ClusterStatusParts,
} from "../core/status/clusterStatus";
import type { Probe } from "../engine/run";

/**
 * The status of a probed cluster: its health, and when it is reachable its version and its nodes'
 * places. Never rejects: what cannot be read (nodes are not for everybody) is left out.
 */
export async function readClusterStatus(
  probe: Probe,
  stated: ClusterStatusParts["stated"],
): Promise<ClusterStatus> {
  if (probe.kind === "not-asked") return clusterStatus({ notProbed: probe.why, stated });
  const { health, api } = probe;
  if (api === undefined) return clusterStatus({ health, stated });
  const known = { health, stated, apiEndpoint: api.server };
  if (!health.reachable) return clusterStatus(known);
  const [version, nodes] = await Promise.all([
    api.request({ method: "GET", path: "/version" }).catch(() => undefined),
    listObjects(api, "/api/v1/nodes").catch(() => []),
  ]);
  return clusterStatus({ ...known, version: version?.body, nodes });
}
