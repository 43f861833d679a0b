import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface Drill {
  unreachable: "fail" | "keep";
  members: string[];
  /** ConfigMaps by name, with their greeting. */
  objects: Record<string, string>;
}

const config = new pulumi.Config();
const { unreachable, members, objects } = config.requireObject<Drill>("with");

const clusters = members.map(
  (name) =>
    new kubefed.KubeFedCluster(name, { kubeconfig: config.requireSecret(name), unreachable }),
);

const maps = Object.entries(objects).map(
  ([name, greeting]) =>
    new kubefed.FederatedConfigMap(name, {
      clusters,
      placement: { clusterSelector: {} },
      template: { data: { greeting } },
    }),
);

// What depends on an object that may be deferred must not be held up by it.
export const uids = maps.map(({ resources }) =>
  Object.fromEntries(
    Object.entries(resources).map(([cluster, resource]) => [cluster, resource.metadata.uid]),
  ),
);
export const status = Object.fromEntries(clusters.map(({ name, status }) => [name, status]));
