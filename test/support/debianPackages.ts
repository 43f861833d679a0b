import { execFile } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Programs from Debian that tests run against. */
export interface DebianPackages {
  /** The tests that need them, for a message. */
  readonly tests: string;
  /** Files that they bring. */
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

/** Whether something of them is not there. */
export function isMissing({ files }: DebianPackages): boolean {
  return !files.every((file) => existsSync(file));
}

/**
 * Installs what is missing, if we are root.
 *
 * @throws when something is missing and cannot be installed, with the command that would
 */
export async function ensureDebianPackages(needed: DebianPackages): Promise<void> {
  if (!isMissing(needed)) return;
  const { tests, files, packages } = needed;
  const install = ["install", "-y", "--no-install-recommends", ...packages];
  if (process.getuid?.() !== 0) {
    throw new Error(`${tests} need ${files.join(", ")}; run: sudo apt-get ${install.join(" ")}`);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Debian starts services on installation where an init system runs; exit 101 forbids it.
  const policy = "/usr/sbin/policy-rc.d";
  const hadPolicy = existsSync(policy);
  if (!hadPolicy) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await run("apt-get", ["update", "-q"], { env });
    await run("apt-get", install, { env, maxBuffer: 2 ** 26 });
  } finally {
    if (!hadPolicy) rmSync(policy);
  }
}
