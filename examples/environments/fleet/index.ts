import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What `Pulumi.<environment>.yaml` says of each member cluster. */
interface Member {
  labels: Record<string, string>;
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

export const fleet = kubefed.exportClusters(clusters);
