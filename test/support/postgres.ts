import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ensureDebianPackages } from "./debianPackages";
import { eventually } from "./eventually";

const run = promisify(execFile);
const debian = "/usr/lib/postgresql/15/bin";

/** What a test with a database needs from Debian. */
export const postgresPackages = {
  tests: "tests of states in PostgreSQL",
  files: [join(debian, "initdb"), join(debian, "postgres")],
  packages: ["postgresql-15"],
};

/** A database server of a test's own. */
export interface Postgres {
  /** Where Pulumi keeps states in it. */
  readonly backend: string;
  stop(): Promise<void>;
}

/** Starts Debian's server with an empty database, on a port of its own. */
export async function startPostgres(): Promise<Postgres> {
  await ensureDebianPackages(postgresPackages);
  const folder = mkdtempSync(join(tmpdir(), "pulumi-kubefed-postgres-"));
  const data = join(folder, "data");
  // The server refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    chmodSync(folder, 0o755);
    await run("chown", ["postgres", folder]);
  }
  const as = (program: string, words: readonly string[]): [string, string[]] =>
    isRoot
      ? ["setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, ...words]]
      : [program, [...words]];
  const port = await freePort();
  const initial = ["-D", data, "-U", "kubefed", "--auth=trust", "--no-sync", "-E", "UTF8"];
  await run(...as(join(debian, "initdb"), initial));
  const words = ["-D", data, "-p", String(port), "-k", folder, "-c", "fsync=off"];
  const [program, given] = as(join(debian, "postgres"), [
    ...words,
    "-c",
    "listen_addresses=127.0.0.1",
  ]);
  const server = spawn(program, given, { stdio: "ignore" });
  const ended = once(server, "exit");
  await eventually(() => {
    if (!readdirSync(folder).includes(`.s.PGSQL.${port}`))
      throw new Error("it does not listen yet");
    return Promise.resolve();
  });
  return {
    backend: `postgres://kubefed@127.0.0.1:${port}/postgres?sslmode=disable`,
    stop: async () => {
      // Ends at once and cleanly, whoever is connected.
      server.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
