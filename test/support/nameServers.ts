import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pickPort } from "../fleet/port";
import { type DebianPackages, ensureDebianPackages } from "./debianPackages";
import {
  bindConfig,
  geoDatabase,
  knotConfig,
  makeKeys,
  powerDnsConfig,
  powerDnsData,
  type ServerPlan,
  type TestKey,
  zoneFile,
} from "./nameServerConfigs";

/** The name servers that the tests run against, all from Debian. */
export type NameServerKind = "bind" | "knot" | "powerdns";

/** A name server that runs on loopback until `stop` is called or this process ends. */
export interface RunningNameServer {
  readonly kind: NameServerKind;
  readonly host: "127.0.0.1";
  readonly port: number;
  readonly tlsPort: number;
  /** PEM of the certificate at `tlsPort`, which is for `localhost`; only BIND has one. */
  readonly certificate: string | undefined;
  readonly zone: string;
  readonly writer: TestKey;
  readonly writers: readonly TestKey[];
  readonly reader: TestKey;
  /** What the server has printed so far. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

interface Software {
  readonly binary: string;
  /** Further files that the packages bring and the server needs. */
  readonly files?: readonly string[];
  readonly packages: readonly string[];
  readonly prepare: (plan: ServerPlan) => readonly string[];
}

const startDeadlineMs = 15_000;
const dig = "/usr/bin/dig";
const sqliteSchema = "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql";

const software: Readonly<Record<NameServerKind, Software>> = {
  bind: {
    binary: "/usr/sbin/named",
    packages: ["bind9", "openssl"],
    prepare: (plan) => {
      makeCertificate(plan.directory);
      writeFileSync(join(plan.directory, "zone"), zoneFile(plan.zone));
      writeFileSync(join(plan.directory, "named.conf"), bindConfig(plan));
      return ["-g", "-n", "1", "-c", join(plan.directory, "named.conf")];
    },
  },
  knot: {
    binary: "/usr/sbin/knotd",
    packages: ["knot"],
    prepare: (plan) => {
      // Without its directory knotd starts and then answers every update SERVFAIL.
      mkdirSync(join(plan.directory, "db"));
      writeFileSync(join(plan.directory, "zone"), zoneFile(plan.zone));
      writeFileSync(join(plan.directory, "knot.conf"), knotConfig(plan));
      return ["-c", join(plan.directory, "knot.conf")];
    },
  },
  powerdns: {
    binary: "/usr/sbin/pdns_server",
    files: [sqliteSchema, geoDatabase],
    packages: [
      ...["pdns-server", "pdns-backend-sqlite3", "sqlite3"],
      ...["pdns-backend-geoip", "geoip-database"],
    ],
    prepare: (plan) => {
      const sql = readFileSync(sqliteSchema, "utf8") + powerDnsData(plan);
      execFileSync("sqlite3", [join(plan.directory, "pdns.sqlite3")], { input: sql });
      writeFileSync(join(plan.directory, "pdns.conf"), powerDnsConfig(plan));
      return [`--config-dir=${plan.directory}`];
    },
  },
};

function packagesOf(kind: NameServerKind): DebianPackages {
  const { binary, files = [], packages } = software[kind];
  return {
    tests: `the ${kind} tests`,
    files: [binary, ...files, dig],
    packages: [...packages, "bind9-dnsutils"],
  };
}

/** What all of them need. */
export const nameServerPackages: readonly DebianPackages[] = (
  ["bind", "knot", "powerdns"] as const
).map(packagesOf);

/**
 * Starts a name server on free loopback ports with the empty zone `fed.test` and fresh keys, and
 * waits until it accepts connections. Installs its packages first if they are missing and we are
 * root; a server that is missing is an error, never a skipped test.
 */
export async function startNameServer(kind: NameServerKind): Promise<RunningNameServer> {
  const { binary, prepare } = software[kind];
  await ensureDebianPackages(packagesOf(kind));
  const directory = mkdtempSync(join(tmpdir(), `kubefed-${kind}-`));
  const plan: ServerPlan = {
    directory,
    port: await pickPort(),
    tlsPort: await pickPort(),
    zone: "fed.test",
    ...makeKeys(),
  };
  const logFile = join(directory, "server.log");
  const child = spawnTied({ binary, args: prepare(plan), directory, logFile });
  const log = (): string => readFileSync(logFile, "utf8");
  const stop = async (): Promise<void> => {
    await kill(child);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await waitUntilServing({ plan, child });
  } catch (error) {
    const printed = log();
    await stop();
    throw new Error(`${kind} did not start: ${String(error)}\n${printed}`);
  }
  const [writer] = plan.writers;
  if (writer === undefined) throw new Error("a server needs a writer");
  return {
    kind,
    host: "127.0.0.1",
    port: plan.port,
    tlsPort: plan.tlsPort,
    certificate: kind === "bind" ? readFileSync(join(directory, "tls.pem"), "utf8") : undefined,
    zone: plan.zone,
    writer,
    writers: plan.writers,
    reader: plan.reader,
    log,
    stop,
  };
}

const children = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});

/** The kernel kills the server when this process dies, even if that is by SIGKILL. */
function spawnTied(of: {
  readonly binary: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly logFile: string;
}): ChildProcess {
  // Not a pipe: a server that nobody listens to while a test blocks would block as well.
  const output = openSync(of.logFile, "w");
  const child = spawn("setpriv", ["--pdeathsig", "KILL", of.binary, ...of.args], {
    cwd: of.directory,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => {
      resolve();
    });
    child.kill("SIGKILL");
  });
}

function makeCertificate(directory: string): void {
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
      ...["-keyout", join(directory, "tls.key"), "-out", join(directory, "tls.pem")],
    ],
    { stdio: "ignore" },
  );
}

/** Servers listen before they have loaded their zones. */
async function waitUntilServing(of: {
  readonly plan: ServerPlan;
  readonly child: ChildProcess;
}): Promise<void> {
  const { port, zone } = of.plan;
  const until = Date.now() + startDeadlineMs;
  for (;;) {
    if (of.child.exitCode !== null) throw new Error(`it ended with code ${of.child.exitCode}`);
    if (digShort({ port, name: zone, type: "SOA" }).length > 0) return;
    if (Date.now() > until) throw new Error(`no SOA of ${zone} after ${startDeadlineMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** What `dig +short` prints, a line each, sorted: the opinion of a program that is not ours. */
export function digShort(of: {
  readonly port: number;
  readonly name: string;
  readonly type: string;
  /** Where the question is said to come from (RFC 7871). @default nothing is said */
  readonly subnet?: string;
}): string[] {
  const from = of.subnet === undefined ? [] : [`+subnet=${of.subnet}`];
  const flags = ["+short", "+tcp", "+tries=1", "+time=2", ...from];
  const args = ["@127.0.0.1", "-p", String(of.port), ...flags, of.name, of.type];
  const { stdout, status } = spawnSync(dig, args, { encoding: "utf8" });
  return status === 0
    ? stdout
        .split("\n")
        .filter((line) => line !== "")
        .sort()
    : [];
}
