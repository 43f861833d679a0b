import { connectToCluster } from "../../provider/adapters/kubernetes/apiClient";
import { deleteObject } from "../../provider/adapters/kubernetes/objects";
import { expect } from "chai";
import { join } from "node:path";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Cluster } from "../fleet";
import { pulumi as runPulumi } from "../support/engineRun";
import { killUp } from "../support/killedEngine";
import { configMapPath, readLive } from "../support/live";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type TestStack } from "../support/stack";
import { ownerIdOf } from "../support/stackOwner";
import { isWrite, openWatchedWay, type WatchedWay } from "../support/watchedWay";
import { ensureToolchain } from "../toolchain";

const owner = "pulumi-kubefed/owner";

describe("the owner that a stack is", function () {
  this.timeout(1_200_000);
  let eu: Cluster;
  let way: WatchedWay;
  const stacks: TestStack[] = [];
  const names = new Set<string>();

  before(async () => {
    const found = (await sharedFleet()).clusters["eu-west"];
    if (found === undefined) throw new Error("the shared fleet has no eu-west");
    eu = found;
    way = await openWatchedWay(eu);
  });
  after(async () => {
    // Not by the engine: its plugin would watch for the end of each object through the way, which passes no
    // watch on.
    const api = connectToCluster({ kubeconfig: eu.kubeconfig });
    for (const name of names) await deleteObject(api, configMapPath("default", name));
    for (const stack of stacks) stack.remove();
    await way.stop();
  });

  /** Each on a backend of its own, under the same names. */
  const open = async (objects: Record<string, object>): Promise<TestStack> => {
    const stack = await createStack({
      program: "declared",
      secrets: { "eu-west": way.kubeconfig },
    });
    stacks.push(stack);
    await declare(stack, objects);
    return stack;
  };
  const declare = (stack: TestStack, objects: Record<string, object>) => {
    for (const name of Object.keys(objects)) names.add(name);
    return stack.configure({
      labels: { "eu-west": {} },
      objects: Object.entries(objects).map(([name, data]) => ({
        kind: "ConfigMap",
        name,
        args: { placement: { clusterSelector: {} }, template: { data } },
      })),
    });
  };
  const live = (name: string) => readLive(eu, configMapPath("default", name));
  const pulumi = async (stack: TestStack, words: string[]) => {
    const toolchain = await ensureToolchain();
    const env = { ...process.env, ...toolchain.env(), ...stack.shell.env };
    const { directory } = stack.shell;
    return runPulumi({ directory, env, stack: "dev", stateFile: "" }, words);
  };

  it("is on each object from its first moment, and a plan of the very first preview is carried out", async () => {
    const stack = await open({ planned: { is: "ours" } });
    const plan = join(mkdtempSync(join(tmpdir(), "pulumi-kubefed-plan-")), "plan.json");
    await pulumi(stack, ["preview", "--save-plan", plan]);
    await pulumi(stack, ["up", "--yes", "--skip-preview", "--plan", plan]);
    const id = ownerIdOf(stack);
    expect(id).to.match(/^[0-9a-f-]{36}$/);
    expect((await live("planned"))?.metadata.annotations?.[owner]).to.equal(
      `${id}/ConfigMap/planned`,
    );
    expect((await stack.up()).changes).to.deep.equal([]);
    await declare(stack, { planned: { is: "changed" } });
    const changed = await stack.up();
    expect(changed.changes.map(({ op, name }) => `${op} ${name}`)).to.deep.equal([
      "update planned-eu-west",
    ]);
    expect(ownerIdOf(stack)).to.equal(id);
  });

  for (const [what, answer] of [
    ["too many requests", 429],
    ["an internal error", 500],
    ["no answer at all", undefined],
  ] as const) {
    it(`stops where ${what} is all that is known of an object`, async () => {
      const stack = await open({ unknown: { is: "ours" } });
      way.rule = async ({ path }, sendOn) =>
        path.includes("/configmaps/unknown")
          ? answer && { status: answer, body: "no" }
          : await sendOn();
      for (const run of [await stack.preview(), await stack.up()]) {
        expect(run.succeeded, run.output).to.equal(false);
        expect(run.output).to.include(
          'whether ConfigMap unknown exists on "eu-west" could not be asked',
        );
      }
      way.rule = undefined;
      expect(await live("unknown")).to.equal(undefined);
    });
  }

  it("goes on, also with another program, where an update was killed in the middle of a create", async () => {
    const stack = await open({ killed: { is: "ours", more: "1" } });
    const { signal, output } = await killUp(stack, (end) => {
      way.rule = async (call, sendOn) => {
        if (!isWrite(call) || !call.path.includes("/configmaps/killed")) return sendOn();
        await sendOn();
        end();
        return undefined;
      };
    });
    way.rule = undefined;
    expect(signal, output).to.equal("SIGKILL");
    const uid = (await live("killed"))?.metadata.uid;
    expect(uid).to.be.a("string");
    await declare(stack, { killed: { is: "changed", more: "1" } });
    const preview = await stack.preview();
    expect(preview.succeeded, preview.output).to.equal(true);
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const after = await live("killed");
    expect([after?.metadata.uid, after?.data]).to.deep.equal([uid, { is: "changed", more: "1" }]);
    // Nobody else holds on to its fields.
    await declare(stack, { killed: { is: "again", more: "2" } });
    const again = await stack.up();
    expect(again.succeeded, again.output).to.equal(true);
    expect((await live("killed"))?.data).to.deep.equal({ is: "again", more: "2" });
  });

  it("loses a race for an object without writing or deleting it", async () => {
    const [first, second] = [
      await open({ raced: { first: "1" } }),
      await open({ raced: { second: "2" } }),
    ];
    let won: Promise<unknown> | undefined;
    way.rule = async (call, sendOn) => {
      // Just before the second stack writes, the first one does.
      if (isWrite(call) && call.path.includes("/configmaps/raced") && won === undefined) {
        won = first.up();
        await won;
      }
      return sendOn();
    };
    const lost = await second.up();
    way.rule = undefined;
    expect(await won).to.include({ succeeded: true });
    expect(lost.succeeded, lost.output).to.equal(false);
    expect(lost.output).to.match(/conflict[^]*pulumi-kubefed\/owner/);
    expect((await live("raced"))?.data).to.deep.equal({ first: "1" });
    const destroyed = await second.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect((await live("raced"))?.data).to.deep.equal({ first: "1" });
    expect((await first.up()).changes).to.deep.equal([]);
    expect(ownerIdOf(first)).not.to.equal("");
  });
});
