import type { ClusterSpec } from "./clusterSpec";

/** Regions and zones for the cluster names of our examples. */
const known: Readonly<Record<string, { region: string; zones: readonly string[] }>> = {
  "us-east": { region: "us-east1", zones: ["us-east1-b", "us-east1-c"] },
  "eu-west": { region: "europe-west1", zones: ["europe-west1-c", "europe-west1-d"] },
  "ap-south": { region: "asia-south1", zones: ["asia-south1-a", "asia-south1-b"] },
};

/** The clusters that the `fleet` command starts when none are named. */
export const defaultClusterNames: readonly string[] = Object.keys(known);

/**
 * A cluster of that name with a region, two zones and a node in each: those of our examples, else
 * made from the name.
 *
 * @example
 * clusterNamed("lab")
 * //=> { name: "lab", region: "lab", zones: ["lab-a", "lab-b"] }
 */
export function clusterNamed(name: string): ClusterSpec {
  const location = Object.hasOwn(known, name) ? known[name] : undefined;
  return { name, ...(location ?? { region: name, zones: [`${name}-a`, `${name}-b`] }) };
}
