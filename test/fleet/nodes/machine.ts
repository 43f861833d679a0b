/*
 * What real nodes take of this machine, and that they give it back: cgroups and an address each. All else of theirs
 * ends with their processes.
 */

import { execFileSync } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A hierarchy of control groups: its controllers, and our part of it. */
export interface Cgroup {
  /** As the kernel joins them, such as `cpu,cpuacct`. */
  readonly controllers: string;
  readonly folder: string;
}

const needed = ["cpu", "cpuacct", "cpuset", "memory", "pids", "devices"];

/**
 * The hierarchies of this process, by the text of `/proc/self/cgroup`, and where the fleet in `directory` has its
 * part of each: below this process's own, whose limits it keeps.
 */
export function cgroupsOf(directory: string, text: string): Cgroup[] {
  const lines = text.trim().split("\n");
  return lines.flatMap((line) => {
    const [, controllers = "", path = ""] = /^\d+:([^:=]+):(.*)$/.exec(line) ?? [];
    if (controllers === "") return [];
    const folder = join("/sys/fs/cgroup", controllers, path, `pulumi-kubefed-${mark(directory)}`);
    return [{ controllers, folder }];
  });
}

/** Why no real node can run here; none where one can. */
export function whyNoRealNodes(given: {
  readonly user: number | undefined;
  readonly cgroups: readonly Cgroup[];
  readonly programs: readonly string[];
}): string[] {
  const there = given.cgroups.flatMap(({ controllers }) => controllers.split(","));
  const missing = needed.filter((controller) => !there.includes(controller));
  return [
    ...(given.user === 0 ? [] : ["they make namespaces and mounts: run as root"]),
    ...(missing.length === 0
      ? []
      : [`cgroup v1 has no controller ${missing.join(", ")} here (cgroup v2 is not supported)`]),
    ...given.programs.map((program) => `there is no program "${program}"`),
  ];
}

/** Notes what nodes of the fleet in `directory` are about to take. */
export function openMachine(directory: string): readonly Cgroup[] {
  const cgroups = cgroupsOf(directory, readFileSync("/proc/self/cgroup", "utf8"));
  writeFileSync(recordPath(directory), JSON.stringify(cgroups));
  for (const { folder } of cgroups) mkdirSync(folder, { recursive: true });
  return cgroups;
}

/**
 * Gives this machine an address, `10.<second>.<any>.1`, that nobody else has claimed. The pods of a real node reach
 * the machine by its, and get their own addresses beside it.
 */
export function claimAddress(directory: string, second: number): string {
  for (let attempt = 1; ; attempt++) {
    const address = `10.${second}.${randomInt(0, 256)}.1`;
    try {
      // Added by one only, however many fleets try at once.
      ip("address", "add", `${address}/32`, "dev", "lo", "label", `lo:${mark(directory)}`);
      return address;
    } catch (error) {
      if (attempt === 100) throw error;
    }
  }
}

/** Takes back what nodes of the fleet in `directory` have of this machine, once their processes are gone. */
export async function closeMachine(directory: string): Promise<void> {
  if (!existsSync(recordPath(directory))) return;
  const cgroups = JSON.parse(readFileSync(recordPath(directory), "utf8")) as Cgroup[];
  await Promise.all(cgroups.map(({ folder }) => removeCgroup(folder)));
  releaseAddresses(directory);
  rmSync(recordPath(directory), { force: true });
}

/** Takes back the addresses that were claimed for `directory`. */
export function releaseAddresses(directory: string): void {
  const label = `lo:${mark(directory)}`;
  const lines = ip("-o", "-4", "address", "show", "dev", "lo", "label", label).split("\n");
  for (const line of lines) {
    const [, address] = /inet (\S+)/.exec(line) ?? [];
    if (address !== undefined) ip("address", "del", address, "dev", "lo", "label", label);
  }
}

/** Removes a control group and those below it, when the processes in them have ended, for at most 10 s. */
export async function removeCgroup(folder: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      removeEmpty(folder);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(20);
    }
  }
}

/** Its files are the kernel's and go with it. */
function removeEmpty(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
  rmdirSync(folder);
}

function ip(...words: string[]): string {
  return execFileSync("ip", words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** A name for the fleet in `directory` that fits into an interface's label. */
function mark(directory: string): string {
  return createHash("sha256").update(directory).digest("hex").slice(0, 12);
}

function recordPath(directory: string): string {
  return join(directory, "machine.json");
}
