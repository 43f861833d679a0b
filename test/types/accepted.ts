// A program that users may write: every line must compile. It is never run.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";
import { planReplicas, renderPlan, selectClusters } from "pulumi-kubefed/core";

const config = new pulumi.Config();

// Member clusters, by each way to reach them.
const us = new kubefed.KubeFedCluster("us-east", {
  kubeconfig: config.requireSecret("usEastKubeconfig"),
  labels: { tier: "prod", region: "us" },
  region: "us-east1",
  zones: ["us-east1-b", "us-east1-c"],
});
const eu = new kubefed.KubeFedCluster("eu-west", {
  kubeconfigPath: "~/.kube/config",
  context: "eu",
});
const own = new kubefed.KubeFedCluster("own", { provider: new k8s.Provider("own") });
const asObject = new kubefed.KubeFedCluster("object", {
  kubeconfig: config.requireSecretObject<Record<string, unknown>>("kubeconfig"),
});
const clusters = [us, eu, own, asObject];
const name: string = us.name;
const labels: Readonly<Record<string, string>> = us.labels;
const region: string | undefined = us.region;
const zones: readonly string[] = us.zones;
const provider: k8s.Provider = us.provider;
export const structure = { name, labels, region, zones, provider };

// Namespaces, placement, overrides; Outputs and secrets as leaves.
const greeting: pulumi.Output<string> = config.requireSecret("greeting");
const shop = new kubefed.FederatedNamespace("shop", {
  clusters,
  placement: { clusterSelector: { matchLabels: { tier: "prod" } } },
});
const settings = new kubefed.FederatedConfigMap(
  "settings",
  {
    namespace: shop,
    placement: { clusterNames: ["us-east", "eu-west"] },
    template: { metadata: { labels: { app: "shop" } }, data: { greeting, tier: "gold" } },
    overrides: [
      { clusterName: "eu-west", clusterOverrides: [{ path: "/data/greeting", value: greeting }] },
      { clusterName: "eu-west", clusterOverrides: [{ op: "remove", path: "/data/tier" }] },
      {
        clusterSelector: {
          matchExpressions: [{ key: "region", operator: "In", values: ["us"] }],
        },
        merge: { data: { greeting: pulumi.interpolate`howdy, ${greeting}`, tier: null } },
      },
    ],
    retain: ["/data/tier"],
    managedLabel: false,
  },
  { protect: true, dependsOn: [shop] },
);
new kubefed.FederatedConfigMap("placed-by-clusters", {
  clusters,
  namespace: "default",
  placement: { clusterSelector: {} },
  template: { data: Promise.resolve({ key: "value" }) },
});
new kubefed.FederatedSecret("where-the-namespace-is", {
  namespace: shop,
  template: { stringData: { password: greeting } },
});

// Lists may be read-only, as those that a component gives are.
const fixed = ["us-east", "eu-west"] as const;
new kubefed.FederatedConfigMap("with-the-clusters-of-another", {
  clusters: shop.clusters,
  placement: { clusterNames: fixed },
  template: { data: {} },
  overrides: [{ clusterName: "us-east", merge: { data: { key: "value" } } }] as const,
  retain: ["/data/key"] as const,
});
new kubefed.FederatedNamespace("beside", { clusters: shop.clusters, placement: {} });
new kubefed.KubeFedCluster("zoned", { kubeconfigPath: "~/.kube/config", zones: us.zones });
new kubefed.FederatedYaml("files", { namespace: shop, files: ["a.yaml", "b.yaml"] as const });
new kubefed.ClusterRegistry("listed", { hostCluster: us, clusters: shop.clusters });
const zone = new kubefed.Rfc2136Zone("bind", { server: ["ns1.a.test", "ns2.a.test"] as const });
new kubefed.DomainRecord("api", {
  dns: zone,
  dnsName: "a.test",
  records: { A: ["10.0.0.1"] as const },
});

// Workloads and their division.
const spread = new kubefed.ReplicaSchedulingPreference("web", {
  totalReplicas: 9,
  clusters: { "us-east": { weight: 2, minReplicas: 1 }, "*": { weight: 1, maxReplicas: 6 } },
  rebalance: true,
  algorithm: "kubefed",
});
const web = new kubefed.FederatedDeployment("web", {
  namespace: shop,
  placement: { clusterSelector: {} },
  scheduling: spread,
  retainReplicas: false,
  template: {
    metadata: { labels: { app: "web" } },
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: greeting, env: [{ name: "A", value: "b" }] }] },
      },
    },
  },
  overrides: [
    {
      clusterName: "eu-west",
      merge: {
        spec: { template: { spec: { containers: [{ name: "web", image: "nginx:1.28" }] } } },
      },
    },
  ],
});
const federated: kubefed.FederatedDeployment = web;
const ready: pulumi.Output<number | undefined> = web.status.apply((status) => status.ready);
export const usWeb = web.resources["us-east"]?.metadata.uid;
export const plan: string = renderPlan(federated.plan);
export const results = [ready, settings.plan, shop.plan.name];

// Any kind, with types.
const FederatedLimitRange = kubefed.federate(k8s.core.v1.LimitRange);
const range = new FederatedLimitRange("defaults", {
  namespace: shop,
  placement: { clusterSelector: {} },
  template: { spec: { limits: [{ type: "Container", default: { memory: "128Mi" } }] } },
});
const limits: k8s.core.v1.LimitRange | undefined = range.resources["us-east"];
const later: pulumi.Output<k8s.core.v1.LimitRange> | undefined = range.deferred["eu-west"];
export const uids: (pulumi.Output<string> | undefined)[] = [
  limits?.metadata.uid,
  later?.metadata.uid,
];
new k8s.core.v1.Secret("after-both", {}, { dependsOn: [...Object.values(range.deferred)] });
new k8s.core.v1.Secret("after", {}, { dependsOn: limits ?? [] });
new kubefed.FederatedCustomResource("backup", {
  namespace: shop,
  apiVersion: "velero.io/v1",
  kind: "Schedule",
  placement: { clusterSelector: {} },
  template: { metadata: { labels: { app: "shop" } }, spec: { schedule: "@daily" } },
  overrides: [{ clusterName: "eu-west", merge: { spec: { schedule: "@weekly" } } }],
});

// Each kind is divided by what it has.
new kubefed.FederatedStatefulSet("db", {
  namespace: shop,
  scheduling: spread,
  retainReplicas: true,
  scale: { path: "/spec/replicas" },
  template: { spec: { selector: {}, serviceName: "db", template: {} } },
});
const work = new kubefed.JobSchedulingPreference("index", {
  totalParallelism: 2,
  totalCompletions: 10,
});
const job = { spec: { template: {} } };
new kubefed.FederatedJob("index", { namespace: shop, template: job, scheduling: work });
new kubefed.FederatedCronJob("index", {
  namespace: shop,
  template: { spec: { schedule: "@daily", jobTemplate: job } },
  scheduling: work,
});
new kubefed.FederatedHorizontalPodAutoscaler("web", {
  namespace: shop,
  template: { spec: { maxReplicas: 3, scaleTargetRef: { kind: "Deployment", name: "web" } } },
  scheduling: new kubefed.HorizontalPodAutoscalerPreference("web", {
    totalMinReplicas: 2,
    totalMaxReplicas: 10,
  }),
});
new kubefed.FederatedCustomResource("pool", {
  namespace: shop,
  apiVersion: "example.com/v1",
  kind: "Pool",
  template: { spec: {} },
  scale: { path: "/spec/size" },
  scheduling: spread,
});
const FederatedController = kubefed.federate(k8s.core.v1.ReplicationController);
new FederatedController("old", { namespace: shop, template: {}, scheduling: spread });
const FederatedQuota = kubefed.federate(k8s.core.v1.ResourceQuota, { scale: { path: "/spec/a" } });
new FederatedQuota("scaled", { namespace: shop, template: {}, scheduling: spread });

// All that is declared gives the same.
const chart = new kubefed.FederatedHelmChart("redis", { namespace: shop, chart: "./redis" });
const custom = new kubefed.FederatedCustomResource("any", {
  namespace: shop,
  apiVersion: "example.com/v1",
  kind: "Any",
  template: {},
});
const declared: kubefed.FederatedObject[] = [web, shop, settings, range, chart, custom];
export const fleets = declared.map(({ clusters: of, plan: its }) => [of.length, its.name]);

// One stack per environment.
export const fleet = kubefed.exportClusters(clusters);
const imported: Promise<kubefed.KubeFedCluster[]> = kubefed.clustersFromStack(
  new pulumi.StackReference(`org/fleet/${pulumi.getStack()}`),
  "fleet",
);

// The core takes member clusters as they are.
export const selection = imported.then((members) => selectClusters({ clusters: members }).selected);
export const division: Record<string, number> = planReplicas({
  algorithm: "kubefed",
  clusters: clusters.map((cluster) => cluster.name),
  totalReplicas: 9,
}).replicas;
