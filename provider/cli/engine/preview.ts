import type { EngineEvents } from "../../report/plan/engineEvents";
import { fleetPlan } from "../../report/plan/fleetPlan";
import type { FleetPlan } from "../../report/plan/model";
import { type PlannedUpdate, plannedUpdate } from "../../report/update/plannedUpdate";
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
async function planOf(request: EngineRequest): Promise<FleetPlan> {
  return (await previewed(request)).plan;
}

/** A preview to be judged. */
export interface Previewed {
  readonly plan: FleetPlan;
  /** What an update is about to do by it. */
  readonly planned: PlannedUpdate;
}

/** The same, and the file that binds an update to it. */
export interface JudgedPreview extends Previewed {
  readonly planFile: string;
}

/** The same, with what an update would do. */
export async function previewed(request: EngineRequest): Promise<Previewed> {
  const preview = await runPreview(request);
  return { plan: toPlan(preview), planned: plannedUpdate(preview) };
}

/** The same, with a file that binds an update to what is in the plan. */
export async function plannedIn(planFile: string, request: EngineRequest): Promise<JudgedPreview> {
  const preview = await runPlannedPreview(request, planFile);
  bindable(planFile);
  return { plan: toPlan(preview), planFile, planned: plannedUpdate(preview) };
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
