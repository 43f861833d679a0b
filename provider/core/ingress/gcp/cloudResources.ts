/*
 * kubemci's load balancer as data: Google's resources with kubemci's names, so that one of its balancers can
 * be imported.
 */

import type { KubeObject } from "../../model";
import { ownValue } from "../../plain/ownKey";
import { compareText } from "../../plain/text";
import { googlePaths } from "../googlePaths";
import type { IngressGcp } from "../backendSettings";
import type { IngressPlan, IngressRequest, PlannedService } from "../model";
import { hasEndpointGroups, namedPort } from "../rules/gcpRules";
import { cloudName, statusText } from "./cloudNames";

/** A class of `@pulumi/gcp/compute`. */
export type CloudKind =
  | "BackendService"
  | "Firewall"
  | "GlobalForwardingRule"
  | "HealthCheck"
  | "SSLCertificate"
  | "TargetHttpProxy"
  | "TargetHttpsProxy"
  | "URLMap";

/** What a value stands for that is known when resources are there, or that is secret. */
export interface CloudReference {
  readonly take: "certificate" | "certificateName" | "key" | "selfLink";
  /** The name of a resource among those before it, or of a certificate. */
  readonly of: string;
}

/** A resource of Google's: after those that it refers to. */
export interface CloudResource {
  readonly kind: CloudKind;
  readonly name: string;
  /** Its arguments; within them there may be references. */
  readonly args: KubeObject;
}

/** What Google's resources are rendered from. */
export interface CloudRequest {
  readonly plan: IngressPlan;
  readonly request: IngressRequest;
  readonly settings: IngressGcp;
  /** A host's MD5 sum in hexadecimal, as kubemci named what is for it. */
  readonly hashOf: (host: string) => string;
}

/** So many requests a second that no group is ever full, as kubemci had it. */
const endless = 1e14;

/** Google's resources for a plan without errors, each after what it refers to. */
export function cloudResources(of: CloudRequest): CloudResource[] {
  const { plan, settings } = of;
  const project = settings.project === undefined ? {} : { project: settings.project };
  const all = [
    ...plan.services.map((service) => healthCheck(of, service)),
    ...plan.services.map((service) => backendService(of, service)),
    urlMap(of),
    ...secureMaps(of),
    ...certificates(of),
    ...proxies(of),
    ...rules(of),
    ...firewall(of),
  ];
  return all.map(({ args, ...resource }) => ({ ...resource, args: { ...args, ...project } }));
}

function nameIn({ plan, settings }: CloudRequest, part: string): string {
  return cloudName(part, settings.loadBalancerName ?? plan.name);
}

function named(of: CloudRequest, kind: CloudKind, part: string, args: KubeObject): CloudResource {
  const name = nameIn(of, part);
  return { kind, name, args: { name, ...args } };
}

function link(name: string): CloudReference {
  return { take: "selfLink", of: name };
}

function healthCheck(of: CloudRequest, service: PlannedService): CloudResource {
  const { plan, request, settings } = of;
  const { path = "/", host, ...check } = plan.healthCheck;
  const port = namedPort(request, service);
  const where = hasEndpointGroups(settings) ? { portSpecification: "USE_SERVING_PORT" } : { port };
  return named(of, "HealthCheck", `hc-${port}`, {
    description: `Health check for service ${service.namespace}/${service.name} as part of load balancer ${plan.name}`,
    checkIntervalSec: check.intervalSeconds,
    timeoutSec: check.timeoutSeconds,
    healthyThreshold: check.healthyThreshold,
    unhealthyThreshold: check.unhealthyThreshold,
    httpHealthCheck: { ...where, requestPath: path, ...(host === undefined ? {} : { host }) },
  });
}

function backendName(of: CloudRequest, service: PlannedService): string {
  return nameIn(of, `be-${namedPort(of.request, service)}`);
}

function backendService(of: CloudRequest, service: PlannedService): CloudResource {
  const { plan, request, settings } = of;
  const port = namedPort(request, service);
  const ofPods = hasEndpointGroups(settings);
  const rate = ofPods ? { maxRatePerEndpoint: endless } : { maxRatePerInstance: endless };
  const backends = service.clusters.flatMap(({ cluster, weight }) =>
    (ownValue(settings.backends, cluster) ?? []).map((group) => ({
      group,
      balancingMode: "RATE",
      ...rate,
      capacityScaler: weight === 0 ? 0 : 1,
    })),
  );
  return named(of, "BackendService", `be-${port}`, {
    protocol: "HTTP",
    ...(ofPods ? {} : { portName: `port${port}` }),
    timeoutSec: 30,
    loadBalancingScheme: "EXTERNAL",
    sessionAffinity: plan.affinity === "cookie" ? "GENERATED_COOKIE" : "NONE",
    healthChecks: link(nameIn(of, `hc-${port}`)),
    backends,
  });
}

function urlMap(of: CloudRequest): CloudResource {
  const { plan, settings } = of;
  const { name, services, routes } = plan;
  const serviceLink = (key: string): CloudReference | undefined => {
    const found = services.find((each) => each.key === key);
    return found && link(backendName(of, found));
  };
  const takesRest = routes.find(
    ({ host, path, pathType }) => host === "" && path === "/" && pathType === "Prefix",
  );
  const defaultService = serviceLink(plan.defaultService ?? takesRest?.service ?? "");
  const hosts = [...new Set(routes.map(({ host }) => host))];
  const matcher = (host: string): string => `host${of.hashOf(host === "" ? "*" : host)}`;
  return named(of, "URLMap", "um", {
    description: statusText({
      loadBalancerName: settings.loadBalancerName ?? name,
      clusters: plan.clusters.flatMap(({ cluster, selected }) => (selected ? [cluster] : [])),
      ipAddress: settings.ipAddress,
    }),
    defaultService,
    hostRules: hosts.map((host) => ({
      hosts: [host === "" ? "*" : host],
      pathMatcher: matcher(host),
    })),
    pathMatchers: hosts.map((host) => ({
      name: matcher(host),
      defaultService,
      pathRules: routes
        .filter((route) => route.host === host)
        .map((route) => ({ paths: googlePaths(route), service: serviceLink(route.service) })),
    })),
  });
}

/** A map of its own for who comes without TLS and is sent to it. */
function secureMaps(of: CloudRequest): CloudResource[] {
  if (!of.plan.redirectToHttps) return [];
  const defaultUrlRedirect = {
    httpsRedirect: true,
    redirectResponseCode: "PERMANENT_REDIRECT",
    stripQuery: false,
  };
  return [named(of, "URLMap", "um-redirect", { defaultUrlRedirect })];
}

function certificateNames({ plan }: CloudRequest): string[] {
  return [...new Set(plan.tls.map(({ certificate }) => certificate))].sort(compareText);
}

/** Each is called by its hash: the new one is there before the old one goes. */
function certificates(of: CloudRequest): CloudResource[] {
  return certificateNames(of).map((certificate) => ({
    kind: "SSLCertificate",
    name: nameIn(of, `ssl-${certificate}`),
    args: {
      name: { take: "certificateName", of: certificate },
      certificate: { take: "certificate", of: certificate },
      privateKey: { take: "key", of: certificate },
    },
  }));
}

function proxies(of: CloudRequest): CloudResource[] {
  const map = nameIn(of, of.plan.redirectToHttps ? "um-redirect" : "um");
  const own = certificateNames(of).map((each) => link(nameIn(of, `ssl-${each}`)));
  return [
    named(of, "TargetHttpProxy", "tp", { urlMap: link(map) }),
    ...(own.length === 0
      ? []
      : [
          named(of, "TargetHttpsProxy", "tps", {
            urlMap: link(nameIn(of, "um")),
            sslCertificates: own,
          }),
        ]),
  ];
}

function rules(of: CloudRequest): CloudResource[] {
  const common = {
    ipAddress: of.settings.ipAddress,
    ipProtocol: "TCP",
    loadBalancingScheme: "EXTERNAL",
  };
  const rule = (part: string, proxy: string, port: number): CloudResource =>
    named(of, "GlobalForwardingRule", part, {
      ...common,
      portRange: `${port}-${port}`,
      target: link(nameIn(of, proxy)),
    });
  return [rule("fw", "tp", 80), ...(of.plan.tls.length === 0 ? [] : [rule("fws", "tps", 443)])];
}

function firewall(of: CloudRequest): CloudResource[] {
  const { firewall: wanted } = of.settings;
  if (wanted === undefined) return [];
  const ports = of.plan.services.map((service) => String(namedPort(of.request, service)));
  return [
    named(of, "Firewall", "fr", {
      network: wanted.network ?? "default",
      // Where Google's load balancers and their health checks come from.
      sourceRanges: ["130.211.0.0/22", "35.191.0.0/16"],
      targetTags: [...wanted.targetTags],
      allows: [{ protocol: "tcp", ports: [...new Set(ports)].sort(compareText) }],
    }),
  ];
}
