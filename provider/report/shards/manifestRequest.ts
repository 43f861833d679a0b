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
