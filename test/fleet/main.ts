import { rmSync } from "node:fs";
import { delimiter, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ensureToolchain } from "../toolchain";
import { startFleet, stopFleet } from "./fleet";
import { clusterNamed, defaultClusterNames } from "./locations";
import { isFleetDirectory } from "./processRecord";
import { formatStatus, isWhole, readStatus, runningClusters } from "./status";

const defaultDirectory = join(__dirname, "..", "..", ".fleet");
const help = `Usage: npm run fleet -- up|down|status [options]

Real Kubernetes clusters on this machine, with simulated nodes, to try federation on.

  up       start the clusters, leave them running and say how to use them; does nothing when they run
  status   show each cluster: version, nodes, endpoint
  down     end the clusters and remove their files

  --clusters a,b,c   with up: the clusters' names (default: ${defaultClusterNames.join(",")})
  --directory path   where the fleet's files are (default: .fleet)
  --help             show this text

A cluster takes about 4 s to start and 400 MB of memory.
`;

/** The command line of the fleet. Returns the exit code. */
async function main(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      clusters: { type: "string" },
      directory: { type: "string", default: defaultDirectory },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const directory = resolve(values.directory);
  const [command, ...rest] = positionals;
  if (rest.length === 0 && command === "up") return up(directory, values.clusters?.split(","));
  if (rest.length === 0 && command === "down") return down(directory);
  if (rest.length === 0 && command === "status") return status(directory);
  process.stderr.write(help);
  return 2;
}

async function up(directory: string, names: readonly string[] | undefined): Promise<number> {
  const running = runningClusters(directory)?.map(({ name }) => name);
  if (running !== undefined && isWhole(directory)) {
    if (names !== undefined && [...names].sort().join() !== [...running].sort().join()) {
      const clusters = running.map((name) => `"${name}"`).join(", ");
      throw new Error(`fleet: it runs with the clusters ${clusters}; take it down first`);
    }
  } else {
    if (running !== undefined) {
      // What is left of a fleet that lost a program is of no use: its data was never meant to last.
      process.stderr.write("the fleet is incomplete: starting it anew\n");
      await stopFleet(directory);
    }
    const clusters = (names ?? defaultClusterNames).map(clusterNamed);
    const fleet = await startFleet({ clusters, directory });
    await fleet.keep();
  }
  process.stdout.write(await usageText(directory));
  return 0;
}

async function down(directory: string): Promise<number> {
  const ran = await stopFleet(directory);
  if (isFleetDirectory(directory)) rmSync(directory, { recursive: true });
  process.stdout.write(ran ? "the fleet is down\n" : "no fleet was running\n");
  return 0;
}

async function status(directory: string): Promise<number> {
  const clusters = runningClusters(directory);
  if (clusters === undefined) {
    process.stdout.write("no fleet is running; start one with: npm run fleet -- up\n");
    return 1;
  }
  const lines = (await Promise.all(clusters.map(readStatus))).map(formatStatus);
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

async function usageText(directory: string): Promise<string> {
  const clusters = runningClusters(directory) ?? [];
  const { binary } = await ensureToolchain({ only: ["kubernetes"] });
  const lines = (await Promise.all(clusters.map(readStatus))).map(formatStatus);
  const paths = clusters.map(({ kubeconfigPath }) => relative(process.cwd(), kubeconfigPath));
  return [
    "the fleet is up",
    ...lines.map((line) => `  ${line}`),
    "kubeconfigs:",
    ...paths.map((path) => `  ${path}`),
    "use it:",
    `  export KUBECONFIG=${paths.join(delimiter)}`,
    ...clusters.slice(0, 1).map(({ name }) => `  ${binary("kubectl")} --context ${name} get nodes`),
    "stop it:",
    "  npm run fleet -- down",
    "",
  ].join("\n");
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
