/**
 * The process that owns the programs of one fleet, so that none outlives it:
 * `node supervisor.ts <directory> remove|leave`, with an IPC channel to the fleet's process.
 *
 * When the channel closes (that process has ended, however), it kills every program and ends.
 * It leads a process group of its own, so that Ctrl-C in a terminal does not reach it or the programs
 * before the fleet's process has decided what to do.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, rmSync } from "node:fs";
import { identifyProcess, type ProcessIdentity } from "../toolchain/processIdentity";
import { closeMachine } from "./nodes/machine";
import { removeProcessRecord, writeProcessRecord } from "./processRecord";
import {
  isNumberedOrder,
  type ProgramStart,
  type SupervisorMessage,
  type SupervisorOrder,
} from "./supervisorProtocol";

const [directory = "", onEnd = "leave"] = process.argv.slice(2);
const children = new Map<string, ChildProcess>();
const identities = new Map<string, ProcessIdentity>();
let kept = false;
let quitting = false;

process.on("message", (message) => {
  if (!isNumberedOrder(message)) return;
  obey(message.order).then(
    () => tell({ re: message.id }),
    (error: unknown) =>
      tell({ re: message.id, error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on("disconnect", () => {
  if (!kept) void quit();
});
process.on("SIGTERM", () => void quit());
// Its terminal, if it has one, is not what it lives for.
process.on("SIGHUP", () => undefined);
process.on("SIGINT", () => undefined);
record();

async function obey(order: SupervisorOrder): Promise<void> {
  if (quitting) throw new Error("the fleet is being stopped");
  switch (order.do) {
    case "start":
      return startProgram(order.program);
    case "end":
      return endProgram(order.key, order.graceMs);
    case "signal":
      if (children.get(order.key)?.kill(order.signal) === true) return;
      throw new Error(`"${order.key}" does not run`);
    case "keep":
      kept = true;
      return;
    case "quit":
      return quit();
  }
}

async function startProgram(program: ProgramStart): Promise<void> {
  const { key } = program;
  if (children.has(key)) throw new Error(`"${key}" runs already`);
  const log = openSync(program.log, "a");
  const child = spawn(program.command, [...program.arguments], {
    cwd: program.directory,
    stdio: ["ignore", log, log],
    // Home is the fleet's directory: no program may pick up the user's configuration.
    env: {
      ...{ PATH: process.env.PATH, HOME: directory, TMPDIR: process.env.TMPDIR },
      ...program.env,
    },
  });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) {
    await new Promise((_, reject) => child.once("error", reject));
    return;
  }
  children.set(key, child);
  child.once("exit", (code, signal) => {
    children.delete(key);
    identities.delete(key);
    if (quitting) return;
    record();
    tell({ ended: key, how: signal ?? `exit code ${code}` });
  });
  const identity = identifyProcess(pid);
  if (identity !== undefined) identities.set(key, identity);
  record();
}

async function endProgram(key: string, graceMs: number): Promise<void> {
  const child = children.get(key);
  if (child === undefined) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  // A stopped process takes the signal only when it goes on.
  child.kill("SIGCONT");
  const killer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await gone;
  clearTimeout(killer);
}

async function quit(): Promise<void> {
  if (quitting) return;
  quitting = true;
  const gone = [...children.values()].map(
    (child) => new Promise<void>((resolve) => child.once("exit", () => resolve())),
  );
  for (const child of children.values()) child.kill("SIGKILL");
  await Promise.all(gone);
  await closeMachine(directory).catch((error: unknown) => console.error(error));
  removeProcessRecord(directory);
  if (onEnd === "remove") rmSync(directory, { recursive: true, force: true });
  process.exit(0);
}

function tell(message: SupervisorMessage): void {
  // Nobody may be listening any more. The callback takes that error, which would end this process else.
  process.send?.(message, undefined, undefined, () => undefined);
}

function record(): void {
  const supervisor = identifyProcess(process.pid);
  if (supervisor === undefined) throw new Error("the supervisor cannot find its own start time");
  writeProcessRecord(directory, { supervisor, programs: Object.fromEntries(identities) });
}
