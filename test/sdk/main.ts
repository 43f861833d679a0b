import { rmSync } from "node:fs";
import { committedSdks, generateSdks, staleFiles, writeSdks } from "./generatedSdks";

const help = `Usage: npm run sdk [-- --check]

Writes the packages for Python, Go, .NET and Java to sdk/ from schema.json; with --check only says
whether they are what schema.json says. Exits 1 when they are not, or when schema.json is not right.
`;

/** The command line of the SDKs' generator. Returns the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const wrong = words.find((word) => !["--check", "--help"].includes(word));
  if (wrong !== undefined) {
    process.stderr.write(`sdk: unknown word "${wrong}"; see --help\n`);
    return 2;
  }
  if (words.includes("--help")) {
    process.stdout.write(help);
    return 0;
  }
  if (!words.includes("--check")) {
    await writeSdks();
    return 0;
  }
  const fresh = await generateSdks(Object.keys(committedSdks));
  const stale = staleFiles(fresh);
  rmSync(fresh, { recursive: true, force: true });
  if (stale.length === 0) return 0;
  process.stderr.write(
    `${stale.join("\n")}\nThe SDKs are not what schema.json says; run: npm run sdk\n`,
  );
  return 1;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
