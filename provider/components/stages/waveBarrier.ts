import * as pulumi from "@pulumi/pulumi";
import { isPreview } from "../../engine/engine";
import { knownText } from "../../engine/knownText";
import type { StagedChild, StagedUpdate, StagesDecision } from "../../engine/stages/stagedUpdate";
import { healthProblem } from "../../observe/stageHealth";
import { membersOf } from "./decideStages";
import { refusal } from "../../engine/program";

/** The resources of the last wave before one that has any: the engine writes nothing before they are ready. */
export function resourcesBefore(
  { parts }: StagedUpdate,
  { waves }: StagesDecision,
  wave: number,
): pulumi.Input<pulumi.Resource>[] {
  for (let before = wave - 1; before >= 0; before -= 1) {
    const clusters = [...waves].filter(([, own]) => own === before).map(([cluster]) => cluster);
    const resources = clusters.flatMap((cluster) =>
      parts.flatMap(({ children }) => children[cluster]?.resource ?? []),
    );
    if (resources.length > 0) return resources;
  }
  return [];
}

/** Resolves when a resource is written: its id is known then, in an update and not before. */
export async function written({ resource }: Pick<StagedChild, "resource">): Promise<void> {
  const output: pulumi.Output<unknown> = pulumi.output(resource);
  await knownText(output.apply((each) => Reflect.get(Object(each) as object, "id") as string));
}

/**
 * Resolves when a wave is written and a check of the user's own has nothing to say of it; rejects with what it
 * says. Without such a check the engine's own waiting tells enough.
 */
export function waveHealthy(
  update: StagedUpdate,
  decision: StagesDecision,
  wave: number,
): Promise<void> {
  if (update.healthy === undefined || isPreview()) return Promise.resolve();
  const asked = update.healthyWaves.get(wave) ?? askWave(update, decision, wave);
  update.healthyWaves.set(wave, asked);
  return asked;
}

async function askWave(
  update: StagedUpdate,
  decision: StagesDecision,
  wave: number,
): Promise<void> {
  const { parts, subject, component } = update;
  const clusters = [...decision.waves].filter(([, own]) => own === wave).map(([name]) => name);
  const children = clusters.flatMap((name) => parts.flatMap((part) => part.children[name] ?? []));
  await Promise.all(
    children.map(async (child) => {
      if ((await child.deferred) === undefined) await written(child);
    }),
  );
  const asked = membersOf(parts).filter(
    ({ name, elsewhere }) => elsewhere === undefined && clusters.includes(name),
  );
  const problems = await Promise.all(
    asked.map(async (member) => ({ name: member.name, why: await healthProblem(update, member) })),
  );
  const said = problems.flatMap(({ name, why }) => (why === undefined ? [] : [`${name}: ${why}`]));
  if (said.length === 0) return;
  const message = `${subject}: stopped by health: ${said.join("; ")}`;
  throw refusal(message, component);
}
