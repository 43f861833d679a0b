import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";

const main = join(__dirname, "../../provider/cli/main.ts");

const violation = (enforcementLevel: string, policyName: string, message: string) =>
  JSON.stringify({ policyEvent: { enforcementLevel, policyName, message, color: "raw" } });
/** As the engine says it: each violation as an event of its own, and at the end only that it failed. */
const events = [
  violation(
    "mandatory",
    "regions",
    "<{%fg 1%}>Enough regions.\nDeployment shop/web: 1 of 3<{%reset%}>\n",
  ),
  violation("advisory", "notYetKnown", "nobody knows"),
  JSON.stringify({ diagnosticEvent: { severity: "error", message: "preview failed" } }),
];

describe("a plan that a policy refuses", function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-kubefed-policies-"));
    const lines = events.map((event) => `${event}\n`).join("");
    writeFileSync(join(folder, "events"), lines);
    writeFileSync(join(folder, "pulumi"), `#!/bin/sh\ncat '${folder}/events'\nexit 1\n`);
    chmodSync(join(folder, "pulumi"), 0o755);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("says which mandatory policy and why, and nothing of those that only advise", () => {
    const words = ["--require", "tsx/cjs", main, "plan", "--", "--policy-pack", "policy"];
    const PATH = [folder, process.env.PATH].join(delimiter);
    const { status, stderr } = spawnSync(process.execPath, words, {
      encoding: "utf8",
      env: { ...process.env, PATH },
    });
    expect(status).to.equal(1);
    expect(stderr).to.equal(
      "kubefed: the preview failed: policy regions: Enough regions.\nDeployment shop/web: 1 of 3\n",
    );
  });
});
