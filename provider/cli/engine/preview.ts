import type { EngineEvents } from "../../report/plan/engineEvents";
import { fleetPlan } from "../../report/plan/fleetPlan";
import type { FleetPlan } from "../../report/plan/model";
import type { Refusal } from "../../report/plan/refusals";
import { type EngineRequest, runPlannedPreview, runPreview } from "./engineOperation";
import { bindable } from "./updatePlan";
import { interruptible } from "../terminal/interruption";

/**
 * Runs `pulumi preview` and gives the plan of the whole fleet. Throws a CommandFailure with what the
 * engine says where the preview fails or is interrupted.
 */
export function previewFleet(request: Omit<EngineRequest, "signal">): Promise<FleetPlan> {
  return interruptible((signal) => planOf({ ...request, signal }));
}

/** The same for who is interrupted anyway. */
export async function planOf(request: EngineRequest): Promise<FleetPlan> {
  return toPlan(await runPreview(request));
}

/** The same, with a file that binds an update to what is in the plan. */
export async function plannedIn(planFile: string, request: EngineRequest): Promise<FleetPlan> {
  const preview = await runPlannedPreview(request, planFile);
  bindable(planFile);
  return toPlan(preview);
}

/** The plan of what a preview said, and of what others found out to be refused. */
export function toPlan(preview: EngineEvents, refusals: readonly Refusal[] = []): FleetPlan {
  return fleetPlan({ ...placeOf(preview), preview, refusals });
}

/** Stack and project, which every URN begins with. */
function placeOf({ steps }: EngineEvents): { stack: string; project: string } {
  const [head = "", project = ""] = (steps[0]?.urn ?? "").split("::");
  return { stack: head.replace(/^urn:pulumi:/, ""), project };
}
