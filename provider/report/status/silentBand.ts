import { bandHtml } from "../page/statusFrame";
import type { FleetStatus } from "./fleetStatus";

/** The clusters that gave no answer, and why, above the picture. */
export function silentBand({ clusters }: FleetStatus): string {
  const lines = clusters.flatMap(({ name, failure }) =>
    failure === undefined ? [] : [`${name}: ${failure}`],
  );
  return bandHtml({ sort: "deletion", title: "Clusters without an answer", lines });
}
