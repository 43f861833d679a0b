import { type Endpoint, isRecordType } from "../../../provider/core/dns/records/endpoint";
import type { EndpointPlan } from "../../../provider/core/dns/records/endpointPlan";
import { ingressEndpoints, serviceEndpoints } from "../../../provider/core/dns/records/endpoints";
import type { ClusterDns } from "../../../provider/core/dns/records/levels";
import { errorsOf } from "../../../provider/core/issue";
import deliberate from "../deliberate-dns.json";
import cases from "../dns-cases.json";
import type { Outcome, Suite } from "../outcome";
import { statusControllerOutcomes } from "./dnsStatus";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Service discovery: dns-cases.json (service, ingress, statusController). Cases that
 * deliberate-dns.json lists are compared with what it expects instead. The cases of
 * statusController are prose; dnsStatus.ts puts each into data.
 */
export const dnsSuites: Readonly<Record<string, Suite>> = {
  service: (testCase) => {
    const record = fieldsAt(testCase, "record");
    const spec = fieldsAt(record, "spec");
    const status = fieldsAt(record, "status");
    const plan = serviceEndpoints({
      name: textAt(record, "name"),
      namespace: textAt(record, "namespace"),
      spec: {
        domainRef: textAt(spec, "domainRef"),
        recordTTL: Number(spec.recordTTL ?? 0),
        dnsPrefix: textAt(spec, "dnsPrefix"),
        externalName: textAt(spec, "externalName"),
      },
      status: { domain: textAt(status, "domain"), dns: clustersAt(status) },
      addresses: addressesFor(testCase),
    });
    return outcomeOf("service", testCase, plan);
  },
  ingress: (testCase) => {
    const record = fieldsAt(testCase, "record");
    const spec = fieldsAt(record, "spec");
    const plan = ingressEndpoints({
      spec: { hosts: listAt(spec, "hosts").map(String), recordTTL: Number(spec.recordTTL ?? 0) },
      status: { dns: clustersAt(fieldsAt(record, "status")) },
      addresses: addressesFor(testCase),
    });
    return outcomeOf("ingress", testCase, plan);
  },
  statusController: (testCase) => {
    const outcome = statusControllerOutcomes[textAt(testCase, "id")];
    if (outcome === undefined) throw new Error("the case has not been put into data");
    return outcome();
  },
};

function outcomeOf(group: string, testCase: Fields, plan: EndpointPlan): Outcome {
  const hasError = errorsOf(plan.issues).length > 0;
  if (testCase.expectError === true)
    return { expected: "an error", got: hasError ? "an error" : plan };
  if (hasError) return { expected: "no error", got: plan.issues };
  const ours = deliberate.cases.find((each) => each.group === group && each.id === testCase.id);
  const expected = ours?.expectedEndpoints ?? listAt(testCase, "expectedEndpoints");
  return { expected: endpointsOf(expected), got: plan.endpoints };
}

/** Endpoints by field, so that only what DNS would see is compared, not the order of keys. */
function endpointsOf(list: readonly unknown[]): Endpoint[] {
  return list.filter(isFields).map((each) => {
    const recordType = textAt(each, "recordType");
    if (!isRecordType(recordType)) throw new Error(`unknown record type "${recordType}"`);
    const endpoint = {
      dnsName: textAt(each, "dnsName"),
      recordType,
      targets: listAt(each, "targets").map(String),
      recordTTL: Number(each.recordTTL),
    };
    return each.labels === undefined ? endpoint : { ...endpoint, labels: textsAt(each, "labels") };
  });
}

function clustersAt(status: Fields): ClusterDns[] {
  return listAt(status, "dns")
    .filter(isFields)
    .map((cluster) => ({
      cluster: textAt(cluster, "cluster"),
      region: textAt(cluster, "region"),
      zones: listAt(cluster, "zones").map(String),
      loadBalancer: listAt(cluster, "loadBalancer")
        .filter(isFields)
        .map((entry) => ({ ip: textAt(entry, "ip"), hostname: textAt(entry, "hostname") })),
    }));
}

function addressesFor(testCase: Fields): Record<string, string[]> {
  const lookup: Fields = { ...cases._meta.lookupDefault, ...fieldsAt(testCase, "lookup") };
  return Object.fromEntries(
    Object.keys(lookup).map((host) => [host, listAt(lookup, host).map(String)]),
  );
}

function fieldsAt(of: Fields, key: string): Fields {
  const value = of[key];
  return isFields(value) ? value : {};
}

function textsAt(of: Fields, key: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fieldsAt(of, key)).map(([name, value]) => [name, String(value)]),
  );
}

function textAt(of: Fields, key: string): string {
  const value = of[key];
  return typeof value === "string" ? value : "";
}

function listAt(of: Fields, key: string): readonly unknown[] {
  const value = of[key];
  return Array.isArray(value) ? value : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
