import type { StagedObject } from "../../core/stages/wholeUpdate";
import { type EngineEvents, type EngineStep, nameInUrn } from "./engineEvents";
import { clusterOfChild } from "./fleetClusters";
import { stagesReports } from "./planStages";

/** A staged object that its API server refuses. */
export interface Refusal {
  /** What the engine would have done. */
  readonly step: EngineStep;
  readonly object: Required<StagedObject>;
  /** What the API server says. */
  readonly message: string;
}

/** The staged objects for which a preview failed. Of steps that fail a preview has no event, only a message. */
export function refusalsIn(preview: EngineEvents): Refusal[] {
  const reports = stagesReports(preview);
  return preview.steps.flatMap((step) => {
    const parent = (step.new ?? step.old)?.parent ?? "";
    const report = reports.find(({ components }) => components.includes(parent));
    const message = messageOf(preview, step);
    if (report === undefined || message === undefined) return [];
    const known = report.stages.flatMap(({ clusters }) => clusters);
    const name = nameInUrn(parent);
    const cluster = clusterOfChild({ step, component: name, known });
    const kind = step.type.split(":").at(-1) ?? "";
    return [{ step, object: { kind, name, cluster }, message }];
  });
}

/** The events of a preview with what it would have done to objects that were left out of it. */
export function withRefusals(preview: EngineEvents, refusals: readonly Refusal[]): EngineEvents {
  if (refusals.length === 0) return preview;
  const refused = new Set(refusals.map(({ step }) => step.urn));
  const others = preview.steps.filter(({ urn }) => !refused.has(urn));
  return { ...preview, steps: [...others, ...refusals.map(({ step }) => step)] };
}

function messageOf({ messages }: EngineEvents, { urn }: EngineStep): string | undefined {
  const said = messages.filter((each) => each.severity === "error" && each.urn === urn);
  const texts = said.map(({ message }) => message.replace(/^(Preview|Update) failed: /, ""));
  return texts.length === 0 ? undefined : [...new Set(texts)].join("; ");
}
