import { dnsPolicies } from "../../core/dns/policy/policy";
import {
  type ObjectSpec,
  ownType,
  plain,
  plainList,
  plainMap,
  type PropertySpec,
} from "./schemaTypes";

/** Object types that only policies of records need. */
export const policyTypes: Readonly<Record<string, ObjectSpec>> = {
  AddressCheck: {
    properties: {
      port: plain("integer", "A TCP connection to it must come about"),
      url: plain("string", "A GET of it, sent to each address, must be answered with 200"),
      text: plain("string", "What the answer to url must hold"),
      timeoutSeconds: plain("integer"),
    },
  },
  GeoPlaces: {
    properties: {
      countries: plainList(plain("string"), "ISO 3166 codes of two letters"),
      continents: plainList(plain("string"), "AF, AN, AS, EU, NA, OC or SA"),
      isDefault: plain("boolean", "Serves everybody whom nobody else serves"),
    },
  },
};

/** The inputs of a policy, as every record of clusters takes them. */
export const policyInputs = {
  policy: plain("string", `simple, which is the default, or ${others().join(", ")}`),
  weights: plainMap(plain("integer"), "weighted: the share of each cluster; * is all others"),
  failoverOrder: plainList(plain("string"), "failover: clusters, the first that works answers"),
  geo: plainMap(ownType("GeoPlaces"), "geo: whom each cluster serves"),
  healthCheck: ownType("AddressCheck", "PowerDNS: how it checks each address itself"),
  healthCheckIds: plainMap(plain("string"), "Route 53: the health check of each cluster"),
  providerSpecific: plainMap(plain("string"), "external-dns: properties of every record set"),
} satisfies Record<string, PropertySpec>;

function others(): string[] {
  return dnsPolicies.filter((policy) => policy !== "simple");
}
