import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DnsClient } from "../../provider/adapters/dns/server/client";
import { createRecordSet } from "../../provider/adapters/dns/records/recordSet";
import { tsigKey } from "../../provider/adapters/dns/wire/tsig";
import { encodeTxtOwner, txtOwnerName } from "../../provider/core/dns/records/txtOwner";
import {
  type NameServerKind,
  type RunningNameServer,
  startNameServer,
} from "../support/nameServers";
import type { Table } from "./table";

const RECORD_SETS = 1000;
/** How many resources the engine has in work at a time. */
const IN_PARALLEL = 16;
const KINDS: readonly NameServerKind[] = ["bind", "knot", "powerdns"];
const registry = { ownerId: "pulumi/bench/dns" };
const ownerTxt = encodeTxtOwner({ ownerId: registry.ownerId, labels: {} });

/** One server and how long each way took for all record sets, in seconds. */
export interface DnsRow {
  readonly kind: NameServerKind;
  readonly nsupdate: number;
  readonly oneByOne: number;
  readonly inParallel: number;
}

/**
 * Creates record sets in one zone of each server: by nsupdate, one process that sends them one after
 * the other, and by ours, one after the other and as many at a time as the engine would. Throws where
 * one of them is missing afterwards.
 */
export async function benchDns(report: (text: string) => void): Promise<DnsRow[]> {
  const rows: DnsRow[] = [];
  for (const kind of KINDS) {
    report(`dns: ${RECORD_SETS} record sets on ${kind}, three times`);
    const server = await startNameServer(kind);
    try {
      const nsupdate = await timed(() => byNsupdate(server, namesOf("nsupdate", server)));
      const oneByOne = await timed(() => byOurs(server, namesOf("one", server), 1));
      const inParallel = await timed(() => byOurs(server, namesOf("many", server), IN_PARALLEL));
      await requireAll(server);
      rows.push({ kind, nsupdate, oneByOne, inParallel });
    } finally {
      await server.stop();
    }
  }
  return rows;
}

/** The rows as a table that a person reads. */
export function dnsTable(rows: readonly DnsRow[]): Table {
  const seconds = (value: number): string => value.toFixed(2);
  return {
    title: `DNS: seconds for ${RECORD_SETS.toLocaleString("en")} new record sets in one zone`,
    header: ["server", "way", "seconds", "ms each", "÷ nsupdate"],
    rows: rows.flatMap(({ kind, nsupdate, oneByOne, inParallel }) =>
      [
        ["nsupdate, one process", nsupdate] as const,
        ["ours, one by one", oneByOne] as const,
        [`ours, ${IN_PARALLEL} at a time`, inParallel] as const,
      ].map(([way, taken]) => [
        kind,
        way,
        seconds(taken),
        ((taken / RECORD_SETS) * 1000).toFixed(1),
        (taken / nsupdate).toFixed(2),
      ]),
    ),
    notes: [
      "Each record set is an A and its owner TXT, created in one signed message over TCP if neither is there.",
      "Ours also reads every one back from the server that took it; nsupdate reads nothing.",
      `The engine writes ${IN_PARALLEL} at a time, each over connections of its own, as "ours, ${IN_PARALLEL} at a time" does.`,
    ],
  };
}

async function timed(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}

function namesOf(way: string, { zone }: RunningNameServer): string[] {
  return Array.from({ length: RECORD_SETS }, (_, index) => `${way}-${index}.${zone}`);
}

async function byOurs(
  server: RunningNameServer,
  names: readonly string[],
  width: number,
): Promise<void> {
  const waiting = [...names];
  const { host, port, zone, writer } = server;
  const work = async (): Promise<void> => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      // A client for each, as every resource has its own.
      const client = new DnsClient({ servers: [{ host, port }], key: tsigKey(writer) });
      const wanted = { dnsName: name, ttlSeconds: 60, records: { A: ["10.0.0.1"] } };
      await createRecordSet({ client, zone, registry, wanted });
    }
  };
  await Promise.all(Array.from({ length: width }, work));
}

async function byNsupdate(server: RunningNameServer, names: readonly string[]): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "kubefed-nsupdate-"));
  const { host, port, zone, writer } = server;
  const keyFile = join(directory, "key");
  const { name: keyName, algorithm, secret } = writer;
  writeFileSync(keyFile, `key "${keyName}" { algorithm ${algorithm}; secret "${secret}"; };\n`, {
    mode: 0o600,
  });
  const lines = names.flatMap((name) => {
    const owner = txtOwnerName({ dnsName: name, recordType: "A", registry });
    return [
      ...[
        `prereq nxrrset ${name} A`,
        `prereq nxrrset ${name} CNAME`,
        `prereq nxrrset ${owner} TXT`,
      ],
      `update add ${name} 60 A 10.0.0.1`,
      `update add ${owner} 60 TXT "${ownerTxt}"`,
      "send",
    ];
  });
  try {
    const input = [`server ${host} ${port}`, `zone ${zone}`, ...lines, ""].join("\n");
    await new Promise<void>((resolve, reject) => {
      const child = spawn("nsupdate", ["-v", "-k", keyFile], { stdio: ["pipe", "ignore", "pipe"] });
      let said = "";
      child.stderr.on("data", (part: Buffer) => (said += part.toString()));
      child.once("error", reject);
      child.once("exit", (code) => {
        if (code === 0) resolve();
        else reject(new Error(`nsupdate ended with ${String(code)}: ${said.slice(0, 500)}`));
      });
      child.stdin.end(input);
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Counts what is there, whoever wrote it. */
async function requireAll({ port, zone, writer }: RunningNameServer): Promise<void> {
  const client = new DnsClient({ servers: [{ host: "127.0.0.1", port }], key: tsigKey(writer) });
  const records = await client.transferZone(zone);
  const isOurs = ({ name, type }: { name: string; type: string }): boolean =>
    type === "A" && /^(nsupdate|one|many)-\d+\./.test(name);
  const found = records.filter(isOurs).length;
  if (found !== 3 * RECORD_SETS)
    throw new Error(`${found} of ${3 * RECORD_SETS} records are there`);
}
