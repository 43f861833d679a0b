import { expect } from "chai";
import { renderPlan, renderPlanLine } from "../../../provider/core/objects/explain";
import { planPropagation } from "../../../provider/core/objects/propagation";
import type { PropagationPlan } from "../../../provider/core/objects/propagationPlan";
import type { PropagationRequest } from "../../../provider/core/objects/propagationRequest";
import { deepFreeze } from "../../support/deepFreeze";

const clusters = [
  { name: "us-east", labels: { tier: "prod" } },
  { name: "eu-west", labels: { tier: "prod" } },
  { name: "lab" },
];

function plan(request: Partial<PropagationRequest>): PropagationPlan {
  const about = {
    kind: "ConfigMap",
    apiVersion: "v1",
    name: "settings",
    namespace: "shop",
    clusters,
  };
  return deepFreeze(planPropagation({ ...about, ...request }));
}

const divided = plan({
  kind: "Deployment",
  apiVersion: "apps/v1",
  name: "web",
  template: { spec: {} },
  placement: { clusterSelector: { matchLabels: { tier: "prod" } } },
  scheduling: { totalReplicas: 4, clusters: { "us-east": { weight: 3 }, "*": { weight: 1 } } },
});

const overridden = plan({
  template: { data: { greeting: "hunter2" } },
  placement: { clusterNames: ["us-east", "eu-west"] },
  overrides: [
    { clusterName: "eu-west", clusterOverrides: [{ path: "/data/greeting", value: "hunter2" }] },
    { clusterSelector: { matchLabels: { tier: "prod" } }, merge: { data: { level: "hunter2" } } },
  ],
});

describe("renderPlan", () => {
  it("has a row for each cluster, what it gets and why, and its overrides", () => {
    expect(renderPlan(overridden)).to.equal(
      [
        "ConfigMap shop/settings on 2 of 3 member clusters",
        "  eu-west  ConfigMap  named",
        "      replace /data/greeting  (overrides[0], named)",
        "      merge /data/level  (overrides[1], tier=prod)",
        "  lab      -          not named",
        "  us-east  ConfigMap  named",
        "      merge /data/level  (overrides[1], tier=prod)",
      ].join("\n"),
    );
  });

  it("has replicas and why", () => {
    const [title, eu, lab, us] = renderPlan(divided).split("\n");
    expect(title).to.equal("Deployment shop/web with 4 replicas on 2 of 3 member clusters");
    expect(eu).to.match(/^ {2}eu-west {2}1 replica {3}matched by tier=prod; 1 of 4: /);
    expect(lab).to.equal("  lab      -           not matched by tier=prod");
    expect(us).to.match(/^ {2}us-east {2}3 replicas {2}matched by tier=prod; 3 of 4: /);
  });

  it("names what belongs to the whole cluster without a namespace", () => {
    const role = plan({
      kind: "ClusterRole",
      apiVersion: "rbac.authorization.k8s.io/v1",
      name: "reader",
    });
    expect(renderPlan(role).split("\n")[0]).to.equal(
      "ClusterRole reader on 0 of 3 member clusters",
    );
  });

  it("has a title when there are no clusters", () => {
    expect(renderPlan(plan({ clusters: [] }))).to.equal(
      "ConfigMap shop/settings on 0 of 0 member clusters",
    );
  });
});

describe("renderPlanLine", () => {
  it("says the reason once, the overrides of each cluster, and who is left out", () => {
    expect(renderPlanLine(overridden, "dev")).to.equal(
      "[dev] ConfigMap shop/settings on 2 of 3 member clusters, named: eu-west (2 overrides), us-east (1 override); left out: lab (not named)",
    );
  });

  it("says how many replicas and why", () => {
    expect(renderPlanLine(divided, "prod")).to.match(
      /^\[prod\] Deployment shop\/web with 4 replicas on 2 of 3 member clusters, matched by tier=prod: eu-west 1 \(1 of 4: .*\), us-east 3 \(3 of 4: .*\); left out: lab \(not matched by tier=prod\)$/,
    );
  });

  it("says only who is left out when nobody is selected", () => {
    expect(renderPlanLine(plan({ placement: { clusterNames: [] } }), "dev")).to.equal(
      "[dev] ConfigMap shop/settings on 0 of 3 member clusters; left out: eu-west, lab, us-east (not named)",
    );
  });

  it("names eight clusters of each sort and counts the rest", () => {
    const many = Array.from({ length: 19 }, (_, at) => ({
      name: `c${String(at).padStart(2, "0")}`,
    }));
    const names = many.slice(0, 9).map(({ name }) => name);
    expect(
      renderPlanLine(plan({ clusters: many, placement: { clusterNames: names } }), "dev"),
    ).to.equal(
      "[dev] ConfigMap shop/settings on 9 of 19 member clusters, named: c00, c01, c02, c03, c04, c05, c06, c07 and 1 more; left out: c09, c10, c11, c12, c13, c14, c15, c16 and 2 more (not named)",
    );
  });

  it("groups who is left out by reason", () => {
    const line = renderPlanLine(
      plan({
        placement: { clusterNames: ["us-east", "lab"] },
        namespacePlacement: { clusterNames: ["us-east"] },
      }),
      "dev",
    );
    expect(line).to.match(/; left out: eu-west \(not named\), lab \(outside namespace "shop"\)$/);
  });
});

describe("both", () => {
  it("never show a value", () => {
    expect(renderPlan(overridden) + renderPlanLine(overridden, "dev")).not.to.contain("hunter2");
  });
});

describe("what there is to say about the replicas as a whole", () => {
  const noted = plan({
    kind: "Deployment",
    apiVersion: "apps/v1",
    name: "web",
    template: { spec: {} },
    placement: { clusterNames: ["us-east", "eu-west"] },
    scheduling: {
      algorithm: "webster",
      totalReplicas: 9,
      rebalance: true,
      observed: { current: { "us-east": 5, "eu-west": 4 }, capacity: { "us-east": 2 } },
    },
  });
  const note = '3 replicas have no room in "us-east" (room for 2) and go to "eu-west" (3)';

  it("comes last, on a line of its own", () => {
    expect(renderPlan(noted).split("\n").at(-1)).to.equal(`  ${note}`);
  });

  it("comes last in the preview line", () => {
    expect(renderPlanLine(noted, "dev").endsWith(`; ${note}`)).to.equal(true);
  });
});
