import { parseAddress } from "../../dns/records/address";
import type { Issue } from "../../issue";
import { isDnsLabel, isSubdomain } from "../../kinds/labels";
import { compareText } from "../../plain/text";
import { describeValue } from "../../plain/valueKind";
import type { IngressGateway } from "../backendSettings";
import type { IngressRequest, PlannedService } from "../model";
import { backendIssue } from "../settings";
import type { BackendQuestion } from "./backendQuestion";

/** What the definitions of the Gateway API allow. */
const most = { clusters: 16, listeners: 64 };

/** The group of ServiceImports, where it is not said. */
export const usualImportGroup = "multicluster.x-k8s.io";

/** Whether routes lead to ServiceImports, so that no address is needed. */
export function usesImports({ backend, settings }: IngressRequest): boolean {
  return backend === "gateway" && settings?.gateway?.importKind === "ServiceImport";
}

/** What a Gateway needs, and what its definitions do not allow. */
export function gatewayIssues(question: BackendQuestion): Issue[] {
  const { request, rules, services } = question;
  const gateway = request.settings?.gateway;
  const hosts = new Set(rules.tls.flatMap(({ hosts: own }) => own));
  return [
    ...(request.hostCluster === undefined
      ? [backendIssue("hostCluster", 'is needed: the objects of backend "gateway" go there')]
      : []),
    ...(gateway === undefined
      ? [
          backendIssue(
            "gateway.gatewayClassName",
            "is needed: the GatewayClass of the implementation that runs in the host cluster",
          ),
        ]
      : settingIssues(gateway)),
    ...(hosts.size < most.listeners
      ? []
      : [
          backendIssue(
            "spec.tls",
            `has ${hosts.size} hosts; a Gateway has ${most.listeners} listeners`,
          ),
        ]),
    ...(usesImports(request)
      ? importIssues(question)
      : [...addressIssues(request), ...services.flatMap((each) => serviceIssues(request, each))]),
  ];
}

function settingIssues(gateway: IngressGateway): Issue[] {
  const { gatewayClassName, importKind = "Service", importGroup } = gateway;
  const { httpPort = 80, httpsPort = 443 } = gateway;
  const wrong = (field: string, rule: string, came: unknown): Issue =>
    backendIssue(`gateway.${field}`, `${rule}, came ${describeValue(came)}`);
  const ports = { httpPort, httpsPort };
  return [
    ...(isName(gatewayClassName)
      ? []
      : [wrong("gatewayClassName", "must be the name of a GatewayClass", gatewayClassName)]),
    ...(["Service", "ServiceImport"].includes(importKind)
      ? []
      : [wrong("importKind", 'must be "Service" or "ServiceImport"', importKind)]),
    ...(importGroup === undefined || isName(importGroup)
      ? []
      : [wrong("importGroup", "must be an API group", importGroup)]),
    ...Object.entries(ports).flatMap(([field, port]) =>
      Number.isInteger(port) && port >= 1 && port <= 65_535
        ? []
        : [wrong(field, "must be a whole number from 1 to 65535", port)],
    ),
    ...(httpPort === httpsPort
      ? [backendIssue("gateway.httpsPort", `${httpsPort} is the port for HTTP already`)]
      : []),
  ];
}

function isName(text: unknown): boolean {
  return typeof text === "string" && isSubdomain(text);
}

function importIssues({ request, services }: BackendQuestion): Issue[] {
  const { weights, replicas, addressed, hostNamespace = "default" } = request;
  const shares = replicas === undefined ? "weights" : "weightsFrom";
  const ingress = request.services.some(({ kind }) => kind === "Ingress");
  const elsewhere = [...new Set(services.map(({ namespace }) => namespace))]
    .filter((namespace) => namespace !== hostNamespace)
    .sort(compareText);
  return [
    ...((replicas ?? weights) === undefined
      ? []
      : [
          backendIssue(
            shares,
            'cannot be done: a ServiceImport is all clusters in one; use gateway.importKind "Service"',
          ),
        ]),
    ...(addressed.length === 0
      ? []
      : [backendIssue("addresses", "have no use: a ServiceImport has its own; leave them out")]),
    ...(ingress
      ? [
          backendIssue(
            "ingress",
            "cannot be done: only Services are imported; give service or spec",
          ),
        ]
      : []),
    ...elsewhere.map((namespace) =>
      backendIssue(
        "namespace",
        `must be "${namespace}": a ServiceImport is where its Services are, came "${hostNamespace}"`,
      ),
    ),
  ];
}

function addressIssues({ addresses = {} }: IngressRequest): Issue[] {
  return Object.entries(addresses).flatMap(([cluster, list]) =>
    list.flatMap((address, index) => {
      const problem = endpointProblem(address);
      return problem === undefined
        ? []
        : [backendIssue(`addresses["${cluster}"][${index}]`, problem)];
    }),
  );
}

/** Why an EndpointSlice cannot hold an address; undefined where it can. */
export function endpointProblem(address: string): string | undefined {
  const read = parseAddress(address);
  if (read === undefined)
    return `${describeValue(address)} is a host name, which no EndpointSlice leads to; give IP addresses, or use backend "haproxy"`;
  const { octets, recordType } = read;
  const isLoopback = recordType === "A" ? octets[0] === 127 : read.text === "::1";
  return isLoopback
    ? `"${address}" is a loopback address, which no EndpointSlice may hold`
    : undefined;
}

function serviceIssues({ name }: IngressRequest, service: PlannedService): Issue[] {
  const { clusters } = service;
  const bad = clusters
    .map(({ cluster }) => clusterServiceName(name, service, cluster))
    .filter((each) => !isDnsLabel(each));
  return [
    ...bad
      .slice(0, 1)
      .map((each) =>
        backendIssue(
          "name",
          `"${each}" cannot be the name of a Service; use shorter names, of lower-case letters, digits and "-"`,
        ),
      ),
    ...(clusters.length <= most.clusters
      ? []
      : [
          backendIssue(
            "gateway",
            `Service ${service.namespace}/${service.name} is on ${clusters.length} clusters; a rule of an HTTPRoute leads to ${most.clusters} at most`,
          ),
        ]),
  ];
}

/** The Service of the host cluster that holds one cluster's addresses of a Service. */
export function clusterServiceName(name: string, service: PlannedService, cluster: string): string {
  return `${name}-${service.name}-${service.port}-${cluster}`;
}
