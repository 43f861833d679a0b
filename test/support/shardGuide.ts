import { assignShards } from "../../provider/core/shards/assignShards";
import { renderShardList } from "../../provider/report/shards/renderShards";
import { plain } from "../../provider/report/text/paint";

/** What `kubefed shards list` says of the guide's fleet, in which one cluster came later and opened a shard. */
export function shardListText(): string {
  const region = (name: string) => ({ name, region: name.slice(0, 2) });
  const first = ["eu-north", "eu-west", "us-east", "us-west"].map(region);
  const before = assignShards({ clusters: first, maxClusters: 2 });
  const previous = Object.fromEntries(
    before.clusters.map(({ cluster, shard }) => [cluster, shard]),
  );
  const clusters = [...first, region("eu-south")];
  const { shards } = assignShards({ clusters, previous, maxClusters: 2 });
  const stacks = shards.map((shard) => ({ ...shard, stack: `prod-${shard.name}` }));
  return renderShardList(stacks, { width: 120, paint: plain }).trimEnd();
}
