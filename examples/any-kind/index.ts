import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();

const clusters = ["us-east", "eu-west"].map(
  (name) =>
    new kubefed.KubeFedCluster(name, { kubeconfig: config.requireSecret(`${name}-kubeconfig`) }),
);
const placement = { clusterSelector: {} };
const shop = new kubefed.FederatedNamespace("shop", { clusters, placement });

// Any class of @pulumi/kubernetes.
const FederatedLimitRange = kubefed.federate(k8s.core.v1.LimitRange);
new FederatedLimitRange("defaults", {
  namespace: shop,
  template: { spec: { limits: [{ type: "Container", default: { memory: "128Mi" } }] } },
});

// A kind of your own: its definition first, then an object of it.
const backups = new kubefed.FederatedCustomResourceDefinition("backups", {
  clusters,
  placement,
  template: {
    metadata: { name: "backups.shop.example.com" },
    spec: {
      group: "shop.example.com",
      scope: "Namespaced",
      names: { kind: "Backup", plural: "backups" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: "object",
              properties: {
                spec: { type: "object", properties: { schedule: { type: "string" } } },
              },
            },
          },
        },
      ],
    },
  },
});

new kubefed.FederatedCustomResource(
  "nightly",
  {
    namespace: shop,
    apiVersion: "shop.example.com/v1",
    kind: "Backup",
    template: { spec: { schedule: "@daily" } },
    overrides: [{ clusterName: "eu-west", merge: { spec: { schedule: "@weekly" } } }],
  },
  { dependsOn: backups },
);
