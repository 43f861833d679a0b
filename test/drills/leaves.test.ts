import { expect } from "chai";
import type { Fleet } from "../fleet";
import { configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type TestStack } from "../support/stack";

const password = "correct-horse-battery";

/** A secret in clear text, or in the base64 that Kubernetes and logs like to use. */
function findSecret(text: string): string[] {
  return [password, Buffer.from(password).toString("base64").replace(/=+$/, "")].filter((each) =>
    text.includes(each),
  );
}

describe("leaves of a template that are Outputs", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  let stack: TestStack;

  before(async () => {
    fleet = await sharedFleet();
    const kubeconfigs = Object.values(fleet.clusters).map(({ name, kubeconfig }) => [
      name,
      kubeconfig,
    ]);
    stack = await createStack({
      program: "leaves",
      secrets: { ...(Object.fromEntries(kubeconfigs) as Record<string, string>), password },
    });
    await stack.configure({ salt: "one" });
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  it("leave every other leaf, cluster and the plan visible at preview while one is unknown", async () => {
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    expect(preview.output).to.match(/known +: "plain"/);
    expect(preview.output).to.match(/known +: "einfach"/);
    expect(preview.output).to.match(/late +: \[unknown\]|late +: output<string>/);
    expect(preview.diagnostics.map(({ message }) => message)).to.include(
      "[dev] ConfigMap leaf-test/settings on 2 of 2 member clusters, every cluster is selected: eu-west (2 overrides), us-east (1 override)",
    );
    expect(findSecret(preview.output)).to.deep.equal([]);
  });

  it("arrive on every cluster once they are known", async () => {
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    for (const [name, known] of [
      ["us-east", "plain"],
      ["eu-west", "einfach"],
    ] as const) {
      const cluster = fleet.clusters[name];
      expect(
        cluster && (await readLive(cluster, configMapPath("leaf-test", "settings")))?.data,
      ).to.deep.equal({
        known,
        late: "late-one",
        hidden: password,
        also: password,
      });
    }
  });

  it("stay secret in the state and in everything that is printed", async () => {
    await stack.configure({ salt: "two" });
    const runs = [await stack.preview(), await stack.up(), await stack.refresh()];
    for (const run of runs) {
      expect(run.succeeded, run.output).to.equal(true);
      expect(findSecret(run.output + JSON.stringify(run.diagnostics))).to.deep.equal([]);
    }
    expect(findSecret(stack.state())).to.deep.equal([]);
    expect(stack.state()).to.include("ciphertext");
    // What the engine shows as an object's place is a line of the program.
    expect(stack.state()).to.include("sourcePosition");
    expect(stack.state()).to.not.include("createObject.js");
  });
});
