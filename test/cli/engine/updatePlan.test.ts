import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { allowingEndOf, bindable } from "../../../provider/cli/engine/updatePlan";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const head = "urn:pulumi:dev::shop";

describe("the file that binds an update to a preview", () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-kubefed-plan-"));
  const file = join(folder, "plan.json");
  after(() => rmSync(folder, { recursive: true, force: true }));

  function rewritten(resourcePlans: object, rewrite: () => void): Record<string, unknown> {
    writeFileSync(file, JSON.stringify({ resourcePlans }));
    rewrite();
    const plan = JSON.parse(readFileSync(file, "utf8")) as { resourcePlans: object };
    return plan.resourcePlans as Record<string, unknown>;
  }

  it("binds neither what the program exports nor what components say at previews only, and all else", () => {
    const component = `${head}::kubefed:index:FederatedConfigMap::web`;
    const stack = `${head}::pulumi:pulumi:Stack::shop-dev`;
    const inputDiff = { adds: { a: 1 }, updates: { b: 2 } };
    const goalOf = (outputDiff: object) => ({ goal: { inputDiff, outputDiff }, steps: ["same"] });
    const plans = rewritten(
      {
        [stack]: {
          ...goalOf({ adds: { uid: "made up" }, deletes: ["gone"], updates: { ip: "10.0.0.1" } }),
          state: { uid: "made up", same: 1 },
        },
        [component]: goalOf({ adds: { decisions: {}, plan: {} }, updates: { status: 1 } }),
      },
      () => bindable(file),
    );
    expect(plans).to.deep.equal({
      [stack]: {
        ...goalOf({
          adds: { uid: unknown, same: unknown, ip: unknown },
          deletes: ["gone"],
          updates: {},
        }),
        state: { uid: "made up", same: 1 },
      },
      [component]: goalOf({ adds: { decisions: unknown, plan: {} }, updates: { status: 1 } }),
    });
  });

  it("allows the end of what came into the state since, and keeps what it says of it", () => {
    const note = `${head}::kubefed:index:UnfinishedUpdate::kubefed`;
    const end = { steps: ["delete"], state: {} };
    expect(rewritten({}, () => allowingEndOf(file, note))).to.deep.equal({ [note]: end });
    const kept = { goal: {}, steps: ["same"] };
    expect(rewritten({ [note]: kept }, () => allowingEndOf(file, note))).to.deep.equal({
      [note]: kept,
    });
  });
});
