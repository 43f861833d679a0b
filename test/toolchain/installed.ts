import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, sep } from "node:path";
import { findProgram, runCommand } from "./command";
import { findTool, type ToolName } from "./versions";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder of a program that the user has installed and that serves, or `undefined`.
 *
 * - Pulumi and its language hosts: a `pulumi` on `$PATH` that is not older than ours, with the same
 *   major version and the hosts beside it.
 * - The kubernetes plugin: exactly our version, whole, in the user's `$PULUMI_HOME` (default `~/.pulumi`).
 * - The clusters' programs are always our own.
 */
export async function findInstalled(
  name: ToolName,
  cache: string,
  env: Environment,
): Promise<string | undefined> {
  if (name === "kubernetes-plugin") return findInstalledPlugin(env);
  if (["language-go", "language-java", "language-python", "language-yaml"].includes(name))
    return findInstalledPulumi({ cache, env, host: `pulumi-${name}` });
  return name === "pulumi" || name === "language-nodejs"
    ? findInstalledPulumi({ cache, env, host: "pulumi-language-nodejs" })
    : undefined;
}

async function findInstalledPulumi(wanted: {
  cache: string;
  env: Environment;
  host: string;
}): Promise<string | undefined> {
  const { cache, env, host } = wanted;
  const pulumi = findProgram("pulumi", env.PATH);
  // One of ours may be on PATH because this process was started with our environment.
  if (pulumi === undefined || pulumi.startsWith(cache + sep)) return undefined;
  const directory = dirname(pulumi);
  if (!existsSync(join(directory, host))) return undefined;
  const { output } = await runCommand({
    command: pulumi,
    arguments: ["version"],
    timeoutMs: 30_000,
  });
  return servesAs(output.trim(), findTool("pulumi").version) ? directory : undefined;
}

function findInstalledPlugin(env: Environment): string | undefined {
  const plugins = join(env.PULUMI_HOME || join(homedir(), ".pulumi"), "plugins");
  const folder = join(plugins, pluginFolder());
  const binary = join(folder, findTool("kubernetes-plugin").output);
  // Pulumi leaves this marker while a download is unfinished.
  return existsSync(binary) && !existsSync(`${folder}.partial`) ? folder : undefined;
}

/** The name of the kubernetes plugin's folder under `$PULUMI_HOME/plugins`. */
export function pluginFolder(): string {
  return `resource-kubernetes-v${findTool("kubernetes-plugin").version}`;
}

/**
 * Whether version `found` may stand in for `wanted`: the same major version and not older.
 * A pre-release or anything that is not a version may not.
 *
 * @example
 * ["v3.259.0", "3.260.1", "3.99.0", "4.0.0", "3.260.0-dev"].map((found) => servesAs(found, "3.259.0"))
 * //=> [true, true, false, false, false]
 */
export function servesAs(found: string, wanted: string): boolean {
  const [a, b] = [parseVersion(found), parseVersion(wanted)];
  if (a === undefined || b === undefined || a.major !== b.major) return false;
  return a.minor !== b.minor ? a.minor > b.minor : a.patch >= b.patch;
}

function parseVersion(text: string): { major: number; minor: number; patch: number } | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (match === null) return undefined;
  const [major, minor, patch] = match.slice(1).map(Number);
  return major === undefined || minor === undefined || patch === undefined
    ? undefined
    : { major, minor, patch };
}
