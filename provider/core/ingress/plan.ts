import { sortIssues } from "../issue";
import { compareText } from "../plain/text";
import { describeValue } from "../plain/valueKind";
import type { IngressCluster, IngressPlan, IngressRequest } from "./model";
import { readRules } from "./routes";
import { backendIssues, ingressFailsOver } from "./rules/backendRules";
import { resolveServices } from "./services";
import { plannedCheck, settingIssue, validateSettings } from "./settings";
import { type Share, sharesOf, validateShares } from "./shares";

/**
 * Plans one Ingress over many clusters: hosts and paths in the order in which they are tried, the Services
 * that they lead to, and the clusters that serve those, with weight, order and reason. With any error among
 * `issues` nothing may be rendered.
 *
 * - A cluster serves if its copy of the Service is selected; whether it works is the backend's to find out.
 * - Hosts are tried before paths: a host that is named has no other host's paths.
 *
 * @example
 * planIngress({ name: "shop", backend: "haproxy", isShort: true, host: "shop.test", certificates: [], addressed: [], services: [{ namespace: "shop", name: "web", copies: [{ cluster: "eu", selected: true, reason: "named", type: "LoadBalancer", ports: [{ port: 80 }] }] }] }).clusters
 * //=> [{ cluster: "eu", selected: true, reason: "named", weight: 1, because: "the only cluster" }]
 */
export function planIngress(request: IngressRequest): IngressPlan {
  const { name, backend, affinity, hostCluster, redirectToHttps = false } = request;
  const rules = readRules(request);
  const copies = request.services.flatMap((service) => service.copies);
  const clusters = [...new Set(copies.map(({ cluster }) => cluster))].sort(compareText);
  const serving = clusters.filter((each) =>
    copies.some(({ cluster, selected }) => selected && cluster === each),
  );
  const shares = sharesOf({ ...request, clusters: serving });
  const resolved = resolveServices(request, rules, shares);
  const healthCheck = plannedCheck(request.healthCheck, backend);
  const fallback = rules.fallback && resolved.keyOf(rules.fallback);
  return {
    kind: "MultiClusterIngress",
    apiVersion: "kubefed/v1",
    name,
    backend,
    ...(hostCluster === undefined ? {} : { hostCluster }),
    routes: rules.routes.flatMap(({ target, ...route }) => {
      const service = resolved.keyOf(target);
      return service === undefined ? [] : [{ ...route, service }];
    }),
    ...(fallback === undefined ? {} : { defaultService: fallback }),
    services: resolved.services,
    tls: rules.tls,
    redirectToHttps,
    affinity: affinity === "cookie" ? "cookie" : "none",
    healthCheck,
    clusters: clusters.map((cluster) => ({ ...reasonOf(cluster), ...shareOf(shares[cluster]) })),
    failsOver: ingressFailsOver(request, healthCheck),
    issues: sortIssues([
      ...validateName(name),
      ...validateSettings(request),
      ...validateClusterNames(clusters),
      ...validateAddressed(request.addressed, serving),
      ...rules.issues,
      ...resolved.issues,
      ...(request.services.length === 0 ? [] : validateShares(request, serving)),
      ...backendIssues({ request, rules, services: resolved.services, serving }),
    ]),
  };

  function reasonOf(cluster: string): Pick<IngressCluster, "cluster" | "reason" | "selected"> {
    const own = copies.filter((copy) => copy.cluster === cluster);
    const { selected, reason } = own.find((copy) => copy.selected) ?? own[0] ?? neither;
    return { cluster, selected, reason };
  }
}

const neither = { selected: false, reason: "" };

function shareOf(share: Share | undefined): Pick<IngressCluster, "because" | "weight"> {
  return share === undefined ? {} : { weight: share.weight, because: share.because };
}

function validateName(name: string) {
  if (/^[a-z0-9]([a-z0-9-]{0,45}[a-z0-9])?$/.test(name)) return [];
  const message = `${describeValue(name)} cannot be in the names of objects; use at most 47 lower-case letters, digits and "-"`;
  return [settingIssue("name", message)];
}

function validateClusterNames(clusters: readonly string[]) {
  return clusters
    .filter((cluster) => !/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/.test(cluster))
    .map((cluster) => {
      const message = `${describeValue(cluster)} cannot be a server's name; use letters, digits, "-", "_" and "."`;
      return settingIssue("services", message);
    });
}

function validateAddressed(addressed: readonly string[], serving: readonly string[]) {
  return addressed
    .filter((cluster) => !serving.includes(cluster))
    .map((cluster) => {
      const message = `no Service of it is on a member cluster ${describeValue(cluster)}`;
      return { code: "unknown-cluster" as const, path: `addresses["${cluster}"]`, message };
    });
}
