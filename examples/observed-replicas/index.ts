import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();

const clusters = ["us-east", "eu-west"].map(
  (name) =>
    new kubefed.KubeFedCluster(name, { kubeconfig: config.requireSecret(`${name}-kubeconfig`) }),
);

const workload = { kind: "Deployment", namespace: "default", name: "web" };

async function main() {
  const observed = await kubefed.observeReplicas({ ...workload, clusters });
  const web = new kubefed.ReplicaSchedulingPreference("web", {
    target: { ...workload, clusters },
    totalReplicas: config.getNumber("totalReplicas") ?? 6,
    clusters: { "us-east": { weight: 2 }, "*": { weight: 1 } },
    algorithm: "webster",
    rebalance: true,
    observed,
  });
  return { observed: observed.current, plan: web.plan };
}

const found = main();
export const observed = found.then(({ observed }) => observed);
export const plan = found.then(({ plan }) => plan);
