import { randomBytes } from "node:crypto";
import { join } from "node:path";

/** A TSIG key of a test server. */
export interface TestKey {
  readonly name: string;
  readonly algorithm: string;
  readonly secret: string;
}

/** Where a test server listens, what it serves and which keys it knows. */
export interface ServerPlan {
  readonly directory: string;
  readonly port: number;
  /** Only BIND listens for DNS over TLS too. */
  readonly tlsPort: number;
  readonly zone: string;
  /** May update and transfer the zone; one for each algorithm, `hmac-sha256` first. */
  readonly writers: readonly TestKey[];
  /** May query and transfer the zone, not update it. */
  readonly reader: TestKey;
}

/** Keys made for one run; nothing outside it ever accepts them. */
export function makeKeys(): { writers: TestKey[]; reader: TestKey } {
  const make = (name: string, algorithm: string): TestKey => ({
    name,
    algorithm,
    secret: randomBytes(32).toString("base64"),
  });
  const algorithms = ["hmac-sha256", "hmac-sha1", "hmac-sha224", "hmac-sha384", "hmac-sha512"];
  return {
    writers: algorithms.map((algorithm) => make(`writer-${algorithm}`, algorithm)),
    reader: make("reader", "hmac-sha256"),
  };
}

/** The zone as it is before any test. */
export function zoneFile(zone: string): string {
  return [
    "$TTL 60",
    `@ IN SOA ns1.${zone}. hostmaster.${zone}. 1 3600 600 86400 5`,
    `@ IN NS ns1.${zone}.`,
    "ns1 IN A 127.0.0.1",
    "",
  ].join("\n");
}

/** Configuration of named 9.18. */
export function bindConfig(plan: ServerPlan): string {
  const { directory, port, tlsPort, zone, writers, reader } = plan;
  const names = (keys: readonly TestKey[]): string =>
    keys.map(({ name }) => `key "${name}";`).join(" ");
  return `
options {
  directory "${directory}";
  listen-on port ${port} { 127.0.0.1; };
  listen-on port ${tlsPort} tls test-tls { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file "${directory}/named.pid";
  session-keyfile "${directory}/session.key";
  managed-keys-directory "${directory}";
  recursion no;
  dnssec-validation no;
  notify no;
  tcp-clients 400;
  allow-transfer { ${names([...writers, reader])} };
};
controls { };
tls test-tls {
  key-file "${directory}/tls.key";
  cert-file "${directory}/tls.pem";
};
${[...writers, reader].map((key) => `key "${key.name}" { algorithm ${key.algorithm}; secret "${key.secret}"; };`).join("\n")}
zone "${zone}" {
  type primary;
  file "${directory}/zone";
  allow-update { ${names(writers)} };
};
`;
}

/** Configuration of knotd 3.2, where a key that is granted anything may query as well. */
export function knotConfig(plan: ServerPlan): string {
  const { directory, port, zone, writers, reader } = plan;
  const ids = writers.map(({ name }) => name).join(", ");
  return `
server:
  rundir: "${directory}"
  listen: "127.0.0.1@${port}"
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: "${directory}/db"
log:
  - target: stderr
    any: info
key:
${[...writers, reader].map((key) => `  - id: ${key.name}\n    algorithm: ${key.algorithm}\n    secret: ${key.secret}`).join("\n")}
acl:
  - id: writers
    key: [${ids}]
    action: [update, transfer]
  - id: readers
    key: [${reader.name}]
    action: [query, transfer]
zone:
  - domain: ${zone}
    storage: "${directory}"
    file: "zone"
    zonefile-sync: -1
    acl: [writers, readers]
`;
}

/** Which country an IPv4 address is in; of Debian's package geoip-database. */
export const geoDatabase = "/usr/share/GeoIP/GeoIP.dat";

/** Configuration of pdns_server 4.7. */
export function powerDnsConfig({ directory, port }: ServerPlan): string {
  return [
    "launch=gsqlite3,geoip",
    `geoip-database-files=${geoDatabase}`,
    "edns-subnet-processing=yes",
    `gsqlite3-database=${join(directory, "pdns.sqlite3")}`,
    "gsqlite3-pragma-synchronous=0",
    "local-address=127.0.0.1",
    `local-port=${port}`,
    `socket-dir=${directory}`,
    `config-dir=${directory}`,
    "dnsupdate=yes",
    "allow-dnsupdate-from=127.0.0.0/8",
    "disable-axfr=no",
    "allow-axfr-ips=",
    "enable-lua-records=yes",
    "lua-health-checks-interval=1",
    "primary=no",
    "secondary=no",
    "guardian=no",
    "daemon=no",
    "loglevel=4",
    "receiver-threads=1",
    "distributor-threads=2",
    "max-tcp-connections=400",
    "",
  ].join("\n");
}

/** SQL that fills PowerDNS's database after its schema. */
export function powerDnsData({ zone, writers, reader }: ServerPlan): string {
  const record = (name: string, type: string, content: string): string =>
    `INSERT INTO records (domain_id, name, type, content, ttl, prio, disabled, auth) VALUES (1, '${name}', '${type}', '${content}', 60, 0, 0, 1);`;
  const meta = (kind: string, content: string): string =>
    `INSERT INTO domainmetadata (domain_id, kind, content) VALUES (1, '${kind}', '${content}');`;
  return [
    `INSERT INTO domains (id, name, type) VALUES (1, '${zone}', 'MASTER');`,
    record(zone, "SOA", `ns1.${zone} hostmaster.${zone} 1 3600 600 86400 5`),
    record(zone, "NS", `ns1.${zone}`),
    record(`ns1.${zone}`, "A", "127.0.0.1"),
    meta("SOA-EDIT-DNSUPDATE", "INCREASE"),
    ...writers.map(({ name }) => meta("TSIG-ALLOW-DNSUPDATE", name)),
    ...[...writers, reader].map(({ name }) => meta("TSIG-ALLOW-AXFR", name)),
    ...[...writers, reader].map(
      (key) =>
        `INSERT INTO tsigkeys (name, algorithm, secret) VALUES ('${key.name}', '${key.algorithm}', '${key.secret}');`,
    ),
    "",
  ].join("\n");
}
