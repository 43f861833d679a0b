import * as pulumi from "@pulumi/pulumi";
import { stageLines } from "../../core/stages/stageText";
import type { StagesPlan } from "../../core/stages/stagesPlan";
import type { StagedUpdate } from "../../engine/stages/stagedUpdate";

/** Says what an update does about each stage, a line for each. Waits for nothing. */
export function showStages({ name, component }: StagedUpdate, plan: StagesPlan): void {
  const { revision } = plan;
  const title = `staged update ${revision === undefined ? "" : `${revision} `}by ${name}`;
  for (const line of stageLines(plan)) void pulumi.log.info(`${title}: ${line}`, component);
}
