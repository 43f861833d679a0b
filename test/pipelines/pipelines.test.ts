import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Ajv from "ajv";
import { expect } from "chai";
import { parse, parseAllDocuments } from "yaml";
import { membershipObjects } from "../../provider/core/membership/objects";
import { rulesForKinds } from "../../provider/core/membership/rules";
import {
  githubJob,
  gitlabJob,
  type PipelineEnd,
  type PipelineJob,
  runJob,
  standIns,
  type StandIns,
} from "../support/pipelineRun";

const pipelines = resolve(__dirname, "../../examples/pipelines");
const read = (path: string) => readFileSync(join(pipelines, path), "utf8");
const commands = ["gh", "curl", "npm", "npx", "pulumi"];

/** What the expressions of the workflow give on a pull request without labels. */
const github = {
  "vars.PULUMI_BACKEND_URL": "file:///state",
  "secrets.PULUMI_CONFIG_PASSPHRASE": "test",
  "secrets.FLEET_KUBECONFIG": "kind: Config",
  "github.token": "token",
  "github.event.pull_request.number": "7",
  "contains(github.event.pull_request.labels.*.name, 'may-delete') && '1000' || '0'": "0",
};
const gitlab = {
  CI_API_V4_URL: "https://gitlab.test/api/v4",
  CI_PROJECT_ID: "5",
  CI_MERGE_REQUEST_IID: "7",
  CI_MERGE_REQUEST_LABELS: "bug,size::2",
  GITLAB_TOKEN: "token",
};

describe("the pipelines of the guide", () => {
  let directory: string;
  let stands: StandIns;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-pipeline-"));
    stands = standIns(join(directory, "bin"), commands);
    writeFileSync(join(directory, "kubeconfig-file"), "kind: Config\n");
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** Runs a job while `kubefed plan` ends with a code. */
  const run = (job: PipelineJob, code = 0): Promise<PipelineEnd> =>
    runJob(job, {
      directory,
      env: {
        PATH: stands.path,
        HOME: directory,
        GITHUB_REPOSITORY: "acme/fleet",
        STAND_IN_CODE: String(code),
      },
    });
  const gitlabWith = (more: Record<string, string> = {}) => ({
    ...gitlab,
    FLEET_KUBECONFIG: join(directory, "kubeconfig-file"),
    ...more,
  });
  const called = (command: string) =>
    stands.calls().filter(([name, word]) => name === command && word !== "ci");

  const schemas: [string, string][] = [
    ["github/fleet.yml", "github-workflows.json"],
    ["gitlab/.gitlab-ci.yml", "gitlab-ci.json"],
  ];
  for (const [file, schema] of schemas) {
    it(`${file} passes its vendor's schema, which refuses a slip of the pen`, () => {
      const text = readFileSync(join(__dirname, "schemas", schema), "utf8");
      const ajv = new Ajv({ unknownFormats: "ignore", logger: false });
      const isValid = ajv.compile(JSON.parse(text) as object);
      expect(isValid(parse(read(file))), ajv.errorsText(isValid.errors)).to.equal(true);
      const slip = read(file).replace(
        /timeout-minutes: 60|resource_group: prod/,
        "resorce: [1, 2]",
      );
      expect(isValid(parse(slip.replaceAll("script:", "scripts:")))).to.equal(false);
    });
  }

  const plans: [string, (limits?: "may-delete") => PipelineJob][] = [
    [
      "GitHub",
      (label) => {
        const [expression = ""] = Object.keys(github).filter((key) => key.startsWith("contains("));
        return githubJob("plan", { ...github, ...(label && { [expression]: "1000" }) });
      },
    ],
    [
      "GitLab",
      (label) =>
        gitlabJob("plan", gitlabWith(label && { CI_MERGE_REQUEST_LABELS: `bug,${label}` })),
    ],
  ];
  for (const [vendor, plan] of plans) {
    it(`${vendor}: the plan is one comment, updated in place beside those of others`, async () => {
      const first = await run(plan(), 2);
      expect(first, first.said).to.include({ code: 0 });
      expect(stands.kept()).to.have.keys("1");
      expect(stands.kept()["1"]?.body).to.match(/^<!-- kubefed -->\nthe plan, code 2\n/);
      expect((await run(plan(), 0)).code).to.equal(0);
      expect(stands.kept()).to.have.keys("1");
      expect(stands.kept()["1"]?.body).to.match(/^<!-- kubefed -->\nthe plan, code 0\n/);
    });

    for (const code of [1, 3]) {
      it(`${vendor}: code ${code} closes the gate, once the comment has the reason`, async () => {
        expect((await run(plan(), code)).code).to.equal(code);
        const { body = "" } = stands.kept()["1"] ?? {};
        expect(body.includes("the plan, code")).to.equal(code === 3);
        expect(body).to.include(`\n\`\`\`text\nkubefed: the reason for ${code}\n\`\`\`\n`);
      });
    }

    it(`${vendor}: nothing may be deleted without the label, and the kubeconfig is one's own`, async () => {
      await run(plan());
      await run(plan("may-delete"));
      const limits = called("npx").map((words) => words[words.indexOf("--max-deletes") + 1]);
      expect(limits).to.deep.equal(["0", "1000"]);
      const kubeconfig = join(directory, ".kube/config");
      expect(readFileSync(kubeconfig, "utf8")).to.equal("kind: Config\n");
      expect(statSync(kubeconfig).mode & 0o77).to.equal(0);
    });
  }

  it("both ask the same of the same commands", async () => {
    await run(githubJob("plan", github), 0);
    await run(githubJob("up", github), 0);
    await run(githubJob("drift", github), 0);
    const asked = [...called("npx"), ...called("pulumi")];
    rmSync(join(directory, "bin/calls"));
    for (const name of ["plan", "up", "drift"]) await run(gitlabJob(name, gitlabWith()), 0);
    expect([...called("npx"), ...called("pulumi")]).to.deep.equal(asked);
    expect(called("pulumi")).to.deep.equal([
      ["pulumi", "up", "--yes", "--refresh", "--stack", "prod", "--policy-pack", "policy"],
    ]);
  });

  it("GitHub: drift is one issue, with what has changed, and closes when it is gone", async () => {
    const drift = githubJob("drift", github);
    for (const code of [2, 2]) expect((await run(drift, code)).code).to.equal(0);
    const title = "The fleet is not as the program wants it";
    expect(stands.kept()).to.deep.equal({
      "1": { title, body: "the plan, code 2\n", state: "open" },
    });
    await run(drift, 0);
    expect(stands.kept()["1"]?.state).to.equal("closed");
    expect((await run(drift, 1)).code).to.equal(1);
  });

  it("GitLab: drift fails the pipeline and leaves what has changed", async () => {
    expect((await run(gitlabJob("drift", gitlabWith()), 2)).code).to.equal(2);
    expect(existsSync(join(directory, "drift.md"))).to.equal(true);
  });

  it("the reconciler may do on a member what joining would let it, and no more", () => {
    const objects = parseAllDocuments(read("kubernetes/member.yaml")).map(
      (document) => document.toJS() as { kind: string; rules?: unknown },
    );
    const role = objects.find(({ kind }) => kind === "ClusterRole");
    const rules = rulesForKinds(["Namespace", "ConfigMap", "Deployment"]);
    const names = { clusterName: "us", hostClusterName: "host", namespace: "n", owner: "o" };
    const joined = membershipObjects({ ...names, scope: "Cluster", rules }, "")
      .map(({ object }) => object)
      .find(({ kind }) => kind === "ClusterRole");
    const sorted = (given: unknown) =>
      (given as object[]).map((rule) => JSON.stringify(Object.entries(rule).sort())).sort();
    expect(sorted(role?.rules)).to.deep.equal(sorted(joined?.rules));
  });
});
