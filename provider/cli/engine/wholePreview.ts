import { type StagedObject, formatWhole, stagesVariable } from "../../core/stages/wholeUpdate";
import type { FleetPlan } from "../../report/plan/model";
import { type Refusal, refusalsIn } from "../../report/plan/refusals";
import { interruptible } from "../terminal/interruption";
import { type EngineRequest, OperationFailed, runPreview } from "./engineOperation";
import { toPlan } from "./preview";

/** How many previews may find out what else is refused. */
const mostPreviews = 5;

/**
 * Runs `pulumi preview` so that nothing of a staged update is held, and gives the plan of the whole fleet.
 *
 * - What an API server refuses ends a preview. Another one leaves that as it is, so that the plan has everything
 *   else too; the plan says what is refused.
 * - Throws a CommandFailure with what the engine says where it fails for anything else.
 */
export function previewWholeFleet(request: Omit<EngineRequest, "signal">): Promise<FleetPlan> {
  return interruptible((signal) => wholePlanOf({ ...request, signal }));
}

async function wholePlanOf(request: EngineRequest): Promise<FleetPlan> {
  const refusals = new Map<string, Refusal>();
  const left: StagedObject[] = [];
  for (let turn = 1; ; turn += 1) {
    try {
      const env = { ...request.env, [stagesVariable]: formatWhole(left) };
      const plan = toPlan(await runPreview({ ...request, env }), [...refusals.values()]);
      return { ...plan, warnings: [...plan.warnings, ...unasked(left)] };
    } catch (error) {
      const said = error instanceof OperationFailed ? refusalsIn(error.said) : [];
      const found = said.filter(({ step }) => !refusals.has(step.urn));
      if (found.length === 0 || turn === mostPreviews) throw error;
      for (const refusal of found) refusals.set(refusal.step.urn, refusal);
      // Where others refuse it as well, not one preview after another is to find out which.
      const where = turn === 1 ? {} : { cluster: undefined };
      left.push(...found.map(({ object }) => ({ ...object, ...where })));
    }
  }
}

/** What some clusters were not asked about. */
function unasked(left: readonly StagedObject[]): FleetPlan["warnings"] {
  const all = left.filter(({ cluster }) => cluster === undefined);
  const names = new Set(all.map(({ kind, name }) => `${kind} "${name}"`));
  return [...names].map((name) => ({
    message: `${name} is refused by several clusters, so that the others were not asked about it`,
  }));
}
