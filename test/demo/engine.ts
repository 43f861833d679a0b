import type { EngineEvent } from "@pulumi/pulumi/automation";

/** What ends the demo for a reason that a person can read: no stack trace belongs to it. */
export class DemoFailure extends Error {}

/** What every command of the engine is given. */
export interface CommandOptions {
  readonly onEvent: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
  readonly color: "never";
}

/** Runs a command of the engine and returns its events; throws what the engine says when it fails. */
export async function runCommand(request: {
  command: (options: CommandOptions) => Promise<unknown>;
  signal: AbortSignal;
  /** Called after each resource, with the number of those that are done. */
  onDone?: (done: number) => void;
}): Promise<EngineEvent[]> {
  const { command, signal } = request;
  signal.throwIfAborted();
  const events: EngineEvent[] = [];
  let done = 0;
  const onEvent = (event: EngineEvent): void => {
    events.push(event);
    if (event.resOutputsEvent !== undefined) request.onDone?.(++done);
  };
  try {
    await command({ onEvent, signal, color: "never" });
  } catch (error) {
    signal.throwIfAborted();
    throw new DemoFailure(errorsAmong(events) || textOf(error), { cause: error });
  }
  return events;
}

/** The lines that federated components wrote for the preview. */
export function planLines(events: readonly EngineEvent[]): string[] {
  return events.flatMap(({ diagnosticEvent }) => {
    const text = diagnosticEvent === undefined ? "" : plain(diagnosticEvent.message);
    return diagnosticEvent?.severity.startsWith("info") && text.startsWith("[") ? [text] : [];
  });
}

/** The engine's own count, such as `18 to create, 3 unchanged`. */
export function renderCounts(events: readonly EngineEvent[]): string {
  const changes = events.find(({ summaryEvent }) => summaryEvent !== undefined)?.summaryEvent
    ?.resourceChanges;
  const counts = Object.entries(changes ?? {}).sort(([a], [b]) =>
    a === "same" ? 1 : b === "same" ? -1 : a < b ? -1 : 1,
  );
  return counts.map(([op, n]) => (op === "same" ? `${n} unchanged` : `${n} to ${op}`)).join(", ");
}

function errorsAmong(events: readonly EngineEvent[]): string {
  const errors = events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "error" ? [plain(diagnosticEvent.message)] : [],
  );
  return [...new Set(errors)].join("\n");
}

/** Without the engine's marks for colours. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}

/** The automation library's error has the code, then what was printed on which stream; the engine's words are last. */
function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (/stderr: ([^]*?)(?:\n err\?:[^]*)?$/.exec(text)?.[1] ?? text).trim() || text;
}
