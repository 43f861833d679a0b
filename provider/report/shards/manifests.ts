import { githubWorkflow } from "./githubWorkflow";
import { jobManifest } from "./jobManifest";
import { operatorManifest } from "./operatorManifest";

/** What a manifest for shards says. */
export interface ShardManifestRequest {
  /** In their order; never empty. */
  readonly shards: readonly { readonly name: string; readonly stack: string }[];
  /** The stack of the fleet. */
  readonly fleet: string;
  readonly prefix: string;
  readonly parallel: number;
  /** Of the largest shard, in MiB. */
  readonly memoryMebibytes: number;
  readonly namespace: string;
  /** The image that has Pulumi, Node.js and the program. */
  readonly image: string;
}

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
