import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface ShardFleet {
  /** The members, each with its region. */
  members: Record<string, string>;
}

const config = new pulumi.Config();
const { members } = config.requireObject<ShardFleet>("with");
const clusters = Object.entries(members).map(
  ([name, region]) =>
    new kubefed.KubeFedCluster(name, { kubeconfig: config.requireSecret(name), region }),
);

export const fleet = kubefed.exportClusters(clusters, { shards: { maxClusters: 2 } });
