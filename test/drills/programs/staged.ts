import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface Staged {
  /** The members, each with its region. */
  members: Record<string, string>;
  strategy: kubefed.StagedUpdateSettings;
  /** The image of the Deployment; `never` for one that never becomes ready. */
  image: string;
  /** ConfigMaps by name, with what is in them. */
  maps: Record<string, string>;
  /** Approved once, by the variable. */
  approve?: string;
  /** Whether a preview shows the whole update, by the variable. */
  whole?: boolean;
  /** Whose label differs, and what it is. */
  label?: Record<string, string>;
  /** Members that may be away. */
  keep?: string[];
  retire?: string[];
  /** @default 3 */
  total?: number;
  /** What a user's own check says, by member. */
  says?: Record<string, string>;
  /** The member whose ConfigMap's uid the one called "leaf" takes. */
  leafFrom?: string;
}

const config = new pulumi.Config();
const given = config.requireObject<Staged>("with");
const { members, image, says = {} } = given;
if (given.approve !== undefined) process.env.PULUMI_KUBEFED_APPROVE = given.approve;
if (given.whole === true) process.env.PULUMI_KUBEFED_STAGES = "all";

const clusters = Object.entries(members).map(
  ([name, region]) =>
    new kubefed.KubeFedCluster(name, {
      kubeconfig: config.requireSecret(name),
      region,
      retire: given.retire?.includes(name),
      unreachable: given.keep?.includes(name) === true ? "keep" : "fail",
    }),
);

const stagedUpdate = new kubefed.StagedUpdateStrategy("careful", {
  ...given.strategy,
  ...(given.says === undefined ? {} : { healthy: ({ cluster }) => says[cluster] }),
});
const place = { clusters, placement: { clusterSelector: {} }, stagedUpdate };

const maps = Object.entries(given.maps).map(
  ([name, value]) =>
    new kubefed.FederatedConfigMap(name, {
      ...place,
      template: { data: { value, hidden: config.requireSecret("hidden") } },
    }),
);
new kubefed.FederatedDeployment(
  "web",
  {
    ...place,
    scheduling: new kubefed.ReplicaSchedulingPreference("web", {
      totalReplicas: given.total ?? 3,
      algorithm: "webster",
    }),
    template: {
      spec: {
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: {
            containers: [
              {
                name: "web",
                image,
                env: [{ name: "HIDDEN", value: config.requireSecret("hidden") }],
              },
            ],
            ...(image === "never" ? { nodeSelector: { none: "such" } } : {}),
          },
        },
      },
    },
    overrides: Object.entries(given.label ?? {}).map(([clusterName, text]) => ({
      clusterName,
      merge: { metadata: { labels: { note: text } } },
    })),
  },
  // A whole component of the same strategy: on each cluster only what is there counts.
  { dependsOn: maps },
);

const [first] = maps;
if (given.leafFrom !== undefined && first !== undefined) {
  const uid = first.deferred[given.leafFrom]?.metadata.uid;
  new kubefed.FederatedConfigMap("leaf", {
    ...place,
    template: { data: { uid: uid ?? "" } },
  });
}
