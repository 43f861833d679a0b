import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { closeMachine } from "./nodes/machine";
import { isRunning, signalProcess, type ProcessIdentity } from "../toolchain/processIdentity";

/** The processes of one fleet, as kept in its directory. */
export interface ProcessRecord {
  readonly supervisor: ProcessIdentity;
  /** By key, `<cluster>/<program>`. */
  readonly programs: Readonly<Record<string, ProcessIdentity>>;
}

/** Reads the record of the fleet in `directory`; `undefined` when none was written there. */
export function readProcessRecord(directory: string): ProcessRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(recordPath(directory), "utf8"));
  } catch {
    return undefined;
  }
  return isProcessRecord(value) ? value : undefined;
}

/** Writes the record of the fleet in `directory`, whole or not at all. */
export function writeProcessRecord(directory: string, record: ProcessRecord): void {
  const draft = `${recordPath(directory)}.draft`;
  writeFileSync(draft, JSON.stringify(record, undefined, 2));
  renameSync(draft, recordPath(directory));
}

/** Forgets the processes of the fleet in `directory`. */
export function removeProcessRecord(directory: string): void {
  rmSync(recordPath(directory), { force: true });
}

/** Whether a fleet has been started in `directory`: its files, and no others, may be there. */
export function isFleetDirectory(directory: string): boolean {
  return existsSync(supervisorLog(directory));
}

/** Where the supervisor of the fleet in `directory` writes what goes wrong with it. */
export function supervisorLog(directory: string): string {
  return join(directory, "supervisor.log");
}

/** Whether the fleet in `directory` is looked after: its supervisor runs. */
export function hasSupervisor(directory: string): boolean {
  const record = readProcessRecord(directory);
  return record !== undefined && isRunning(record.supervisor);
}

/**
 * Asks the supervisor of the fleet in `directory` to end everything and waits, for at most 10 s.
 * Returns false when there was none.
 */
export async function endSupervisor(directory: string): Promise<boolean> {
  const record = readProcessRecord(directory);
  if (record === undefined || !signalProcess(record.supervisor, "SIGTERM")) return false;
  const deadline = Date.now() + 10_000;
  while (isRunning(record.supervisor) && Date.now() < deadline) await delay(20);
  return true;
}

/**
 * Kills what is left of the fleet in `directory`, its supervisor first, and waits until it is gone, and what
 * real nodes had of this machine with it.
 * Only processes whose id *and* start time are recorded are touched.
 */
export async function killRecorded(directory: string): Promise<void> {
  const record = readProcessRecord(directory);
  if (record === undefined) return;
  const all = [record.supervisor, ...Object.values(record.programs)];
  for (const identity of all) signalProcess(identity, "SIGKILL");
  const deadline = Date.now() + 10_000;
  for (let left = all; left.length > 0; left = left.filter(isRunning)) {
    if (Date.now() > deadline) {
      const pids = left.map(({ pid }) => pid).join(", ");
      throw new Error(`fleet: cannot end the processes ${pids} of "${directory}"`);
    }
    await delay(20);
  }
  await closeMachine(directory);
  removeProcessRecord(directory);
}

function recordPath(directory: string): string {
  return join(directory, "processes.json");
}

function isProcessRecord(value: unknown): value is ProcessRecord {
  if (typeof value !== "object" || value === null) return false;
  if (!("supervisor" in value) || !("programs" in value)) return false;
  const { supervisor, programs } = value;
  return (
    isIdentity(supervisor) &&
    typeof programs === "object" &&
    programs !== null &&
    Object.values(programs).every(isIdentity)
  );
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return (
    typeof value === "object" &&
    value !== null &&
    "pid" in value &&
    typeof value.pid === "number" &&
    "startedAt" in value &&
    typeof value.startedAt === "string"
  );
}
