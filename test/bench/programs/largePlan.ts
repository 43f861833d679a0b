import { planPropagation } from "pulumi-kubefed/core";

// The first plan of a process: one Deployment with a preference over 1,000 clusters; CPU milliseconds.
const clusters = Array.from({ length: 1000 }, (_, index) => ({
  name: `member-${String(index).padStart(4, "0")}`,
  labels: { region: ["eu", "us", "ap", "sa", "af"][index % 5] ?? "" },
}));
const preferences = clusters.map(({ name }, index) => {
  const limits = { minReplicas: 1, maxReplicas: 5 + (index % 30) };
  return [name, { weight: 1 + ((index * 7919) % 101), ...limits }] as const;
});
const containers = [{ name: "web", image: "web:1.4", ports: [{ containerPort: 8080 }] }];
const labels = { app: "web" };
const template = {
  metadata: { labels },
  spec: {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers } },
  },
};

const before = process.cpuUsage();
const { issues } = planPropagation({
  kind: "Deployment",
  apiVersion: "apps/v1",
  name: "web",
  namespace: "shop",
  template,
  clusters,
  placement: { clusterSelector: {} },
  scheduling: {
    algorithm: process.argv[2] === "webster" ? "webster" : "kubefed",
    totalReplicas: 10_000,
    clusters: Object.fromEntries(preferences),
  },
});
const { user, system } = process.cpuUsage(before);
if (issues.length > 0) throw new Error(JSON.stringify(issues));
process.stdout.write(JSON.stringify((user + system) / 1000));
