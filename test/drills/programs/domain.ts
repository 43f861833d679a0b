import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** One DomainRecord, as a test writes it down. */
export interface DomainDeclaration {
  dnsName: string;
  records: Record<string, string[]>;
  ttlSeconds?: number;
  adopt?: boolean;
  import?: string;
  /** Another owner than the stack's. */
  ownerId?: string;
}

/** What the stack's configuration says under `with`. */
export interface DeclaredDomains {
  port: number;
  zone: string;
  key: string;
  domains: Record<string, DomainDeclaration>;
}

const config = new pulumi.Config();
const { port, zone, key, domains } = config.requireObject<DeclaredDomains>("with");
const tsig = { name: key, algorithm: "hmac-sha256", secret: config.requireSecret("tsig") };
const server = { server: "127.0.0.1", port, zone, tsig };
const dns = new kubefed.Rfc2136Zone("dns", server);

for (const [name, declared] of Object.entries(domains)) {
  const { dnsName, records, ttlSeconds, adopt, ownerId } = declared;
  const by =
    ownerId === undefined
      ? dns
      : new kubefed.Rfc2136Zone(`dns-${name}`, { ...server, registry: { ownerId } });
  const more = {
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    ...(adopt === undefined ? {} : { adopt }),
  };
  const opts = declared.import === undefined ? {} : { import: declared.import };
  new kubefed.DomainRecord(name, { dns: by, dnsName, records, ...more }, opts);
}
