import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";

const main = join(__dirname, "../../provider/cli/main.ts");

const head = "urn:pulumi:prod::shop::kubefed:index:FederatedDeployment";
const plan = {
  kind: "Deployment",
  apiVersion: "apps/v1",
  name: "web",
  clusters: ["eu-west", "us-east"].map((cluster) => ({ cluster, selected: true, reason: "" })),
};
const children = ["eu-west", "us-east"].map((cluster) => ({
  urn: `${head}$kubernetes:apps/v1:Deployment::web-${cluster}`,
  type: "kubernetes:apps/v1:Deployment",
  parent: `${head}::web`,
  custom: true,
  inputs: { kind: "Deployment", metadata: { name: "web", namespace: "shop" } },
}));
const state = {
  deployment: { resources: [{ urn: `${head}::web`, outputs: { plan } }, ...children] },
};

/** A pulumi that knows two stacks, and the state of one. */
const pulumi = `#!/bin/sh
case "$*" in
  "stack ls --json --non-interactive") echo '[{"name":"prod"},{"name":"dev"}]' ;;
  "stack export --stack prod --non-interactive") cat <<'END'
${JSON.stringify(state, null, 2)}
END
  ;;
  *) echo "error: no stack" >&2; exit 1 ;;
esac
`;

describe("completion in a shell", function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-kubefed-completion-"));
    writeFileSync(join(folder, "pulumi"), pulumi);
    chmodSync(join(folder, "pulumi"), 0o755);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What the shell's script asks for. */
  function complete(line: string): string[] {
    const words = ["--get-yargs-completions", "kubefed", ...line.split(" ")];
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--require", "tsx/cjs", main, ...words],
      {
        encoding: "utf8",
        env: {
          ...process.env,
          SHELL: "/bin/bash",
          PATH: [folder, process.env.PATH].join(delimiter),
        },
      },
    );
    expect(stderr).to.equal("");
    return stdout.split("\n").filter(Boolean);
  }

  it("knows the project's stacks", () => {
    expect(complete("plan --stack ")).to.deep.equal(["dev", "prod"]);
  });

  it("knows the clusters and the objects of a stack", () => {
    expect(complete("status --stack prod --cluster ")).to.deep.equal(["eu-west", "us-east"]);
    expect(complete("explain --stack prod Dep")).to.deep.equal(["Deployment/shop/web"]);
  });

  it("says nothing where pulumi has no answer, and commands and options as ever", () => {
    expect(complete("explain --stack gone ")).to.deep.equal([]);
    expect(complete("pl")).to.include("plan");
    expect(complete("plan --ch")).to.include("--changes");
  });
});
