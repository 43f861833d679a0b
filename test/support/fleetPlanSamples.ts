import type { MemberCluster } from "../../provider/core/model";
import type { PropagationRequest } from "../../provider/core/objects/propagationRequest";
import { planStages } from "../../provider/core/stages/planStages";
import type { StagesReport, StagesRequest } from "../../provider/core/stages/stagesPlan";
import type { StagedUpdateSettings } from "../../provider/core/stages/strategy";
import type { FleetPlan } from "../../provider/report/plan/model";
import { type ObjectChange, planOf } from "./fleetPreviews";

const three: readonly MemberCluster[] = [
  { name: "us-east", region: "us-east1", labels: { tier: "prod", region: "us" } },
  { name: "eu-west", region: "europe-west1", labels: { tier: "prod", region: "eu" } },
  { name: "ap-south", region: "asia-south1", labels: { tier: "dev", region: "ap" } },
];

/** The small shop of the demo on three clusters, with more replicas, another image and less reach. */
export function smallShop(): FleetPlan {
  return planOf(three, shopChanges(three));
}

function shopChanges(clusters: readonly MemberCluster[]): ObjectChange[] {
  const everywhere = { clusters, placement: { clusterSelector: {} }, namespace: "shop" };
  const namespace = {
    ...everywhere,
    kind: "Namespace",
    apiVersion: "v1",
    name: "shop",
    template: {},
  };
  const settings = (greeting: string, tiers: readonly string[]): PropagationRequest => ({
    ...everywhere,
    kind: "ConfigMap",
    apiVersion: "v1",
    name: "settings",
    template: { data: { greeting: "hello", currency: "USD" } },
    placement: {
      clusterSelector: { matchExpressions: [{ key: "tier", operator: "In", values: tiers }] },
    },
    overrides: [
      { clusterSelector: { matchLabels: { region: "eu" } }, merge: { data: { currency: "EUR" } } },
      { clusterName: "eu-west", clusterOverrides: [{ path: "/data/greeting", value: greeting }] },
    ],
  });
  const web = (image: string, totalReplicas: number): PropagationRequest => ({
    ...everywhere,
    kind: "Deployment",
    apiVersion: "apps/v1",
    name: "web",
    template: { spec: { template: { spec: { containers: [{ name: "web", image }] } } } },
    scheduling: { totalReplicas, clusters: { "us-east": { weight: 2 }, "*": { weight: 1 } } },
  });
  const login = (password: string): PropagationRequest => ({
    ...everywhere,
    kind: "Secret",
    apiVersion: "v1",
    name: "login",
    template: { data: { user: "c2hvcA==", password } },
  });
  const entrance = (names: readonly string[]): PropagationRequest => ({
    ...everywhere,
    kind: "Service",
    apiVersion: "v1",
    name: "web",
    template: { spec: { selector: { app: "web" }, ports: [{ port: 80 }] } },
    placement: { clusterNames: names },
  });
  return [
    { before: namespace, after: namespace },
    { before: settings("bonjour", ["prod"]), after: settings("salut", ["prod", "test"]) },
    { before: web("nginx:1.29", 9), after: web("nginx:1.30", 12) },
    { before: login("b2xk"), after: login("bmV3") },
    { before: entrance(["us-east", "eu-west", "ap-south"]), after: entrance(["us-east"]) },
  ];
}

/** The same in stages: a canary, and what comes after it; "ap-south" is away. */
export function stagedShop(): FleetPlan {
  const strategy: StagedUpdateSettings = {
    stages: [
      {
        name: "canary",
        clusterNames: ["eu-west"],
        afterStage: { minSuccessTime: "30m", approval: true },
      },
      { name: "main", clusterNames: ["us-east"], afterStage: { minSuccessTime: "15m" } },
    ],
  };
  const away = three.map((each) =>
    each.name === "ap-south" ? { ...each, away: "it does not answer" } : each,
  );
  const replicas = { "ap-south": 3, "eu-west": 3, "us-east": 6 };
  const request = changedEverywhere({ strategy, clusters: away, replicas });
  const prefix = "urn:pulumi:dev::shop::kubefed:index:Federated";
  const components = [`${prefix}ConfigMap::settings`, `${prefix}Deployment::web`];
  return planOf(three, shopChanges(three), [stagesReport(request, components)]);
}

/** A fleet that has a revision, proven, and is to have another one. */
export function changedEverywhere(
  given: Pick<StagesRequest, "strategy" | "clusters" | "replicas">,
): StagesRequest {
  const all = <Value>(value: Value) =>
    Object.fromEntries(given.clusters.map(({ name }) => [name, value]));
  return {
    ...given,
    wanted: all("v2"),
    record: { clusters: all({ revision: "v1", proven: true, before: [] }) },
    attempts: {},
    health: {},
    now: 0,
    approvals: [],
  };
}

/** What a strategy called "careful" registers of it at a preview. */
export function stagesReport(request: StagesRequest, components: readonly string[]): StagesReport {
  const { issues: _, ...plan } = planStages(request);
  const replicas = Object.values(request.replicas).reduce((sum, each) => sum + each, 0);
  return { ...plan, strategy: "careful", components, replicas };
}

const regions = ["ap", "eu", "us"];

/** Forty objects on sixty clusters: some grow, one changes its image, one leaves a region, most stay. */
export function wideFleet(): FleetPlan {
  const clusters = regions.flatMap((region) =>
    Array.from({ length: 20 }, (_, index): MemberCluster => ({
      name: `${region}-${String(index + 1).padStart(2, "0")}`,
      region,
      labels: { region, tier: index < 15 ? "prod" : "dev" },
    })),
  );
  const base = { clusters, placement: { clusterSelector: {} }, namespace: "apps" };
  const settings = Array.from({ length: 36 }, (_, index): PropagationRequest => ({
    ...base,
    kind: "ConfigMap",
    apiVersion: "v1",
    name: `settings-${String(index + 1).padStart(2, "0")}`,
    template: { data: { level: "info" } },
    overrides: [
      { clusterSelector: { matchLabels: { tier: "dev" } }, merge: { data: { level: "debug" } } },
    ],
  }));
  const worker = (totalReplicas: number): PropagationRequest => ({
    ...base,
    kind: "Deployment",
    apiVersion: "apps/v1",
    name: "worker",
    template: {
      spec: { template: { spec: { containers: [{ name: "worker", image: "worker:7" }] } } },
    },
    placement: { clusterSelector: { matchLabels: { tier: "prod" } } },
    scheduling: { totalReplicas },
  });
  const api = (image: string, regionsOf: readonly string[]): PropagationRequest => ({
    ...base,
    kind: "Deployment",
    apiVersion: "apps/v1",
    name: "api",
    template: {
      spec: { replicas: 3, template: { spec: { containers: [{ name: "api", image }] } } },
    },
    placement: {
      clusterSelector: { matchExpressions: [{ key: "region", operator: "In", values: regionsOf }] },
    },
  });
  const budget: PropagationRequest = {
    ...base,
    kind: "PodDisruptionBudget",
    apiVersion: "policy/v1",
    name: "api",
    template: { spec: { minAvailable: 1 } },
  };
  const namespace = { ...base, kind: "Namespace", apiVersion: "v1", name: "apps", template: {} };
  return planOf(clusters, [
    { before: namespace, after: namespace },
    ...settings.map((each) => ({ before: each, after: each })),
    { before: worker(90), after: worker(135) },
    { before: api("api:1.4", ["ap", "eu", "us"]), after: api("api:1.5", ["eu", "us"]) },
    { after: budget },
  ]);
}
