import { githubWorkflow } from "./githubWorkflow";
import { jobManifest } from "./jobManifest";
import type { ShardManifestRequest } from "./manifestRequest";
import { operatorManifest } from "./operatorManifest";

/** Which engines there are manifests for. */
export const manifestEngines = ["job", "pko", "github"] as const;
export type ManifestEngine = (typeof manifestEngines)[number];

/** A complete, commented manifest for what runs the shards of a fleet. */
export function shardManifest(engine: ManifestEngine, request: ShardManifestRequest): string {
  switch (engine) {
    case "job":
      return jobManifest(request);
    case "pko":
      return operatorManifest(request);
    case "github":
      return githubWorkflow(request);
  }
}
