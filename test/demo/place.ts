import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopFleet } from "../fleet";
import { identifyProcess, isRunning, type ProcessIdentity } from "../toolchain/processIdentity";

const prefix = "pulumi-kubefed-demo-";

/** The folder of one run, which holds all that the demo ever writes. */
export interface DemoPlace {
  readonly directory: string;
  /** Of the clusters. */
  readonly fleet: string;
  /** Of the Pulumi project. */
  readonly project: string;
  /** Of the stack's state. */
  readonly state: string;
  /** Where the engine and its plugins put temporary files. */
  readonly temporary: string;
}

/** Makes a folder for this process's run. */
export function createPlace(): DemoPlace {
  const directory = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(directory, "owner.json"), JSON.stringify(identifyProcess(process.pid)));
  const place = {
    directory,
    fleet: join(directory, "fleet"),
    project: join(directory, "shop"),
    state: join(directory, "state"),
    temporary: join(directory, "tmp"),
  };
  for (const folder of [place.project, place.state, place.temporary]) mkdirSync(folder);
  return place;
}

/** Ends the clusters of a run and removes its folder. */
export async function endPlace(directory: string): Promise<void> {
  await stopFleet(join(directory, "fleet"));
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

/** Ends what earlier runs have left, kept or killed; a run that is going on is not touched. Returns their folders. */
export async function endLeftovers(): Promise<string[]> {
  const leftovers = readdirSync(tmpdir())
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(tmpdir(), name))
    .filter((directory) => !hasOwner(directory));
  for (const directory of leftovers) await endPlace(directory);
  return leftovers;
}

function hasOwner(directory: string): boolean {
  try {
    const owner: unknown = JSON.parse(readFileSync(join(directory, "owner.json"), "utf8"));
    return isIdentity(owner) && isRunning(owner);
  } catch {
    return false;
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  const { pid, startedAt } = Object(value) as Partial<Record<keyof ProcessIdentity, unknown>>;
  return typeof pid === "number" && typeof startedAt === "string";
}
