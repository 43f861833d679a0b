import * as pulumi from "@pulumi/pulumi";
import { ownValue } from "../../core/plain/ownKey";
import { stableText } from "../../core/plain/text";
import { askedFor } from "../../core/stages/nextRecord";
import type { Attempt } from "../../core/stages/record";
import { isPreview } from "../../engine/engine";
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
  const outputs = { attempts: decided.then(attemptsAfter), asked: decided.then(askedIn) };
  // Whatever is wrong with the program is for the gate to say.
  for (const each of Object.values(outputs)) each.catch(() => undefined);
  const { registered } = new StagedUpdateAttempts(`${name}-attempts`, outputs, component);
  update.attempted = registered;
  registered.catch(() => undefined);
}

/** What was begun before, and what this update begins; as a text, so that it is the same for the same. */
function attemptsAfter({ request, plan }: StagesDecision): pulumi.Output<string> | string {
  const all: Record<string, Attempt> = {};
  for (const { name } of request.clusters) {
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
