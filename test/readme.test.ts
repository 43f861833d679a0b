import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import * as face from "../sdk/nodejs";
import { formatProblems } from "../provider/engine/program";
import { errorsOf, warningsOf } from "../provider/core/issue";
import { federatedTypes } from "../provider/core/kinds/federatedTypes";
import type { Placement } from "../provider/core/model";
import { renderPlan, renderPlanLine } from "../provider/core/objects/explain";
import { planPropagation } from "../provider/core/objects/propagation";
import type { PropagationPlan } from "../provider/core/objects/propagationPlan";
import { selectClusters } from "../provider/core/placement/placement";
import { planReplicas } from "../provider/core/replicas/plan";
import type { ReplicasToPlan } from "../provider/core/replicas/replicasToPlan";
import * as core from "../provider/core";
import { judgeReplicaShares } from "../provider/core/policy/replicaPlaces";
import { fleetRules } from "../provider/core/policy/rules";
import { fleetOf, pods, ruled } from "./core/policy/ruledFleet";
import { codeBlocks, tableRows } from "./support/markdown";
import { examplePromises } from "./support/examplePromises";
import { exampleTexts, runExample } from "./support/exampleRun";
import { shardListText } from "./support/shardGuide";
import { stagedUpdateTexts } from "./support/stagedGuide";
import { rules } from "./conformance/deliberate.json";

const root = resolve(__dirname, "..");
/** The index of guides, and the guides, each beside the example that proves it. */
const guides = readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("README.md") && !path.includes("node_modules"))
  .map((path) => join("examples", path))
  .sort();
/** What a user reads, one after the other. */
const readme = ["README.md", ...guides].map(read).join("\n");

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

const blocks = (language: string): string[] => codeBlocks(readme, language);

/** Without indentation, so that a part of a program may stand at the margin. */
function atMargin(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .join("\n");
}

const rows = tableRows(readme);

function expectRow(...cells: string[]): void {
  expect(rows, `a row | ${cells.join(" | ")} |`).to.deep.include(cells);
}

/** What the tests below have seen of the outputs that are shown. */
const seen = new Set<string>();

/** Whether an output is shown; it is seen then. */
function produced(text: string): boolean {
  seen.add(text);
  return blocks("text").includes(text);
}

async function planOf(name: string, config: Record<string, string>): Promise<PropagationPlan> {
  return (await runExample({ name, config })).plan as PropagationPlan;
}

const three = ["us-east", "eu-west", "ap-south"];

describe("the programs in README and the guides", () => {
  const texts = exampleTexts();
  it("are there", () => {
    expect(blocks("ts").length).to.be.greaterThan(8);
  });

  for (const block of blocks("ts")) {
    it(`stand in an example word for word: ${atMargin(block).split("\n")[0] ?? ""}`, () => {
      expect(
        Object.values(texts).some((text) => atMargin(text).includes(atMargin(block))),
      ).to.equal(true);
    });
  }

  it("begin with a whole one", () => {
    expect(blocks("ts")[0]).to.equal(texts["first-fleet"]?.trimEnd());
  });

  it("say at preview the line that follows", async () => {
    const guide = read("examples/configmap-everywhere/README.md");
    expect(codeBlocks(guide, "ts")).to.deep.equal([texts["configmap-everywhere"]?.trimEnd()]);
    const plan = await planOf("configmap-everywhere", {
      usEastKubeconfig: "us",
      euWestKubeconfig: "eu",
    });
    expect(produced(renderPlanLine(plan, "dev"))).to.equal(true);
  });

  it("divide replicas as the plan below them says", async () => {
    const config = Object.fromEntries(three.map((name) => [`${name}-kubeconfig`, name]));
    const plan = await planOf("deployment-by-weight", config);
    expect(produced(renderPlan(plan))).to.equal(true);
  });
});

describe("the staged update in its guide", () => {
  it("stands as kubefed rollout says it", async () => {
    const texts = await stagedUpdateTexts();
    for (const text of Object.values(texts)) expect(produced(text), text).to.equal(true);
  });
});

describe("the fleet in shards in its guide", () => {
  it("is listed as kubefed shards says it", () => {
    expect(produced(shardListText())).to.equal(true);
  });
});

describe("the tables in README and the guides", () => {
  const placements: [string, Placement][] = [
    ['{ clusterNames: ["us-east"] }', { clusterNames: ["us-east"] }],
    ["{ clusterNames: [] }", { clusterNames: [] }],
    ["{ clusterSelector: {} }", { clusterSelector: {} }],
    [
      '{ clusterSelector: { matchLabels: { tier: "prod" } } }',
      { clusterSelector: { matchLabels: { tier: "prod" } } },
    ],
    [
      '{ clusterNames: ["us-east"], clusterSelector: {} }',
      { clusterNames: ["us-east"], clusterSelector: {} },
    ],
    ["{}", {}],
  ];
  const clusters = three.map((name) => ({
    name,
    labels: { tier: name === "ap-south" ? "edge" : "prod" },
  }));
  for (const [written, placement] of placements) {
    it(`say what ${written} selects`, () => {
      const { selected, issues } = selectClusters({ clusters, placement });
      expect(errorsOf(issues)).to.deep.equal([]);
      const said = warningsOf(issues).map(({ message }) => `warning: ${message}`);
      expectRow(`\`${written}\``, selected.join(", ") || "none", said.join("; "));
    });
  }

  const divisions: [number, string, Partial<ReplicasToPlan>][] = [
    [9, "none", {}],
    [10, "none", {}],
    ...[9, 12].map((total): [number, string, Partial<ReplicasToPlan>] => [
      total,
      "us-east weight 2, `*` weight 1",
      { preferences: { "us-east": { weight: 2 }, "*": { weight: 1 } } },
    ]),
    [
      9,
      "us-east weight 2, eu-west weight 1",
      { preferences: { "us-east": { weight: 2 }, "eu-west": { weight: 1 } } },
    ],
    [
      9,
      "us-east weight 2 and at most 3, `*` weight 1",
      { preferences: { "us-east": { weight: 2, maxReplicas: 3 }, "*": { weight: 1 } } },
    ],
    [9, "`*` weight 1 and at most 2", { preferences: { "*": { weight: 1, maxReplicas: 2 } } }],
    [9, "none, all 9 observed on us-east", { current: { "us-east": 9 } }],
    [
      9,
      "none, all 9 observed on us-east, `rebalance`",
      { current: { "us-east": 9 }, rebalance: true },
    ],
    [9, "none, room for 1 observed on us-east", { capacity: { "us-east": 1 } }],
  ];
  for (const [totalReplicas, written, how] of divisions) {
    it(`divide ${totalReplicas} with ${written}`, () => {
      const plan = planReplicas({ clusters: three, key: "shop/web", totalReplicas, ...how });
      const cells = [...three.map((name) => plan.replicas[name]), plan.unplaced].map(String);
      expect(plan.overflow).to.deep.equal({});
      expectRow(String(totalReplicas), written, ...cells);
    });
  }

  const byWebster: [number, string, Partial<ReplicasToPlan>][] = [
    [10, "none", {}],
    ...[9, 10].map((total): [number, string, Partial<ReplicasToPlan>] => [
      total,
      "us-east weight 2, `*` weight 1",
      { preferences: { "us-east": { weight: 2 }, "*": { weight: 1 } } },
    ]),
    [
      11,
      'none, `keep: "previous"`, 3 each before',
      { keep: "previous", previous: Object.fromEntries(three.map((name) => [name, 3])) },
    ],
    [
      9,
      '`groups: [["us-east"], ["*"]]`, room for 5 on us-east',
      { groups: [["us-east"], ["*"]], capacity: { "us-east": 5 } },
    ],
    [
      9,
      "none, all 9 on us-east with room for 4 there, `rebalance`",
      { current: { "us-east": 9 }, capacity: { "us-east": 4 }, rebalance: true },
    ],
  ];
  for (const [totalReplicas, written, how] of byWebster) {
    it(`divide ${totalReplicas} by Webster's method with ${written}`, () => {
      const plan = planReplicas({
        clusters: three,
        key: "shop/web",
        algorithm: "webster",
        totalReplicas,
        ...how,
      });
      const cells = [...three.map((name) => plan.replicas[name]), plan.unplaced].map(String);
      expect(plan.overflow).to.deep.equal({});
      expectRow(String(totalReplicas), written, ...cells);
    });
  }

  it("are right that Webster's method gives 10 of 20 equal clusters 2 of 30 replicas", () => {
    const twenty = Array.from({ length: 20 }, (_, index) => `cluster-${index}`);
    const { replicas } = planReplicas({
      clusters: twenty,
      totalReplicas: 30,
      algorithm: "webster",
    });
    const counts = Object.values(replicas);
    expect([2, 1].map((each) => counts.filter((count) => count === each).length)).to.deep.equal([
      10, 10,
    ]);
    expect(readme.replaceAll("\n", " ")).to.include(
      "30 replicas over 20 equal clusters give 10 of them 2 and the other 10 one",
    );
  });

  it("are right that 30 replicas over 20 equal clusters leave 5 of them without", () => {
    const twenty = Array.from({ length: 20 }, (_, index) => `cluster-${index}`);
    const { replicas } = planReplicas({ clusters: twenty, totalReplicas: 30 });
    const counts = Object.values(replicas);
    expect([2, 0].map((each) => counts.filter((count) => count === each).length)).to.deep.equal([
      15, 5,
    ]);
    expect(readme.replaceAll("\n", " ")).to.include(
      "30 replicas over 20 equal clusters give 15 of them 2 and the other 5 none",
    );
  });

  it("have a row for every component that the package exports, with an example", () => {
    const named = rows.flatMap(([name = ""]) => [...name.matchAll(/`(\w+)(?:\(\))?`/g)]);
    expect(named.map(([, name]) => name)).to.include.members(Object.keys(face));
    for (const { kind } of federatedTypes) {
      const row = rows.find(([name]) => name === `\`Federated${kind}\``);
      expect(row?.[2], kind).to.match(/^\[.+\]\(.+\/index\.ts\)$/);
    }
  });

  for (const { rule, kubefed, reason } of rules) {
    it(`tell of the deliberate difference ${rule}`, () => {
      expectRow(kubefed, reason);
    });
  }
});

describe("the mistakes in the guides", () => {
  const clusters = [{ name: "us-east" }, { name: "eu-west" }];
  const placement = { clusterSelector: {} };
  const configMap = { kind: "ConfigMap", apiVersion: "v1", clusters, placement };
  const template = { data: { greeting: "hello" } };
  const programs = {
    'FederatedConfigMap "settings"': planPropagation({
      ...configMap,
      name: "settings",
      placement: { clusterNames: ["us-wst", "eu-west"] },
      template: { ...template, metadata: { labels: { build: "a".repeat(64) } } },
      overrides: [
        { clusterName: "eu-west", clusterOverrides: [{ path: "/metadata/name", value: "x" }] },
      ],
    }),
    'FederatedConfigMap "banner"': planPropagation({
      ...configMap,
      name: "banner",
      template,
      overrides: [
        { clusterName: "us-east", clusterOverrides: [{ op: "remove", path: "/data/greting" }] },
      ],
    }),
    'FederatedDeployment "web"': planPropagation({
      ...configMap,
      kind: "Deployment",
      apiVersion: "apps/v1",
      name: "web",
      scheduling: {
        totalReplicas: 9,
        clusters: { "*": { weight: 1, minReplicas: 5, maxReplicas: 3 } },
      },
    }),
  };

  it("are reported in these words", () => {
    const problems = Object.entries(programs).map(([subject, { issues }]) => ({
      subject,
      issues: errorsOf(issues),
    }));
    expect(produced(formatProblems(problems))).to.equal(true);
  });
});

describe("the rules of a policy pack in the guides", () => {
  it("say what is wrong in these words", () => {
    const web = ruled("Deployment", "web", { "eu-west": pods(1), "us-east": pods(8) });
    const [found] = judgeReplicaShares(fleetOf([web]), { perClusterPercent: 50 });
    expect(produced(found?.message ?? "")).to.equal(true);
  });

  it("have a row each", () => {
    const given = { registries: ["a"], atLeast: 1, perClusterPercent: 50 };
    const named = rows.map(([name = ""]) => /^`(\w+)`$/.exec(name)?.[1] ?? "");
    const known = named.filter((name) => fleetRules({ [name]: given }).issues.length === 0);
    expect(known).to.have.length(7);
  });
});

describe("README and the guides", () => {
  it("every output that they show is seen by a test", () => {
    // README's own is what the first steps on real clusters print: test/drills/firstSteps.test.ts.
    const others = guides.map(read).flatMap((text) => codeBlocks(text, "text"));
    // Some are what an example's preview prints: test/examples.test.ts.
    const previewed = examplePromises.flatMap((each) => each.previewed);
    const unseen = others.filter(
      (text) => !seen.has(text) && !previewed.some((pattern) => pattern.test(text)),
    );
    expect(unseen).to.deep.equal([]);
    expect(codeBlocks(read("README.md"), "text")).to.have.length(1);
  });

  it("the guides name functions that the core exports", () => {
    const section = readme.split("## The planner without Pulumi")[1]?.split("##")[0] ?? "";
    const names = [...section.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
    expect(names.length).to.be.greaterThan(5);
    expect(Object.keys(core)).to.include.members(names);
  });
});
