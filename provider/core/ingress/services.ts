import type { Issue } from "../issue";
import { isDnsLabel } from "../kinds/labels";
import { compareText } from "../plain/text";
import { describeValue } from "../plain/valueKind";
import type {
  IngressRequest,
  IngressService,
  PlannedService,
  ServiceCopy,
  ServicePort,
  ServingCluster,
} from "./model";
import type { ReadRoute, ReadRules, ReadTarget } from "./routes";
import { usesImports } from "./rules/gatewayRules";
import type { Share } from "./shares";

/** The Services that routes lead to, each with the clusters that serve it. */
export interface ResolvedServices {
  readonly services: readonly PlannedService[];
  /** The key of a target's Service; undefined where it has none. */
  readonly keyOf: (target: ReadTarget) => string | undefined;
  readonly issues: readonly Issue[];
}

/** Finds the Service and port of every target, and the clusters that serve them. */
export function resolveServices(
  request: IngressRequest,
  rules: ReadRules,
  shares: Readonly<Record<string, Share>>,
): ResolvedServices {
  const targets = [
    ...rules.routes.map(({ target, host }) => ({ target, host })),
    ...(rules.fallback === undefined ? [] : [{ target: rules.fallback, host: "" }]),
  ];
  const found = targets.map((each) => ({ ...each, ...resolve(request, each.target) }));
  const services = new Map<string, PlannedService>();
  for (const { service, port, host } of found) {
    if (service === undefined || port === undefined) continue;
    const key = keyOf(service, port);
    const known = services.get(key);
    const named = host === "" || host.startsWith("*") ? {} : { host };
    services.set(key, known ?? { ...planned(service, port, shares), ...named });
  }
  const byTarget = new Map(
    found.flatMap(({ target, service, port }) =>
      service === undefined || port === undefined ? [] : [[target, keyOf(service, port)] as const],
    ),
  );
  const sorted = [...services.values()].sort((a, b) => compareText(a.key, b.key));
  const issues = [
    ...sameNames(request.services),
    ...found.flatMap((each) => each.issues),
    ...unevenClusters(rules.routes, sorted, byTarget),
  ];
  return { services: sorted, keyOf: (target) => byTarget.get(target), issues };
}

function keyOf({ namespace, name }: IngressService, port: number | string): string {
  return `${namespace}/${name}:${port}`;
}

interface Resolution {
  readonly service?: IngressService;
  readonly port?: number | string;
  readonly issues: readonly Issue[];
}

function resolve(request: IngressRequest, target: ReadTarget): Resolution {
  const { services } = request;
  const service = services.find(({ name }) => name === target.name);
  if (service === undefined) {
    const known = services.map(({ name }) => `"${name}"`).sort(compareText);
    const message = `no federated Service given is called ${describeValue(target.name)}; services has ${known.join(", ") || "none"}`;
    return { issues: [serviceIssue(target.at.name, message)] };
  }
  const unusable = unusableService(service);
  if (unusable !== undefined) return { issues: [serviceIssue(target.at.name, unusable)] };
  const copies = service.copies.filter(({ selected }) => selected);
  const title = serviceTitle(service);
  const inside = needsAddresses(request) ? copies.filter((copy) => isInside(request, copy)) : [];
  const reach = inside.length === 0 ? [] : [notReached(title, inside, target)];
  const port = target.port ?? onlyPort(copies);
  const wrong = port === undefined ? severalPorts(title, copies) : wrongPort(title, copies, port);
  if (wrong !== undefined) return { issues: [...reach, serviceIssue(target.at.port, wrong)] };
  return { service, ...(port === undefined ? {} : { port }), issues: reach };
}

/** Whether requests go to addresses of clusters; Google's load balancer and imported Services know pods. */
export function needsAddresses(request: IngressRequest): boolean {
  return !["gcp", "gke"].includes(request.backend) && !usesImports(request);
}

function isInside({ addressed }: IngressRequest, { type, cluster }: ServiceCopy): boolean {
  return type !== "LoadBalancer" && !addressed.includes(cluster);
}

/** What a Service, or an Ingress that stands for one, is called in messages. */
export function serviceTitle(of: Pick<IngressService, "kind" | "name" | "namespace">): string {
  return `${of.kind ?? "Service"} ${of.namespace}/${of.name}`;
}

/** Why nothing can be sent to a Service; undefined where it can. */
function unusableService(service: IngressService): string | undefined {
  const { namespace, name, copies } = service;
  const title = serviceTitle(service);
  const chosen = copies.filter(({ selected }) => selected);
  if (!isDnsLabel(name) || !isDnsLabel(namespace))
    return `${describeValue(`${namespace}/${name}`)} is no name of a Service`;
  if (chosen.length === 0)
    return `${title} is on no cluster, so there is nothing to send requests to`;
  if (chosen.some(({ ports }) => ports === undefined))
    return `the ports of ${title} must be plain values, known at preview`;
  return undefined;
}

function severalPorts(title: string, copies: readonly ServiceCopy[]): string {
  return `${title} has more than one port: ${portsOf(copies)}; say which`;
}

function wrongPort(
  title: string,
  copies: readonly ServiceCopy[],
  port: number | string,
): string | undefined {
  const without = copies.filter((copy) => portOf(copy, port) === undefined);
  if (without.length > 0)
    return `${title} has no port ${describeValue(port)} on ${names(without)}; it has ${portsOf(without)}`;
  const isGood = typeof port === "string" ? isDnsLabel(port) : isPort(port);
  return isGood ? undefined : `${describeValue(port)} is no port`;
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

function notReached(title: string, copies: readonly ServiceCopy[], target: ReadTarget): Issue {
  const types = [...new Set(copies.map(({ type = "ClusterIP" }) => type))].join(", ");
  const message = `${title} is of type ${types} on ${names(copies)}, which nothing outside reaches; make it a LoadBalancer, or give addresses for its node ports`;
  return serviceIssue(target.at.name, message);
}

function onlyPort(copies: readonly ServiceCopy[]): number | undefined {
  const [first] = copies;
  return first?.ports?.length === 1 ? first.ports[0]?.port : undefined;
}

function portOf({ ports = [] }: ServiceCopy, port: number | string): number | undefined {
  const same = (each: ServicePort) =>
    typeof port === "number" ? each.port === port : each.name === port;
  return ports.find(same)?.port;
}

function portsOf(copies: readonly ServiceCopy[]): string {
  const all = copies.flatMap(({ ports = [] }) =>
    ports.map(({ name, port }) => (name === undefined ? `${port}` : `${port} ("${name}")`)),
  );
  return [...new Set(all)].join(", ") || "none";
}

function names(copies: readonly ServiceCopy[]): string {
  return copies
    .map(({ cluster }) => `"${cluster}"`)
    .sort(compareText)
    .join(", ");
}

function planned(
  service: IngressService,
  port: number | string,
  shares: Readonly<Record<string, Share>>,
): PlannedService {
  const clusters = service.copies
    .filter(({ selected }) => selected)
    .map((copy): ServingCluster => {
      const share = shares[copy.cluster] ?? { weight: 0, because: "no weight" };
      return { cluster: copy.cluster, ...share, port: portOf(copy, port) ?? 0 };
    })
    .sort((a, b) => compareText(a.cluster, b.cluster));
  const { kind, namespace, name } = service;
  const key = keyOf(service, port);
  return { ...(kind === undefined ? {} : { kind }), key, namespace, name, port, clusters };
}

function sameNames(services: readonly IngressService[]): Issue[] {
  return services.flatMap(({ name }, index) =>
    services.findIndex((other) => other.name === name) === index
      ? []
      : [
          serviceIssue(
            `services[${index}]`,
            `a Service called "${name}" is there already; a path could mean either`,
          ),
        ],
  );
}

/** A path that fewer clusters serve than another is no mistake, but few mean it. */
function unevenClusters(
  routes: readonly ReadRoute[],
  services: readonly PlannedService[],
  byTarget: ReadonlyMap<ReadTarget, string>,
): Issue[] {
  const all = [
    ...new Set(services.flatMap(({ clusters }) => clusters.map(({ cluster }) => cluster))),
  ];
  return routes.flatMap(({ host, path, target }) => {
    const service = services.find(({ key }) => key === byTarget.get(target));
    if (service === undefined) return [];
    const missing = all.filter((each) => !service.clusters.some(({ cluster }) => cluster === each));
    if (missing.length === 0) return [];
    const named = missing.sort(compareText).map((each) => `"${each}"`);
    const message = `${host}${path} is not served by ${named.join(", ")}: ${serviceTitle(service)} is not there`;
    return [{ ...serviceIssue(target.at.name, message), severity: "warning" as const }];
  });
}

function serviceIssue(path: string, message: string): Issue {
  return { code: "ingress-service", path, message };
}
