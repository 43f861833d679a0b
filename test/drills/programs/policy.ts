import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`: whether what the rules refuse is repaired. */
export interface Ruled {
  repaired: boolean;
}

const config = new pulumi.Config();
const { repaired } = config.requireObject<Ruled>("with");
const password = config.requireSecret("password");

const regions: Record<string, string> = {
  "us-east": "us-east1",
  "eu-west": "europe-west1",
  "ap-south": "asia-south1",
};
const clusters = Object.keys(regions).map((name) => {
  const isAll = name === "us-east" && !repaired;
  const join = {
    hostClusterName: "host",
    rules: isAll ? "everything" : "federated-kinds",
  } as const;
  const kubeconfig = config.requireSecret(name);
  // One member is given by a provider of the program's own, which a joined one cannot be.
  const isOwn = name === "eu-west" && !repaired;
  return new kubefed.KubeFedCluster(name, {
    ...(isOwn ? { provider: new k8s.Provider("own-eu-west", { kubeconfig }) } : { kubeconfig }),
    region: regions[name],
    zones: [`${regions[name] ?? ""}-a`],
    ...(isAll || repaired ? { join } : {}),
  });
});
const [, euWest] = clusters;

const namespace = new kubefed.FederatedNamespace("ruled", {
  clusters,
  placement: { clusterSelector: {} },
});
const labels = { app: "web" };
new kubefed.FederatedDeployment("web", {
  namespace,
  scheduling: new kubefed.ReplicaSchedulingPreference("web", {
    totalReplicas: 9,
    clusters: repaired
      ? { "*": { weight: 1 } }
      : { "us-east": { weight: 8 }, "eu-west": { weight: 1 } },
  }),
  template: {
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: "web", image: repaired ? "nginx:1.29" : "quay.io/other/web:1" }],
        },
      },
    },
  },
});
const service = new kubefed.FederatedService("web", {
  namespace,
  template: { spec: { type: "LoadBalancer", selector: labels, ports: [{ port: 80 }] } },
});

if (repaired) {
  new kubefed.FederatedPodDisruptionBudget("web", {
    namespace,
    template: { spec: { selector: { matchLabels: labels }, maxUnavailable: 1 } },
  });
  const dns = new kubefed.Rfc2136Zone("zone", { server: "127.0.0.1:5", zone: "fed.test" });
  new kubefed.ServiceDNSRecord("web", { service, dns, domain: "fed.test" });
  new kubefed.FederatedSecret("settings", { namespace, template: { stringData: { password } } });
} else {
  new kubefed.FederatedConfigMap("settings", { namespace, template: { data: { password } } });
  new k8s.core.v1.Secret("stray", { stringData: { password } }, { provider: euWest?.provider });
}
