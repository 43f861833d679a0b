import { existsSync, readFileSync } from "node:fs";
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
import { exampleTexts, runExample } from "./support/exampleRun";
import { rules } from "./conformance/deliberate.json";
import { scripts } from "../package.json";

const root = resolve(__dirname, "..");
const documents = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "provider/DESIGN.md"];
const readme = read("README.md");

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** The code blocks of one language. */
function blocks(language: string): string[] {
  return [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , text]) => (text ?? "").trimEnd());
}

/** Without indentation, so that a part of a program may stand at the margin. */
function atMargin(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .join("\n");
}

/** The rows of all tables, each as its cells; the formatter pads them. */
const rows = readme
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );

function expectRow(...cells: string[]): void {
  expect(rows, `a row | ${cells.join(" | ")} |`).to.deep.include(cells);
}

async function planOf(name: string, config: Record<string, string>): Promise<PropagationPlan> {
  return (await runExample({ name, config })).plan as PropagationPlan;
}

const three = ["us-east", "eu-west", "ap-south"];

describe("the programs in README", () => {
  const texts = Object.values(exampleTexts());
  it("are there", () => {
    expect(blocks("ts").length).to.be.greaterThan(4);
  });

  for (const block of blocks("ts")) {
    it(`stand in an example word for word: ${atMargin(block).split("\n")[0] ?? ""}`, () => {
      expect(texts.some((text) => atMargin(text).includes(atMargin(block)))).to.equal(true);
    });
  }

  it("begin with a whole one, whose preview line is the one that follows", async () => {
    expect(blocks("ts")[0]).to.equal(exampleTexts()["configmap-everywhere"]?.trimEnd());
    const plan = await planOf("configmap-everywhere", {
      usEastKubeconfig: "us",
      euWestKubeconfig: "eu",
    });
    expect(blocks("text")[0]).to.equal(renderPlanLine(plan, "dev"));
  });

  it("divide replicas as the plan below them says", async () => {
    const config = Object.fromEntries(three.map((name) => [`${name}-kubeconfig`, name]));
    const plan = await planOf("deployment-by-weight", config);
    expect(blocks("text")).to.include(renderPlan(plan));
  });
});

describe("the tables in README", () => {
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
      expect(row?.[2], kind).to.match(/^\[.+\]\(examples\/.+\)$/);
    }
  });

  for (const { rule, kubefed, reason } of rules) {
    it(`tell of the deliberate difference ${rule}`, () => {
      expectRow(kubefed, reason);
    });
  }
});

describe("the mistakes in README", () => {
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
    expect(blocks("text")).to.include(formatProblems(problems));
  });
});

describe("the documents", () => {
  for (const document of documents) {
    const text = read(document);

    it(`${document} links to what is there`, () => {
      const folder = join(root, document, "..");
      const links = [...text.matchAll(/\]\((?!https:|#)([^)#]+)/g)].map(([, path = ""]) => path);
      expect(links.filter((path) => !existsSync(join(folder, path)))).to.deep.equal([]);
    });

    it(`${document} names files and commands that are there`, () => {
      const commands = [...text.matchAll(/npm run (?:--silent |-s )?([\w:]+)/g)].map(
        ([, name = ""]) => name,
      );
      expect(Object.keys(scripts)).to.include.members(commands);
      const paths = [...text.matchAll(/`((?:test|examples|provider|core|components)\/[\w./-]+)`/g)]
        .map(([, path = ""]) => path)
        .map((path) => (/^(core|components)\//.test(path) ? join("provider", path) : path));
      expect(paths.filter((path) => !existsSync(join(root, path)))).to.deep.equal([]);
    });
  }

  it("README names functions that the core exports", () => {
    const section = readme.split("## The planner without Pulumi")[1]?.split("##")[0] ?? "";
    const names = [...section.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
    expect(names.length).to.be.greaterThan(5);
    expect(Object.keys(core)).to.include.members(names);
  });

  it("DESIGN.md calls its decisions by title, in about 200 lines", () => {
    const design = read("provider/DESIGN.md");
    expect(design).not.to.match(/^\*\*\d+\./m);
    expect(design.split("\n").length).to.be.at.most(220);
  });
});
