import { count } from "../../core/plain/text";
import type { Migration } from "../../migration/migration";
import { type LiveObjects, proveLive } from "../../migration/proof/liveProof";
import { renderLiveProof } from "../../migration/proof/proofText";
import { CommandFailure } from "../options/commandFailure";
import { readManifests } from "./manifestFiles";

/** Reads words such as `eu=eu.yaml`: what a member cluster has, as `kubectl get -o yaml` says it. */
export function readExpected(words: readonly string[]): LiveObjects {
  const byCluster = new Map<string, unknown[]>();
  for (const word of words) {
    const at = word.indexOf("=");
    if (at < 1) throw new CommandFailure(`--expect "${word}": allowed: CLUSTER=FILE`);
    const cluster = word.slice(0, at);
    const known = byCluster.get(cluster) ?? [];
    byCluster.set(cluster, [...known, ...readManifests([word.slice(at + 1)])]);
  }
  return byCluster;
}

/** What is said of the clusters themselves. */
export interface ExpectedCopies {
  readonly text: string;
  readonly isEqual: boolean;
  /** Whether something was given for every member cluster. */
  readonly isComplete: boolean;
}

/** What the program plans against what the clusters have; without any file, nothing is said. */
export function expectedCopies(migration: Migration, live: LiveObjects): ExpectedCopies {
  if (live.size === 0) return { text: "", isEqual: true, isComplete: false };
  const unknown = [...live.keys()].filter(
    (cluster) => !migration.clusters.some(({ name }) => name === cluster),
  );
  if (unknown.length > 0) {
    throw new CommandFailure(
      `--expect: ${count(unknown.length, "name")} of no member cluster: ${unknown.join(", ")}`,
    );
  }
  const verdicts = proveLive(migration, live);
  return {
    text: renderLiveProof(verdicts),
    isEqual: verdicts.every(({ differences }) => differences.length === 0),
    isComplete: migration.clusters.every(({ name }) => live.has(name)),
  };
}
