import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { cacheDirectory } from "../toolchain/cache";
import { type CommandResult, findProgram, runCommand } from "../toolchain/command";
import { acquireLock } from "../toolchain/lock";
import { findTool } from "../toolchain/versions";

const sdk = resolve(__dirname, "../../sdk/python");

/** What programs in Python need from PyPI, in the versions that our own tests have, and what builds our SDK. */
const requirements = [
  `pulumi==${findTool("pulumi").version}`,
  `pulumi-kubernetes==${findTool("kubernetes-plugin").version}`,
  "setuptools==80.9.0",
  "wheel==0.45.1",
];

/** A Python that has our SDK. */
export interface PythonWithSdk {
  readonly python: string;
  /** Where it is: the language host takes the first on `$PATH`. */
  readonly bin: string;
  /** Variables under which it finds the SDK. */
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => void;
}

/**
 * Installs `sdk/python` with pip beside what it needs. The first time the rest comes from PyPI, which
 * takes half a minute; it is kept in the cache. The package is built from a copy: pip leaves traces.
 */
export async function pythonWithSdk(): Promise<PythonWithSdk> {
  const environment = await virtualEnvironment();
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-python-"));
  const installed = join(directory, "installed");
  const source = join(directory, "source");
  cpSync(sdk, source, { recursive: true });
  const bin = join(environment, "bin");
  const python = join(bin, "python");
  const words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  const own = ["--no-deps", "--no-build-isolation", "--target", installed, source];
  orThrow(await runCommand({ command: python, arguments: [...words, ...own] }), "the SDK");
  return {
    python,
    bin,
    env: { VIRTUAL_ENV: environment, PYTHONPATH: installed },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The folder of a virtual environment with the requirements; of several processes one makes it. */
async function virtualEnvironment(): Promise<string> {
  const key = createHash("sha256").update(requirements.join("\n")).digest("hex").slice(0, 12);
  const parent = join(cacheDirectory(process.env), "python");
  const environment = join(parent, key);
  const stamp = join(environment, "whole");
  if (existsSync(stamp)) return environment;
  mkdirSync(parent, { recursive: true });
  const lock = await acquireLock({ paths: [`${environment}.lock`] });
  try {
    if (existsSync(stamp)) return environment;
    const python = findProgram("python3", process.env.PATH);
    if (python === undefined)
      throw new Error('there is no "python3" on PATH; 3.9 or newer is needed');
    rmSync(environment, { recursive: true, force: true });
    const made = await runCommand({ command: python, arguments: ["-m", "venv", environment] });
    orThrow(made, "a virtual environment");
    const words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    const command = join(environment, "bin/python");
    const installed = await runCommand({ command, arguments: [...words, ...requirements] });
    orThrow(installed, requirements.join(" "));
    writeFileSync(stamp, "");
    return environment;
  } finally {
    lock.release();
  }
}

function orThrow({ code, output }: CommandResult, what: string): void {
  if (code !== 0) throw new Error(`cannot install ${what}:\n${output}`);
}
