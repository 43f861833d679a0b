import { policyInputs, policyTypes } from "./schemaDnsPolicy";
import {
  anyValue,
  type ObjectSpec,
  ownResource,
  ownType,
  plain,
  plainList,
  plainMap,
  type PropertySpec,
} from "./schemaTypes";

/** A component about DNS: what it is and takes and gives. */
export interface DnsComponentSpec {
  readonly description: string;
  readonly inputs: Readonly<Record<string, PropertySpec>>;
  readonly required: readonly string[];
  readonly outputs: ObjectSpec["properties"];
}

const text: PropertySpec = { type: "string" };
const texts: PropertySpec = { type: "array", items: text };

/** Object types that only records need. */
export const dnsTypes: Readonly<Record<string, ObjectSpec>> = {
  ...policyTypes,
  DnsRegistry: {
    properties: {
      ownerId: plain("string", "the stack's own id if not given"),
      txtPrefix: plain("string"),
      txtSuffix: plain("string"),
      wildcardReplacement: plain("string"),
    },
  },
  DnsTls: { properties: { ca: text, serverName: text } },
  TsigKey: {
    properties: { name: text, algorithm: text, secret: { type: "string", secret: true } },
    required: ["name", "secret"],
  },
};

const answer = {
  dns: { oneOf: [ownResource("Rfc2136Provider"), ownResource("ExternalDnsProvider")] },
  ttlSeconds: plain("integer", "180 if not given, or 30 where something checks the clusters"),
  adopt: plain("boolean", "Takes over records of another owner or of nobody"),
} satisfies Record<string, PropertySpec>;

const unhealthy = plain("string", "omit, which is the default, or keep");

const published = {
  names: texts,
  endpoints: anyValue("As external-dns's DNSEndpoint lists them"),
  status: anyValue("Each cluster's part in the record, and why"),
  failsOver: anyValue("Whether answers change by themselves when a cluster fails, and why"),
} satisfies Record<string, PropertySpec>;

/** The components about DNS, by name. */
export const dnsComponents: Readonly<Record<string, DnsComponentSpec>> = {
  Rfc2136Provider: {
    description: "A zone on name servers that take dynamic updates (RFC 2136).",
    inputs: {
      server: { oneOf: [text, texts], description: "Of several the next is tried when one fails" },
      port: { type: "integer" },
      transport: { type: "string", description: "tcp, which is the default, tls or udp" },
      tls: ownType("DnsTls"),
      zone: plain("string", "Found by asking the server if not given"),
      tsig: ownType("TsigKey"),
      deadlineMs: { type: "integer" },
      registry: ownType("DnsRegistry"),
      software: plain("string", "bind, knot or powerdns, which can do more than the standard"),
    },
    required: ["server"],
    outputs: { zone: text },
  },
  ExternalDnsProvider: {
    description: "Records by way of external-dns: DNSEndpoint objects in a host cluster.",
    inputs: {
      hostCluster: ownResource("KubeFedCluster"),
      namespace: plain("string", "default if not given"),
      provider: plain("string", "external-dns's --provider, such as aws; policies need it"),
      zone: plain("string"),
      labels: plainMap(plain("string")),
      annotations: plainMap(plain("string")),
      registry: ownType("DnsRegistry"),
      installDefinition: plain("boolean", "Installs the definition of DNSEndpoint"),
    },
    required: ["hostCluster"],
    outputs: { namespace: text, zone: text },
  },
  ServiceDNSRecord: {
    description: "The global, region and zone names of a federated Service.",
    inputs: {
      ...answer,
      ...policyInputs,
      service: ownResource("FederatedService"),
      domain: plain("string"),
      domainRef: plain("string"),
      dnsPrefix: plain("string"),
      externalName: plain("string"),
      allowServiceWithoutEndpoints: plain("boolean"),
      unhealthy,
    },
    required: ["service", "domain", "dns"],
    outputs: published,
  },
  IngressDNSRecord: {
    description: "The hosts of a federated Ingress.",
    inputs: {
      ...answer,
      ...policyInputs,
      ingress: ownResource("FederatedIngress"),
      hosts: plainList(plain("string")),
      unhealthy,
    },
    required: ["ingress", "hosts", "dns"],
    outputs: published,
  },
  DomainRecord: {
    description: "Any records of one name.",
    inputs: {
      ...answer,
      dnsName: plain("string"),
      records: plainMap(texts, "Targets by record type"),
    },
    required: ["dns", "dnsName", "records"],
    outputs: { dnsName: text },
  },
};
