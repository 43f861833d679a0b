import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();

const regions = { "ap-south": "ap", "eu-west": "eu", "us-east": "us" };
const clusters = Object.entries(regions).map(
  ([name, region]) =>
    new kubefed.KubeFedCluster(name, {
      kubeconfig: config.requireSecret(`${name}-kubeconfig`),
      region,
    }),
);

const careful = new kubefed.StagedUpdateStrategy("careful", {
  stages: [
    // One cluster first: it is well for half an hour, and then somebody says that it goes on.
    {
      name: "canary",
      clusterNames: ["ap-south"],
      afterStage: { minSuccessTime: "30m", approval: true },
    },
    // A tenth of all, at least one.
    { name: "tenth", size: "10%", afterStage: { minSuccessTime: "15m" } },
    // All that are left, a stage for each region.
    { name: "regions", groupBy: "region", order: ["eu", "us", "ap"] },
  ],
  // Of a stage so many at once, and of an object so long until it is ready.
  maxConcurrency: 5,
  progressDeadline: "10m",
});

// All that names the namespace is staged with it.
const shop = new kubefed.FederatedNamespace("shop", {
  clusters,
  placement: { clusterSelector: {} },
  stagedUpdate: careful,
});

const settings = new kubefed.FederatedConfigMap("settings", {
  namespace: shop,
  template: { data: { greeting: "hello" } },
});

const web = new kubefed.FederatedDeployment("web", {
  namespace: shop,
  template: {
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: "nginx:1.29" }] },
      },
    },
  },
});

export const plans = [settings.plan, web.plan];
