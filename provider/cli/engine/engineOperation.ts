/*
 * What commands ask of the engine and of clusters: previews and updates with their events, the state, live objects.
 */

import { runPulumi } from "../../adapters/pulumi/command";
import {
  type EngineEvents,
  type EngineMessage,
  nameInUrn,
  readEngineEvents,
} from "../../report/plan/engineEvents";
import { mapAt } from "../../core/plain/fields";
import { plainText } from "../../core/plain/plainText";
import { textOf } from "../../core/plain/text";
import { CommandFailure } from "../options/commandFailure";
import { noProgress, openProgress } from "../terminal/progress";

/** What the engine is asked to do with a stack. */
export interface EngineRequest {
  readonly stack: string | undefined;
  readonly directory: string | undefined;
  /** More words for `pulumi`. */
  readonly words: readonly string[];
  /** Lets the engine end in its own way. */
  readonly signal: AbortSignal;
  /** Added to the process's own variables. @default {} */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether no line says how far it is, because others run beside it. @default false */
  readonly isQuiet?: boolean;
  /** Called with each event of the engine as it comes; its caller shows then how far it is. @default nobody */
  readonly onEvent?: (event: unknown) => void;
}

/** How an operation is called while it runs, and what holds when it is interrupted. */
interface Operation {
  readonly name: string;
  readonly doing: string;
  readonly words: readonly string[];
  readonly whenInterrupted: string;
  /** What the program is told. */
  readonly env: Readonly<Record<string, string>>;
}

const preview: Operation = {
  name: "preview",
  doing: "previewing",
  words: ["preview"],
  whenInterrupted: "nothing was written",
  // The program's components then register why each object goes where it goes.
  env: { PULUMI_KUBEFED_DECISIONS: "true" },
};
const update: Operation = {
  name: "update",
  doing: "updating",
  words: ["up", "--yes", "--skip-preview"],
  whenInterrupted: "what was done is in the stack's state, and the next update goes on from there",
  env: {},
};

/**
 * Runs `pulumi preview` and gives what it said. Throws a CommandFailure with the engine's own words
 * where it fails or is interrupted.
 */
export function runPreview(request: EngineRequest): Promise<EngineEvents> {
  return runOperation(preview, request);
}

/**
 * The same, and writes to a file what the engine would do, for an update that is to do nothing else. The
 * engine encrypts what is secret in it.
 */
export function runPlannedPreview(request: EngineRequest, planFile: string): Promise<EngineEvents> {
  return runOperation(preview, withWords(request, "--save-plan", planFile));
}

/**
 * Runs `pulumi up` so that it does what the file says; throws a PlanOutdated where the program, or the
 * state, asks for anything else. What was done until then stays.
 */
export async function runPlannedUpdate(
  request: EngineRequest,
  planFile: string,
): Promise<EngineEvents> {
  try {
    return await runOperation(update, withWords(request, "--plan", planFile));
  } catch (error) {
    if (!(error instanceof OperationFailed)) throw error;
    throw bySteps(error);
  }
}

/** The engine's words for what a plan has not, and for what it has and did not come to, whyever. */
const outsidePlan = /violates plan|not allowed by the plan|no plan for resource/;
const notComeTo = /expected resource operations for .* but none were seen$/;

/** A difference between a plan and what the engine is asked to do, else what failed by itself and kept it from more. */
function bySteps({ message, said }: OperationFailed): CommandFailure {
  const head = `the ${update.name} failed: `;
  const lines = message.slice(message.startsWith(head) ? head.length : 0).split("\n");
  const others = lines.filter((line) => !notComeTo.test(line));
  if (others.length === 0 || outsidePlan.test(message)) return new PlanOutdated(message);
  return new OperationFailed(`${head}${others.join("\n")}`, said);
}

/** An operation that the engine ended, and what was said until then. */
export class OperationFailed extends CommandFailure {
  constructor(
    message: string,
    readonly said: EngineEvents,
  ) {
    super(message);
  }
}

/** An update that would have done something else than was previewed, and was stopped. */
export class PlanOutdated extends CommandFailure {}

function withWords(request: EngineRequest, ...words: string[]): EngineRequest {
  return { ...request, words: [...words, ...request.words] };
}

/** Runs `pulumi up` without asking, in the same way. */
export function runUpdate(request: EngineRequest): Promise<EngineEvents> {
  return runOperation(update, request);
}

async function runOperation(operation: Operation, request: EngineRequest): Promise<EngineEvents> {
  const { stack, directory, words, signal, env, onEvent } = request;
  const events: unknown[] = [];
  /** What was printed beside events, which is all where the command itself fails. */
  const printed: string[] = [];
  const isShown = request.isQuiet !== true && onEvent === undefined;
  const progress = isShown ? openProgress(operation.doing) : noProgress;
  const onLine = (line: string): void => {
    const event = parseEvent(line);
    if (event === undefined) {
      if (!line.startsWith('{"')) printed.push(line);
      return;
    }
    events.push(event);
    onEvent?.(event);
    if (line.includes('"resOutputsEvent"')) progress.step();
  };
  const of = stack === undefined ? [] : ["--stack", stack];
  const end = await runPulumi({
    words: [...operation.words, "--json", "--non-interactive", ...of, ...words],
    directory,
    // Events one by one instead of a digest: the digest lacks what components register as outputs.
    env: { ...operation.env, ...env, PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" },
    onLine,
    signal,
  }).finally(() => {
    progress.close();
  });
  if (signal.aborted) throw new CommandFailure(`interrupted; ${operation.whenInterrupted}`);
  const said = readEngineEvents(events);
  if (end.code !== 0 || !said.isComplete) {
    const told = [...violationsIn(events), ...errorsIn(said)];
    const why = whyFailed(told, end.errors.trim() === "" ? printed.join("\n") : end.errors);
    throw new OperationFailed(`the ${operation.name} failed: ${why}`, said);
  }
  return said;
}

/** Undefined for what is no event, and for debug messages, which are most of the lines. */
function parseEvent(line: string): unknown {
  if (!line.startsWith("{") || line.includes('"severity":"debug"')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What mandatory policies refuse, each with its own name. */
function violationsIn(events: readonly unknown[]): string[] {
  return events.flatMap((event) => {
    const { enforcementLevel, policyName, message } = mapAt(event, "policyEvent");
    if (enforcementLevel !== "mandatory") return [];
    const text = plainText(textOf(message).replace(/<\{%[^%]*%\}>/g, ""));
    return [`policy ${textOf(policyName)}: ${text.trim()}`];
  });
}

function errorsIn({ messages }: EngineEvents): string[] {
  return messages.filter(({ severity }) => severity === "error").map(failureText);
}

function whyFailed(said: readonly string[], errors: string): string {
  // The engine ends with this whatever it has said before.
  const texts = [...new Set(said)].filter((text) => !/^(preview|update) failed$/.test(text));
  const why =
    texts.length > 0
      ? texts.join("\n")
      : plainText(errors)
          .trim()
          .replace(/^error: /, "");
  return why === "" ? "pulumi gave no reason" : why;
}

/** What a plugin says of an object does not always name it; what a component says does. */
function failureText({ urn = "", message }: EngineMessage): string {
  const text = message.replace(/^(Preview|Update) failed: /, "");
  return urn.includes("kubernetes:") ? `${nameInUrn(urn)}: ${text}` : text;
}
