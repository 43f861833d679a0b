import { ensureToolchain, tools, type ToolName } from "./index";
import { buildKey, cacheDirectory, readCache, toolDirectory } from "./cache";
import { measureDownload } from "./download/measureDownload";
import { formatEstimate } from "./progress";
import { programsOf } from "./versions";

const onRequest = tools
  .filter((tool) => tool.onRequest)
  .map((tool) => tool.name)
  .join(", ");
const help = `Usage: npm run toolchain -- [options] [tool ...]

Makes sure that the programs of our real tests are there: the Pulumi CLI, its Node language host and
kubernetes plugin, and a small Kubernetes. What is missing is downloaded from its makers' releases, and
what cannot be had so is built from Go: about 25 minutes, once.

  --list   show every tool, its version and whether it is there, and build nothing
  --env    print the environment as shell lines: eval "$(npm run -s toolchain -- --env)"
  --measure  install all that is there once more, from a server on this machine that has it as its makers
           publish it, into a folder that is removed; print seconds and bytes
  --help   show this text

Tools: ${tools.map((tool) => tool.name).join(", ")} (default: all but ${onRequest})
Cache: ${cacheDirectory(process.env)} (set PULUMI_KUBEFED_CACHE to move it)
KUBEFED_TOOLCHAIN=build builds without a try to download; KUBEFED_TOOLCHAIN_MIRROR names a place that has
the makers' files at <mirror>/<host>/<path>.
`;

/** The command line of the toolchain. Returns the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const known = tools.map((tool) => tool.name);
  const options = ["--list", "--env", "--help", "--measure"];
  const only = known.filter((name) => words.includes(name));
  const wrong = words.find((word) => !options.includes(word) && !isOneOf(known, word));
  if (wrong !== undefined) {
    process.stderr.write(`toolchain: unknown word "${wrong}"; see --help\n`);
    return 2;
  }
  if (words.includes("--help")) {
    process.stdout.write(help);
    return 0;
  }
  if (words.includes("--list")) {
    process.stdout.write(listTools());
    return 0;
  }
  if (words.includes("--measure")) {
    await ensureToolchain();
    process.stdout.write(`${await measureDownload(cacheDirectory(process.env))}\n`);
    return 0;
  }
  const toolchain = await ensureToolchain(only.length === 0 ? {} : { only });
  const lines = words.includes("--env")
    ? Object.entries(toolchain.env()).map(([name, value]) => `export ${name}='${value}'`)
    : [`the toolchain is ready: ${toolchain.path}`];
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

function listTools(): string {
  const cache = cacheDirectory(process.env);
  const rows = tools.map((tool) => {
    const found = readCache(tool, toolDirectory(cache, tool), buildKey(tool));
    const state =
      found.state === "missing"
        ? `${found.reason}, ${formatEstimate(tool.minutes)} to build`
        : found.state === "ready"
          ? "ready"
          : "there, not checked yet";
    return `${tool.name.padEnd(18)} ${tool.version.padEnd(8)} ${state}: ${programsOf(tool).join(", ")}`;
  });
  return `${rows.join("\n")}\n`;
}

function isOneOf(names: readonly ToolName[], word: string): boolean {
  return names.some((name) => name === word);
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
