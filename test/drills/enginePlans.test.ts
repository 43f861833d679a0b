import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { ensureToolchain } from "../toolchain";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type TestStack } from "../support/stack";

const run = promisify(execFile);

describe("a stack that also holds a component with a resource among its outputs", () => {
  let stack: TestStack;

  before(async () => {
    stack = await ownComponent();
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  it("is updated, previewed and updated again", async () => {
    await stack.up();
    const unchanged = await stack.preview();
    expect([unchanged.succeeded, unchanged.changes], unchanged.output).to.deep.equal([true, []]);
    await stack.setConfig("greeting", "howdy");
    const changed = await stack.up();
    expect(changed.changes.map(({ op, name }) => [op, name])).to.deep.equal([
      ["update", "beside-us-east"],
    ]);
  });
});

describe("a plan that `pulumi preview` saves", () => {
  let stack: TestStack;

  before(async () => {
    stack = await ownComponent();
    await stack.setConfig("own", "none");
  });
  after(async () => {
    await stack.destroy();
    stack.remove();
  });

  // A resource among outputs is left out: the engine itself plans it with another id than it gets.
  it("is what `pulumi up` does, with new objects and with changed ones", async () => {
    const toolchain = await ensureToolchain();
    const { directory, env } = stack.shell;
    const file = join(directory, "update.plan");
    const pulumi = (words: readonly string[]) =>
      run("pulumi", [...words, "--non-interactive"], {
        cwd: directory,
        env: { ...process.env, ...toolchain.env(), ...env, PULUMI_EXPERIMENTAL: "true" },
      }).catch((error: unknown) => {
        const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
        throw new Error(`${stdout}${stderr}`);
      });
    for (const greeting of ["hello", "howdy"]) {
      await stack.setConfig("greeting", greeting);
      await pulumi(["preview", "--save-plan", file]);
      const { stdout } = await pulumi(["up", "--yes", "--skip-preview", "--plan", file]);
      expect(stdout, greeting).to.match(greeting === "hello" ? /created/ : /updated/);
    }
  });
});

/** A stack of one cluster. */
async function ownComponent(): Promise<TestStack> {
  const { clusters } = await sharedFleet();
  return createStack({
    program: "ownComponent",
    secrets: { "us-east": clusters["us-east"]?.kubeconfig ?? "" },
  });
}
