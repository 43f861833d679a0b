import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { expect } from "chai";
import { parse, parseAllDocuments } from "yaml";
import { jobEnd, preparedJob } from "../../../provider/core/shards/shardJob";
import { manifestEngines, shardManifest } from "../../../provider/report/shards/manifests";
import { renderShardList, renderShardStatus } from "../../../provider/report/shards/renderShards";
import { memoryMebibytes } from "../../../provider/report/shards/sizes";
import { plain } from "../../../provider/report/text/paint";
import type { KubeObject } from "../../../provider/core/model";
import { deepFreeze } from "../../support/deepFreeze";

const names = ["eu-1", "eu-2", "us-1"];
const request = {
  shards: names.map((name) => ({ name, stack: `Prod_${name}` })),
  fleet: "organization/fleet/prod",
  prefix: "Prod_",
  parallel: 2,
  memoryMebibytes: memoryMebibytes({ clusters: 50, objectsPerCluster: 20 }),
  namespace: "shards",
  image: "registry.example.com/app:1",
};

const documentsOf = (engine: (typeof manifestEngines)[number]): KubeObject[] =>
  parseAllDocuments(shardManifest(engine, request)).map((document) => {
    expect(document.errors).to.deep.equal([]);
    return document.toJS() as KubeObject;
  });

describe("manifests of shards", () => {
  const job = () => documentsOf("job").find(({ kind }) => kind === "Job") ?? {};

  it("are complete and have comments", () => {
    for (const engine of manifestEngines)
      expect(shardManifest(engine, request)).to.match(/^# .*shards/m);
    expect(documentsOf("job").map(({ kind }) => kind)).to.include.members(["Job", "Role"]);
    expect(memoryMebibytes({ clusters: 10, objectsPerCluster: 100 })).to.equal(1664);
  });

  it("for a Job hold what keeps one process a shard, and limits", () => {
    const { problems, job: prepared } = preparedJob(deepFreeze(job()), {
      names,
      division: "1234abcd",
      parallel: 3,
    });
    expect(problems).to.deep.equal([]);
    const { spec } = prepared as {
      spec: {
        parallelism: number;
        podReplacementPolicy: string;
        template: { spec: { containers: { env: unknown[]; resources: unknown }[] } };
      };
    };
    expect(spec.parallelism).to.equal(3);
    expect(spec.podReplacementPolicy).to.equal("Failed");
    const [container] = spec.template.spec.containers;
    expect(container?.env).to.deep.include({ name: "PULUMI_KUBEFED_DIVISION", value: "1234abcd" });
    expect(container?.resources).to.have.property("limits");
  });

  const wrong: readonly [string, KubeObject, RegExp][] = [
    ["it is not indexed", { completionMode: "NonIndexed" }, /completionMode/],
    ["a shard came since", { completions: 2 }, /completions must be 3/],
    [
      "two pods may update a shard",
      { podReplacementPolicy: "TerminatingOrFailed" },
      /podReplacementPolicy/,
    ],
  ];
  for (const [title, changes, message] of wrong) {
    it(`are refused as a Job where ${title}`, () => {
      const given = job();
      const spec = { ...(given.spec as KubeObject), ...changes };
      const { problems } = preparedJob({ ...given, spec }, { names, division: "", parallel: 1 });
      expect(problems.join()).to.match(message);
    });
  }

  it("are refused as a Job whose shards are others, or in another order", () => {
    const { problems } = preparedJob(job(), {
      names: ["eu-1", "us-1", "eu-2"],
      division: "",
      parallel: 1,
    });
    expect(problems.join()).to.match(/--only must be eu-1,us-1,eu-2/);
  });

  it("for the operator have a Stack for each shard, with a name that an object can have", () => {
    const stacks = documentsOf("pko").filter(({ kind }) => kind === "Stack") as {
      metadata: { name: string };
      spec: {
        stack: string;
        config: { shard: string };
        destroyOnFinalize: boolean;
        continueResyncOnCommitMatch: boolean;
      };
    }[];
    expect(
      stacks.map(({ metadata, spec }) => [metadata.name, spec.stack, spec.config.shard]),
    ).to.deep.equal(names.map((name) => [`prod-${name}`, `Prod_${name}`, name]));
    expect(stacks.every(({ spec }) => !spec.destroyOnFinalize)).to.equal(true);
    // Else the operator leaves a commit alone that it has run, and a stage that waits would wait for ever.
    expect(stacks.every(({ spec }) => spec.continueResyncOnCommitMatch)).to.equal(true);
  });

  it("for GitHub have the shards as a matrix that the fleet says", () => {
    const [workflow] = documentsOf("github") as unknown as {
      jobs: Record<string, { needs?: string; strategy?: { "max-parallel": number } }>;
    }[];
    expect(Object.keys(workflow?.jobs ?? {})).to.deep.equal([
      "shards",
      "plan",
      "fleet-plan",
      "update",
    ]);
    expect(workflow?.jobs.update?.strategy?.["max-parallel"]).to.equal(2);
  });
});

describe("the workflow of shards", () => {
  const schema = join(__dirname, "../../pipelines/schemas/github-workflows.json");
  const ajv = new Ajv({ unknownFormats: "ignore", logger: false });
  const isValid = ajv.compile(JSON.parse(readFileSync(schema, "utf8")) as object);
  const read = (text: string): unknown => parse(text);

  it("passes GitHub's schema, however many shards there are", () => {
    for (const shards of [[], request.shards, request.shards.slice(0, 1)]) {
      const text = shardManifest("github", { ...request, shards });
      expect(isValid(read(text)), ajv.errorsText(isValid.errors)).to.equal(true);
    }
  });

  const slips: readonly [string, RegExp, string][] = [
    ["a job's limit is misspelt", /max-parallel:/, "max-paralel:"],
    ["a job runs nowhere", /runs-on:/, "run-on:"],
    ["a permission is none", /contents: read/, "contents: look"],
  ];
  for (const [title, from, to] of slips) {
    it(`does not pass it where ${title}`, () => {
      const text = shardManifest("github", request);
      expect(text).to.match(from);
      expect(isValid(read(text.replace(from, to)))).to.equal(false);
    });
  }
});

describe("a Job that runs shards", () => {
  const ends: readonly [string, unknown, boolean, boolean, string][] = [
    ["has not begun", {}, false, false, "nothing has begun"],
    [
      "runs",
      { status: { active: 2, completedIndexes: "0" } },
      false,
      false,
      "done: eu-1; running: 2",
    ],
    [
      "is complete",
      { status: { completedIndexes: "0-2", conditions: [{ type: "Complete", status: "True" }] } },
      true,
      true,
      "done: eu-1, eu-2, us-1; the Job is complete",
    ],
    [
      "is about to fail",
      { status: { failedIndexes: "1", conditions: [{ type: "FailureTarget", status: "True" }] } },
      false,
      false,
      "failed: eu-2",
    ],
  ];
  for (const [title, job, isEnded, isGood, text] of ends) {
    it(title, () => {
      expect(jobEnd(job, names)).to.deep.equal({ isEnded, isGood, text });
    });
  }
});

describe("shards as text", () => {
  const shard = { name: "eu-1", stack: "prod-eu-1", clusters: ["a", "b", "c", "d", "e", "f", "g"] };
  const style = { width: 120, paint: plain };

  it("are listed with their clusters", () => {
    expect(renderShardList([shard], style)).to.equal(
      `shard  stack      clusters
eu-1   prod-eu-1  7         a, b, c, d, e, f and 1 more

1 shard, 7 member clusters
`,
    );
  });

  it("say when they do not divide the same", () => {
    const level = { ...shard, objects: 14, state: "updated", isWrong: false };
    const same = renderShardStatus([{ ...level, division: "aa" }], style);
    expect(same).to.not.match(/do not divide/);
    const two = [
      { ...level, division: "aa" },
      { ...level, name: "eu-2", division: "bb" },
    ];
    expect(renderShardStatus(two, style)).to.match(/do not divide the same/);
  });
});
