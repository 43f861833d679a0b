import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says of each member cluster. */
interface Member {
  labels?: Record<string, string>;
  region: string;
}

const config = new pulumi.Config();

const clusters = Object.entries(config.requireObject<Record<string, Member>>("members")).map(
  ([name, member]) =>
    new kubefed.KubeFedCluster(name, {
      ...member,
      kubeconfig: config.requireSecret(`${name}-kubeconfig`),
    }),
);

export const fleet = kubefed.exportClusters(clusters, {
  shards: { maxClusters: config.getNumber("maxClusters") ?? 50, groupBy: "region" },
});
