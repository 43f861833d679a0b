import * as pulumi from "@pulumi/pulumi";
import { hasEnded, holdingOpen } from "../../engine/programEnd";
import { currentRun } from "../../engine/run";
import type { StagedUpdate } from "../../engine/stages/stagedUpdate";
import { keepDropped } from "../declare/keptObjects";
import { decideStages, membersOf } from "./decideStages";

/**
 * Deletes are staged as well: what the program no longer has of a strategy's components stays on clusters that
 * are held. It is done when the program has declared everything, before it is judged what leaves.
 */
export function keepHeldObjects(update: StagedUpdate, gate: Promise<void>): void {
  const kept = holdingOpen(async () => {
    await gate;
    const { held } = await decideStages(update);
    if (held.size === 0 || !(await hasEnded())) return;
    await keepHeld(update);
  });
  // A program that goes wrong says so itself.
  currentRun().gates.push(kept.catch(() => undefined));
}

async function keepHeld(update: StagedUpdate): Promise<void> {
  const { held, components } = await decideStages(update);
  const staged = new Set(components);
  const formers = new Set(await Promise.all(update.parts.flatMap(formersOf)));
  for (const member of membersOf(update.parts)) {
    const because = held.get(member.name);
    if (because === undefined || member.elsewhere !== undefined) continue;
    const kept = await keepDropped(
      member,
      ({ component, urn }) => staged.has(component) && !formers.has(urn),
    );
    if (kept.length === 0) continue;
    const what = `what the program no longer has stays on "${member.name}": ${kept.join(", ")}`;
    void pulumi.log.info(`${update.subject}: ${what}; ${because}`, update.component);
  }
}

function formersOf({ children }: StagedUpdate["parts"][number]): Promise<string | undefined>[] {
  return Object.values(children).flatMap(({ former }) => former ?? []);
}
