import { isDeepStrictEqual } from "node:util";
import {
  type KubeObject,
  type MemberCluster,
  planPropagation,
  type PropagationRequest,
} from "pulumi-kubefed/core";
import type { Table } from "./table";

const OBJECTS = 1000;
const CLUSTERS = 100;
/** Each is measured so often, in turn, and its best time counts: other load only slows it. */
const MEASUREMENTS = 3;

const regions = ["us", "eu", "ap"];
const clusters: readonly MemberCluster[] = Array.from({ length: CLUSTERS }, (_, i) => ({
  name: `member-${String(i).padStart(3, "0")}`,
  labels: { region: regions[i % regions.length] ?? "us" },
}));

/** One kind of object: how it is planned, and the same objects made by hand. */
interface Work {
  readonly name: string;
  readonly plan: (index: number) => KubeObject[];
  readonly byHand: (index: number) => KubeObject[];
}

const configMaps: Work = {
  name: "ConfigMap, 2 overrides",
  plan: (index) =>
    planObjects({
      kind: "ConfigMap",
      apiVersion: "v1",
      name: `settings-${index}`,
      template: configMapTemplate(),
      overrides: [
        {
          clusterSelector: { matchLabels: { region: "eu" } },
          clusterOverrides: [{ path: "/data/currency", value: "EUR" }],
        },
        { clusterName: "member-007", merge: { data: { logLevel: "debug" } } },
      ],
    }),
  byHand: (index) => {
    const template = configMapTemplate();
    return clusters.map(({ name, labels }) => {
      const { metadata, data } = structuredClone(template);
      if (labels?.region === "eu") data.currency = "EUR";
      if (name === "member-007") data.logLevel = "debug";
      const own = metadataOf(`settings-${index}`, metadata.labels);
      return { apiVersion: "v1", kind: "ConfigMap", metadata: own, data };
    });
  },
};

const deployments: Work = {
  name: "Deployment, 3 overrides",
  plan: (index) =>
    planObjects({
      kind: "Deployment",
      apiVersion: "apps/v1",
      name: `web-${index}`,
      template: deploymentTemplate(),
      overrides: [
        {
          clusterSelector: { matchLabels: { region: "eu" } },
          clusterOverrides: [{ path: "/spec/replicas", value: 5 }],
        },
        {
          clusterSelector: { matchLabels: { region: "ap" } },
          clusterOverrides: [{ path: "/spec/template/spec/containers/0/image", value: "web:1.5" }],
        },
        { clusterName: "member-007", merge: { metadata: { annotations: { canary: "yes" } } } },
      ],
    }),
  byHand: (index) => {
    const template = deploymentTemplate();
    return clusters.map(({ name, labels }) => {
      const { metadata, spec } = structuredClone(template);
      if (labels?.region === "eu") spec.replicas = 5;
      const [container] = spec.template.spec.containers;
      if (labels?.region === "ap" && container !== undefined) container.image = "web:1.5";
      const own = {
        ...metadataOf(`web-${index}`, metadata.labels),
        ...(name === "member-007" ? { annotations: { canary: "yes" } } : {}),
      };
      return { apiVersion: "apps/v1", kind: "Deployment", metadata: own, spec };
    });
  },
};

/**
 * Measures the planning of 1,000 objects for 100 clusters beside the same objects made by hand: a copy of
 * the template per cluster and an assignment per difference, which checks, explains and reports nothing.
 * Throws where the two make different objects.
 */
export function benchPlanning(report: (text: string) => void): Table {
  const rows = [configMaps, deployments].map((work) => {
    if (!isDeepStrictEqual(work.plan(0), work.byHand(0))) {
      throw new Error(`planned and made by hand differ: ${work.name}`);
    }
    const best = { plan: Infinity, byHand: Infinity };
    for (let i = 1; i <= MEASUREMENTS; i++) {
      report(`planning: ${work.name}, measurement ${i} of ${MEASUREMENTS}`);
      best.plan = Math.min(best.plan, secondsFor(work.plan));
      best.byHand = Math.min(best.byHand, secondsFor(work.byHand));
    }
    return [
      work.name,
      (OBJECTS / best.plan).toFixed(0),
      (OBJECTS / best.byHand).toFixed(0),
      microseconds(best.plan),
      microseconds(best.byHand),
      best.plan.toFixed(2),
      (best.plan / best.byHand).toFixed(2),
    ];
  });
  return {
    title: `Planning: ${OBJECTS} objects x ${CLUSTERS} clusters`,
    header: [
      "object",
      "planned objects/s",
      "by hand objects/s",
      "planned µs per cluster",
      "by hand µs per cluster",
      "planned s in all",
      "planned ÷ by hand (time)",
    ],
    rows,
    notes: [
      "By hand: structuredClone of the template for each cluster, then one assignment per difference.",
      "Planned: the same objects, with placement, checks, and a reason for every cluster and change.",
    ],
  };
}

function planObjects(
  request: Omit<PropagationRequest, "clusters" | "placement" | "namespace">,
): KubeObject[] {
  const plan = planPropagation({
    ...request,
    namespace: "shop",
    clusters,
    placement: { clusterSelector: {} },
  });
  return plan.clusters.flatMap(({ object }) => (object === undefined ? [] : [object]));
}

function secondsFor(make: (index: number) => KubeObject[]): number {
  const start = process.hrtime.bigint();
  for (let index = 0; index < OBJECTS; index++) make(index);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function microseconds(seconds: number): string {
  return ((seconds * 1e6) / (OBJECTS * CLUSTERS)).toFixed(1);
}

function metadataOf(name: string, labels: Readonly<Record<string, string>>) {
  return { labels: { ...labels, "pulumi-kubefed/managed": "true" }, name, namespace: "shop" };
}

function configMapTemplate() {
  return {
    metadata: { labels: { app: "shop" } },
    data: { currency: "USD", logLevel: "info", "shop.properties": "cache.size=200\nretries=3\n" },
  };
}

function deploymentTemplate() {
  return {
    metadata: { labels: { app: "web" } },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: {
          containers: [
            {
              name: "web",
              image: "web:1.4",
              ports: [{ containerPort: 8080 }],
              env: [{ name: "LOG_LEVEL", value: "info" }],
              resources: { requests: { cpu: "100m", memory: "64Mi" } },
            },
          ],
        },
      },
    },
  };
}
