import * as pulumi from "@pulumi/pulumi";
import { compareText } from "../../core/plain/text";
import type { ClusterRecord } from "../../core/stages/record";
import { nextFlags, type NextRecord, writtenAt } from "../../core/stages/nextRecord";
import { isPreview } from "../../engine/engine";
import { knownText } from "../../engine/knownText";
import type { StagedUpdate, StagesDecision } from "../../engine/stages/stagedUpdate";
import { decideStages } from "./decideStages";
import { waveHealthy, written } from "./waveBarrier";

/**
 * What a strategy keeps in the stack's state. The record follows the writes: it is registered when all of them
 * are done, so that an update that fails leaves it as it was, behind and never ahead.
 */
export function strategyOutputs(update: StagedUpdate, gate: Promise<void>): pulumi.Inputs {
  const decided = gate.then(() => decideStages(update));
  return {
    record: decided.then((decision) => recordAfter(update, decision)),
    salt: pulumi.secret(decided.then(({ salt }) => salt ?? pulumi.unknown)),
    components: decided.then((decision) => componentsAfter(update, decision)),
  };
}

/** At a preview what is written then is not known, nor when. */
async function recordAfter(
  update: StagedUpdate,
  decision: StagesDecision,
): Promise<pulumi.Input<unknown>> {
  const { next, plan, request, elsewhere } = decision;
  const isWritten = plan.released.length > 0;
  if (isPreview() && (isWritten || plan.restarted.length > 0 || plan.revision === undefined))
    return pulumi.unknown;
  const own = Object.entries(next).filter(([cluster]) => !elsewhere.has(cluster));
  const entries = own.map(
    async ([cluster, record]) =>
      [cluster, await recordOf(update, decision, { cluster, record })] as const,
  );
  return { clusters: Object.fromEntries(await Promise.all(entries)), ...nextFlags(request, plan) };
}

/** A cluster's entry, once all of its objects are written and its wave is healthy; or as it was. */
async function recordOf(
  update: StagedUpdate,
  decision: StagesDecision,
  of: { readonly cluster: string; readonly record: NextRecord },
): Promise<ClusterRecord> {
  const { cluster, record } = of;
  if (record.written === undefined) return record.kept;
  const children = update.parts.flatMap((part) => part.children[cluster] ?? []);
  const deferred = await Promise.all(children.map((child) => child.deferred));
  if (deferred.some((why) => why !== undefined)) return record.kept;
  await Promise.all(children.map(written));
  const wave = decision.waves.get(cluster);
  if (wave !== undefined) await waveHealthy(update, decision, wave);
  return writtenAt(record.written, Date.now());
}

/** What is staged, and what is stood in for as long as something is held. */
async function componentsAfter(
  { parts }: StagedUpdate,
  { held, components }: StagesDecision,
): Promise<string[]> {
  const urns = await Promise.all(parts.map(({ component }) => knownText(component.urn)));
  const own = urns.filter((urn) => urn !== undefined);
  return [...new Set([...own, ...(held.size > 0 ? components : [])])].sort(compareText);
}
