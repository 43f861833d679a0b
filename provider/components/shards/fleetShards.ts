import * as pulumi from "@pulumi/pulumi";
import type { MemberCluster } from "../../core/model";
import { mapAt, textAt, textsOf } from "../../core/plain/fields";
import {
  assignShards,
  type ShardSettings,
  shardSettingIssues,
} from "../../core/shards/assignShards";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { isPreview } from "../../engine/engine";
import { newSalt } from "../../engine/stages/revision";
import { stackState } from "../../engine/state/stackState";
import { refusal } from "../../engine/program";

const type = "kubefed:index:FleetShards";

/** The shards of a fleet, which its stack remembers, and the salt that all of them share. */
export function fleetShards(
  clusters: readonly MemberCluster[],
  settings: ShardSettings,
): {
  readonly shards: pulumi.Output<Record<string, string>>;
  readonly salt: pulumi.Output<string>;
} {
  const problems = shardSettingIssues(settings);
  if (problems.length > 0) throw refusal(`exportClusters: ${problems.join("; ")}`);
  // What cannot be read must not be taken for a fleet that has no shards yet.
  const before = stackState().then((state) => {
    const own = [...state].find(([urn]) => ownType(parseUrn(urn).type) === type);
    return own?.[1] ?? {};
  });
  const assigned = before.then((outputs) => {
    const previous = textsOf(mapAt(outputs, "shards"));
    const found = assignShards({ ...settings, clusters, previous });
    return Object.fromEntries(found.clusters.map(({ cluster, shard }) => [cluster, shard]));
  });
  const made = isPreview() ? pulumi.unknown : newSalt();
  const salt = before.then((outputs) => textAt(outputs, "salt") || made);
  const kept = {
    shards: pulumi.output(assigned),
    salt: pulumi.secret(salt) as pulumi.Output<string>,
  };
  new FleetShards(kept);
  return kept;
}

/** Keeps in the stack's state which shard each cluster has. */
class FleetShards extends pulumi.ComponentResource {
  constructor(kept: pulumi.Inputs) {
    super(type, "shards", {});
    this.registerOutputs(kept);
  }
}
