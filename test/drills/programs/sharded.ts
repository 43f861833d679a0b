import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface Sharded {
  image: string;
  total: number;
  /** The clusters of the first stage; the others come after it. */
  canary: string[];
}

const config = new pulumi.Config();
const given = config.requireObject<Sharded>("with");
const stack = new pulumi.StackReference("organization/shardfleet/dev");

async function declare(): Promise<void> {
  // The one line that a fleet in shards needs; without the configuration it is one stack.
  const clusters = await kubefed.clustersFromStack(stack, "fleet", { shard: config.get("shard") });
  const stagedUpdate = new kubefed.StagedUpdateStrategy("careful", {
    stages: [{ name: "canary", clusterNames: given.canary }],
    progressDeadline: "30s",
    initial: "atOnce",
  });
  const place = { clusters, placement: { clusterSelector: {} }, stagedUpdate };
  new kubefed.FederatedConfigMap("settings", {
    ...place,
    template: { data: { greeting: "hello", hidden: config.requireSecret("hidden") } },
    overrides: clusters.map(({ name, region }) => ({
      clusterName: name,
      merge: { data: { greeting: `hello ${region ?? ""}` } },
    })),
  });
  const labels = { app: "web" };
  new kubefed.FederatedDeployment("web", {
    ...place,
    scheduling: new kubefed.ReplicaSchedulingPreference("web", { totalReplicas: given.total }),
    template: {
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [{ name: "web", image: given.image }],
            ...(given.image === "never" ? { nodeSelector: { none: "such" } } : {}),
          },
        },
      },
    },
  });
}

export const declared = declare();
