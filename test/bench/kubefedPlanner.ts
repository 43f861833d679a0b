import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { ReplicasToPlan } from "../../provider/core/replicas/plan";
import { cacheDirectory } from "../toolchain/cache";
import { runCommand } from "../toolchain/command";

const SOURCE = join(__dirname, "go", "planner");

/** What KubeFed's own planner answers to one division. */
export interface KubeFedOutcome {
  readonly replicas: Readonly<Record<string, number>>;
  readonly overflow: Readonly<Record<string, number>>;
  readonly divisionsPerSecond: number;
}

/** A division, and how often to plan it. */
export type RepeatedDivision = ReplicasToPlan & { readonly repeat: number };

/**
 * The program around KubeFed's planner: from the cache, else built with Go into it, which takes some
 * seconds once the modules are there. A change of its source builds another.
 */
export async function kubefedPlanner(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum", "main.go"]) hash.update(readFileSync(join(SOURCE, file)));
  const name = `kubefed-planner-${hash.digest("hex").slice(0, 16)}`;
  const directory = join(cacheDirectory(process.env), "bench");
  const program = join(directory, name);
  if (existsSync(program)) return program;
  mkdirSync(directory, { recursive: true });
  const draft = `${program}.${process.pid}`;
  const build = ["build", "-trimpath", "-buildvcs=false", "-o", draft, "."];
  const { code, output } = await runCommand({ command: "go", arguments: build, directory: SOURCE });
  if (code !== 0) throw new Error(`cannot build KubeFed's planner in ${SOURCE}:\n${output}`);
  renameSync(draft, program);
  return program;
}

/** Has KubeFed's planner plan all divisions, in one process. */
export function planWithKubeFed(
  program: string,
  divisions: readonly RepeatedDivision[],
): Promise<KubeFedOutcome[]> {
  const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(JSON.stringify(divisions));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(parseOutcomes(Buffer.concat(chunks).toString("utf8")));
      else reject(new Error(`KubeFed's planner ended with ${String(code)}`));
    });
  });
}

function parseOutcomes(text: string): KubeFedOutcome[] {
  const outcomes: unknown = JSON.parse(text);
  return Array.isArray(outcomes) ? outcomes.filter(isOutcome) : [];
}

function isOutcome(value: unknown): value is KubeFedOutcome {
  return typeof value === "object" && value !== null && "divisionsPerSecond" in value;
}
