import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { isGuard } from "../../provider/core/deletion/guardedObject";
import { secretMark, storedOutputs } from "./stackState";

/** What runs the guard, told of each change of the stack's configuration. */
const dynamicProvider = "pulumi:providers:pulumi-nodejs";

/** One resource's step as the engine reported it. */
export interface Step {
  readonly op: string;
  readonly type: string;
  /** The resource's own name, the last part of its URN. */
  readonly name: string;
  /** Property paths that differ, sorted. */
  readonly diffs: readonly string[];
}

/** What one command of the engine did and said. */
export interface EngineRun {
  readonly succeeded: boolean;
  /** The command's exit code; -1 where it had none. */
  readonly exitCode: number;
  /** Everything the command printed. */
  readonly output: string;
  /** Steps that change something, sorted by name; without those of the stack's deletion guards. */
  readonly changes: readonly Step[];
  /** Messages of the program and the plugins, by severity, without colour. */
  readonly diagnostics: readonly { readonly severity: string; readonly message: string }[];
  /** The stack's outputs after an update. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A stack of a project, as commands of the engine find it. */
export interface Engine {
  readonly directory: string;
  readonly stack: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where the backend keeps the stack's state. */
  readonly stateFile: string;
}

/** Runs a command of the engine to its end; its exit code, -1 where it had none, and all that it printed. */
function execute(
  { directory, stack, env }: Engine,
  words: readonly string[],
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const given = [...words, "--stack", stack, "--non-interactive", "--color", "never"];
  const child = spawn("pulumi", given, { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => printed.push(chunk));
  }
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => {
      done({ exitCode: code ?? -1, output: Buffer.concat(printed).toString("utf8") });
    });
  });
}

/** Runs a command that must succeed, and gives what it printed. */
export async function pulumi(engine: Engine, words: readonly string[]): Promise<string> {
  const { exitCode, output } = await execute(engine, words);
  if (exitCode === 0) return output;
  throw new Error(`pulumi ${words[0] ?? ""} ${words[1] ?? ""}: exit code ${exitCode}\n${output}`);
}

/** The engine also reports what it would only show when asked for more. */
const shown: readonly string[] = ["info", "warning", "error"];

/** Runs an operation and reads what the engine reported while it went on. */
export async function runEngine(engine: Engine, words: readonly string[]): Promise<EngineRun> {
  const log = join(mkdtempSync(join(engine.directory, "tmp/events-")), "events.json");
  // The flag is there for those who drive the engine from a program.
  const env = { ...engine.env, PULUMI_DEBUG_COMMANDS: "true" };
  const given = [...words, "--event-log", log];
  const { exitCode, output } = await execute({ ...engine, env }, given);
  const succeeded = exitCode === 0;
  const events = readEvents(log);
  return {
    succeeded,
    exitCode,
    output,
    changes: events
      .flatMap(stepOf)
      .filter(({ op }) => op !== "same" && op !== "read")
      // It only remembers, for a later deletion, what the others have written.
      .filter(({ type }) => !isGuard(type) && type !== dynamicProvider)
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.op < b.op ? -1 : 1)),
    diagnostics: events.flatMap(diagnosticOf),
    outputs: succeeded && words[0] === "up" ? await outputsOf(engine) : {},
  };
}

function stepOf({ resourcePreEvent }: EngineEvent): Step[] {
  if (resourcePreEvent === undefined) return [];
  const { op, urn, type, detailedDiff, diffs } = resourcePreEvent.metadata;
  const paths = Object.keys(detailedDiff ?? {});
  const name = urn.split("::").at(-1) ?? "";
  return [{ op, type, name, diffs: (paths.length > 0 ? paths : (diffs ?? [])).sort() }];
}

function diagnosticOf({ diagnosticEvent }: EngineEvent): EngineRun["diagnostics"] {
  if (diagnosticEvent === undefined || !shown.includes(diagnosticEvent.severity)) return [];
  const { severity, message } = diagnosticEvent;
  return [{ severity, message: message.replace(/<\{%[^%]*%\}>/g, "").trim() }];
}

function readEvents(file: string): EngineEvent[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as EngineEvent);
}

/** As the state has them; only where one is secret the engine is asked, which takes half a second. */
async function outputsOf(engine: Engine): Promise<EngineRun["outputs"]> {
  // A backend that is no folder is not asked for them.
  if (!existsSync(engine.stateFile)) return {};
  const outputs = storedOutputs(readFileSync(engine.stateFile, "utf8"));
  if (!JSON.stringify(outputs).includes(secretMark)) return outputs;
  const text = await pulumi(engine, ["stack", "output", "--json", "--show-secrets"]);
  return JSON.parse(text) as Record<string, unknown>;
}
