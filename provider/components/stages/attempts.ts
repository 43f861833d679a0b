import * as pulumi from "@pulumi/pulumi";
import { ownValue } from "../../core/plain/ownKey";
import { askedFor } from "../../core/stages/nextRecord";
import type { Attempt } from "../../core/stages/record";
import { compareText, stableText } from "../../core/plain/text";
import type { StagesReport } from "../../core/stages/stagesPlan";
import { isPreview, wantsDecisions } from "../../engine/engine";
import { knownText } from "../../engine/knownText";
import { registerOutputs } from "../../engine/owner/registeredOutputs";
import type { StagedUpdate, StagesDecision } from "../../engine/stages/stagedUpdate";
import { attemptsType } from "../../engine/stages/stagesState";
import { decideStages } from "./decideStages";

/**
 * Lets the stack's state know what an update begins to write before it is written: an update that fails, or is
 * killed, leaves the record as it was, and by this the next one knows which clusters it may have reached.
 */
export function attemptsOf(update: StagedUpdate, gate: Promise<void>): void {
  const { component, name } = update;
  const decided = gate.then(() => decideStages(update));
  const outputs = {
    attempts: decided.then(attemptsAfter),
    asked: decided.then(askedIn),
    // Before any object, because one that is refused ends a preview.
    ...(wantsDecisions() ? { decisions: decided.then((all) => reportOf(update, all)) } : {}),
  };
  // Whatever is wrong with the program is for the gate to say.
  for (const each of Object.values(outputs)) each.catch(() => undefined);
  const { registered } = new StagedUpdateAttempts(`${name}-attempts`, outputs, component);
  update.attempted = registered;
  registered.catch(() => undefined);
}

/** What was begun before, and what this update begins; as a text, so that it is the same for the same. */
function attemptsAfter({
  request,
  plan,
  elsewhere,
}: StagesDecision): pulumi.Output<string> | string {
  const all: Record<string, Attempt> = {};
  for (const { name } of request.clusters) {
    if (elsewhere.has(name)) continue;
    const before = ownValue(request.attempts, name);
    if (before !== undefined) all[name] = before;
  }
  for (const { cluster } of plan.released) {
    const revision = ownValue(request.wanted, cluster);
    if (revision === undefined || isPreview()) return pulumi.unknown as unknown as string;
    all[cluster] = { revision, at: request.now };
  }
  return JSON.stringify(all);
}

/** How far the update goes, for who shows it; as a text, like the other. */
async function reportOf(
  { name, parts }: StagedUpdate,
  { plan, request }: StagesDecision,
): Promise<string> {
  const urns = await Promise.all(parts.map(({ component }) => knownText(component.urn)));
  const { issues: _, ...shown } = plan;
  const report: StagesReport = {
    ...shown,
    strategy: name,
    components: urns.filter((urn) => urn !== undefined).sort(compareText),
    replicas: Object.values(request.replicas).reduce((sum, own) => sum + own, 0),
  };
  return JSON.stringify(report);
}

/**
 * What was asked for, for who looks at the state: whether the update ends well or not, the record and this tell how
 * far it has come. As a text, so that it is the same for the same.
 */
function askedIn({ request }: StagesDecision): pulumi.Output<string> | string {
  const isKnown = Object.values(request.wanted).every((revision) => revision !== undefined);
  if (isPreview() && !isKnown) return pulumi.unknown as unknown as string;
  return stableText(askedFor(request));
}

/** Keeps what updates begin to write. */
class StagedUpdateAttempts extends pulumi.ComponentResource {
  /** Resolves when the state has it. */
  readonly registered: Promise<void>;

  constructor(name: string, outputs: pulumi.Inputs, parent: pulumi.Resource) {
    super(attemptsType, name, {}, { parent });
    this.registered = registerOutputs(this, outputs);
  }

  protected override registerOutputs(): void {
    // `registered` does it, and tells when it is done.
  }
}
