import { runPulumi } from "../adapters/pulumi/command";
import { type FleetPlan, fleetPlan, type PreviewEvents, readPreviewEvents } from "../core";
import { CommandFailure } from "./commandFailure";
import { interruptible } from "./interruption";
import { openProgress } from "./progress";

/** Which preview is wanted. */
export interface PreviewRequest {
  readonly stack: string | undefined;
  readonly directory: string | undefined;
  /** More words for `pulumi preview`. */
  readonly words: readonly string[];
}

/**
 * Runs `pulumi preview` and gives the plan of the whole fleet. Throws a CommandFailure with what the
 * engine says where the preview fails or is interrupted.
 */
export async function previewFleet(request: PreviewRequest): Promise<FleetPlan> {
  const { stack, directory, words } = request;
  const events: unknown[] = [];
  const progress = openProgress("previewing");
  const onLine = (line: string): void => {
    const event = parseEvent(line);
    if (event === undefined) return;
    events.push(event);
    if (line.includes('"resOutputsEvent"')) progress.step();
  };
  const end = await interruptible(async (signal) => {
    const ended = await runPulumi({
      words: [
        "preview",
        "--json",
        "--non-interactive",
        ...(stack === undefined ? [] : ["--stack", stack]),
        ...words,
      ],
      directory,
      // Events one by one instead of a digest: the digest lacks what components register as outputs.
      env: { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" },
      onLine,
      signal,
    });
    if (signal.aborted) throw new CommandFailure("interrupted; nothing was written");
    return ended;
  }).finally(() => {
    progress.close();
  });
  const preview = readPreviewEvents(events);
  if (end.code !== 0 || !preview.isComplete)
    throw new CommandFailure(whyFailed(preview, end.errors));
  return fleetPlan({ ...placeOf(preview), preview });
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

function whyFailed({ messages }: PreviewEvents, errors: string): string {
  const said = messages.filter(({ severity }) => severity === "error");
  const texts = [...new Set(said.map(({ message }) => message))];
  const why = texts.length > 0 ? texts.join("\n") : errors.trim().replace(/^error: /, "");
  return `the preview failed: ${why === "" ? "pulumi gave no reason" : why}`;
}

/** Stack and project, which every URN begins with. */
function placeOf({ steps }: PreviewEvents): { stack: string; project: string } {
  const [head = "", project = ""] = (steps[0]?.urn ?? "").split("::");
  return { stack: head.replace(/^urn:pulumi:/, ""), project };
}
