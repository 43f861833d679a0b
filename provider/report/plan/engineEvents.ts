import { isPlainObject } from "../../core/plain/plainObject";
import { textOf } from "../../core/plain/text";
import { plainText } from "../../core/plain/plainText";

/** A resource before or after a step, as far as a plan needs it; values are the engine's, not masked. */
export interface EngineState {
  /** What it is called; before a step it may be called otherwise than after. @default as the step */
  readonly urn?: string;
  readonly parent: string;
  readonly provider: string;
  readonly inputs: unknown;
  readonly outputs: unknown;
  readonly isRetainedOnDelete: boolean;
  /** False for components, which are only structure. */
  readonly isCustom: boolean;
}

/** What the engine would do to one resource. */
export interface EngineStep {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly old?: EngineState;
  readonly new?: EngineState;
  /** Kind of each difference by property path. */
  readonly detailedDiff: Readonly<Record<string, { kind: string; inputDiff: boolean }>>;
}

/** One message of the program, a plugin or the engine. */
export interface EngineMessage {
  readonly urn?: string;
  readonly severity: string;
  readonly message: string;
}

/** What a preview or an update said, in its order. */
export interface EngineEvents {
  readonly steps: readonly EngineStep[];
  /** What components registered as outputs, by URN. */
  readonly componentOutputs: ReadonlyMap<string, unknown>;
  readonly messages: readonly EngineMessage[];
  /** Whether it came to its end. */
  readonly isComplete: boolean;
}

/**
 * Steps that another step of the same resource stands for: parts of a replacement, whose whole is the
 * step `replace`, and the look at the cluster that `--refresh` takes before it decides.
 */
const subordinate = new Set([
  "create-replacement",
  "delete-replaced",
  "discard-replaced",
  "refresh",
]);

/**
 * Reads the engine's events of one preview or update. What is no event, and what a plan does not need,
 * is passed over. Source: Pulumi `sdk/go/common/apitype/events.go`.
 *
 * @example
 * readEngineEvents([{ resourcePreEvent: { metadata: { op: "same", urn: "urn:pulumi:dev::shop::a:b:C::c", type: "a:b:C" } } }]).steps[0].op
 * //=> "same"
 */
export function readEngineEvents(events: readonly unknown[]): EngineEvents {
  const steps: EngineStep[] = [];
  const componentOutputs = new Map<string, unknown>();
  const messages: EngineMessage[] = [];
  let isComplete = false;
  for (const event of events.filter(isPlainObject)) {
    const step = stepOf(event.resourcePreEvent);
    if (step !== undefined) steps.push(step);
    const done = stepOf(event.resOutputsEvent);
    if (isComponent(done)) componentOutputs.set(done.urn, done.new?.outputs);
    const message = messageOf(event.diagnosticEvent);
    if (message !== undefined) messages.push(message);
    if (isPlainObject(event.summaryEvent)) isComplete = event.summaryEvent.result !== "failed";
  }
  return { steps, componentOutputs, messages, isComplete };
}

/** Components have no outputs but those that they register, which comes after their first event. */
function isComponent(step: EngineStep | undefined): step is EngineStep {
  return step?.type.startsWith("kubefed:") === true && isPlainObject(step.new?.outputs);
}

function stepOf(event: unknown): EngineStep | undefined {
  const metadata = isPlainObject(event) ? event.metadata : undefined;
  if (!isPlainObject(metadata)) return undefined;
  const { op, urn, type } = metadata;
  if (typeof op !== "string" || typeof urn !== "string" || typeof type !== "string") {
    return undefined;
  }
  if (subordinate.has(op)) return undefined;
  return {
    op,
    urn,
    type,
    old: stateOf(metadata.old),
    new: stateOf(metadata.new),
    detailedDiff: diffOf(metadata.detailedDiff),
  };
}

function stateOf(state: unknown): EngineState | undefined {
  if (!isPlainObject(state)) return undefined;
  return {
    ...(typeof state.urn === "string" ? { urn: state.urn } : {}),
    parent: textOf(state.parent),
    provider: textOf(state.provider),
    inputs: state.inputs,
    outputs: state.outputs,
    isRetainedOnDelete: state.retainOnDelete === true,
    isCustom: state.custom === true,
  };
}

function diffOf(diff: unknown): EngineStep["detailedDiff"] {
  if (!isPlainObject(diff)) return {};
  return Object.fromEntries(
    Object.entries(diff)
      .filter((entry): entry is [string, Record<string, unknown>] => isPlainObject(entry[1]))
      .map(([path, each]) => [
        path,
        { kind: textOf(each.diffKind ?? each.kind), inputDiff: each.inputDiff === true },
      ]),
  );
}

function messageOf(event: unknown): EngineMessage | undefined {
  if (!isPlainObject(event) || event.severity === "debug" || event.ephemeral === true) {
    return undefined;
  }
  // A plugin hands on what an API server says.
  const message = plainText(textOf(event.message).replace(/<\{%[^%]*%\}>/g, "")).trim();
  if (message === "") return undefined;
  return {
    severity: textOf(event.severity),
    message,
    ...(typeof event.urn === "string" && event.urn !== "" ? { urn: event.urn } : {}),
  };
}

/**
 * The name that a resource has in its program: the last part of its URN.
 *
 * @example
 * nameInUrn("urn:pulumi:dev::shop::kubefed:index:FederatedConfigMap::settings")
 * //=> "settings"
 */
export function nameInUrn(urn: string): string {
  // A name may hold "::" itself; stack, project and types may not.
  return urn.split("::").slice(3).join("::");
}
