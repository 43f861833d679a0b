import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A cluster of a fleet, for those who did not start it. */
export interface ClusterDescription {
  readonly name: string;
  readonly kubeconfigPath: string;
  readonly apiEndpoint: string;
  readonly region: string;
  readonly zones: readonly string[];
}

/** What a fleet's directory says about it. */
export interface FleetDescription {
  readonly clusters: readonly ClusterDescription[];
}

/** Writes what the fleet in `directory` consists of. */
export function writeDescription(directory: string, description: FleetDescription): void {
  writeFileSync(join(directory, "fleet.json"), JSON.stringify(description, undefined, 2));
}

/** Reads what the fleet in `directory` consists of; `undefined` when nothing was written there. */
export function readDescription(directory: string): FleetDescription | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(directory, "fleet.json"), "utf8"));
  } catch {
    return undefined;
  }
  return isDescription(value) ? value : undefined;
}

/** Only what we have written ourselves is read back, so its outer shape is enough to check. */
function isDescription(value: unknown): value is FleetDescription {
  return (
    typeof value === "object" &&
    value !== null &&
    "clusters" in value &&
    Array.isArray(value.clusters)
  );
}
