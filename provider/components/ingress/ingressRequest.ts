import * as pulumi from "@pulumi/pulumi";
import type { BackendSettings } from "../../core/ingress/backendSettings";
import type {
  IngressRequest,
  IngressService,
  ServiceCopy,
  ServicePort,
} from "../../core/ingress/model";
import { frontSpec } from "../../core/ingress/frontSpec";
import { errorsOf } from "../../core/issue";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { mapAt, textsOf } from "../../core/plain/fields";
import { isPlainObject } from "../../core/plain/plainObject";
import { currentRun, type Expansion } from "../../engine/run";
import { FederatedNamespace } from "../objects/federatedNamespace";
import type { FederatedObject } from "../objects/federatedObject";
import type { MultiClusterIngressArgs } from "./ingressArgs";

/** The federated Services of either form, or the federated Ingress that stands for them. */
export function servicesOf(args: MultiClusterIngressArgs): readonly FederatedObject[] {
  const { service, services = [], ingress } = args;
  if (ingress !== undefined) return [ingress];
  return service === undefined ? services : [service];
}

/** Whether what it is made of is wrong already, which its own component says. */
export function isBroken(args: MultiClusterIngressArgs): boolean {
  const { weightsFrom } = args;
  const all = [...servicesOf(args), ...(weightsFrom === undefined ? [] : [weightsFrom])];
  return all.some(({ plan }) => errorsOf(plan.issues).length > 0);
}

/** The arguments as the core plans them. */
export function ingressRequest(name: string, args: MultiClusterIngressArgs): IngressRequest {
  const { backend = "haproxy", addresses = {}, weightsFrom, certificates = {} } = args;
  return {
    name,
    backend,
    host: args.host,
    port: args.port,
    isShort: args.service !== undefined,
    spec: args.spec,
    ...(args.ingress === undefined
      ? { services: servicesOf(args).map(serviceOf) }
      : ingressForm(args, args.ingress)),
    weights: args.weights,
    replicas: weightsFrom && replicasOf(weightsFrom.plan),
    failoverOrder: args.failoverOrder,
    healthCheck: args.healthCheck,
    affinity: args.affinity,
    certificates: Object.keys(certificates).sort(),
    certificateSecrets: Object.fromEntries(
      Object.entries(certificates).flatMap(([called, { secretName }]) =>
        secretName === undefined ? [] : [[called, secretName]],
      ),
    ),
    redirectToHttps: args.redirectToHttps,
    addressed: Object.keys(addresses),
    addresses,
    hostCluster: args.hostCluster?.name,
    hostNamespace: namespaceOf(args),
    settings: settingsOf(args),
  };
}

function namespaceOf({ namespace = "default" }: MultiClusterIngressArgs): string {
  return FederatedNamespace.isInstance(namespace) ? namespace.name : namespace;
}

function settingsOf(args: MultiClusterIngressArgs): BackendSettings {
  const { haproxy, gateway, dns, records, gke, gcp } = args;
  const names = dns && { ...dns.policyBackend, healthCheckIds: records?.healthCheckIds };
  return { haproxy, gateway, dns: names, records, gke, gcp };
}

/** What a federated Ingress says: its hosts, and that its own load balancers serve them. */
function ingressForm(
  { service, services, spec, host, port }: MultiClusterIngressArgs,
  ingress: FederatedObject,
): Pick<IngressRequest, "isShort" | "services" | "spec"> {
  const others = [service, services, spec, host, port].filter((each) => each !== undefined);
  const own = { ...serviceOf(ingress), kind: "Ingress" as const };
  const { copies } = own;
  const object = expansionOf(ingress.plan)?.plan.clusters.find((each) => each.object)?.object;
  const stand = {
    isShort: false,
    services: [
      { ...own, copies: copies.map((each) => ({ ...each, type: "LoadBalancer", ports: [web] })) },
    ],
    spec: frontSpec(own.name, mapAt(object).spec),
  };
  // With another form beside it, it is as if both of the others were given.
  return others.length === 0 ? stand : { ...stand, isShort: true };
}

/** Where an Ingress is served. */
const web: ServicePort = { port: 80, name: "http" };

/** The replicas of a workload that is divided, by cluster. */
function replicasOf(plan: PropagationPlan): Record<string, number> {
  return Object.fromEntries(
    plan.clusters.map(({ cluster, replicas = 0 }) => [cluster, replicas] as const),
  );
}

function serviceOf({ plan }: FederatedObject): IngressService {
  const objects = expansionOf(plan)?.plan.clusters ?? [];
  const { namespace = "default", name } = plan;
  const copies = plan.clusters.map(({ cluster, selected, reason }) => {
    const object = objects.find((each) => each.cluster === cluster)?.object;
    return { cluster, selected, reason, ...specOf(mapAt(object).spec) };
  });
  return { namespace, name, copies };
}

/** The component of this run that a plan is of: what it puts on clusters is claimed by nobody else. */
export function expansionOf(plan: PropagationPlan): Expansion | undefined {
  const on = (of: PropagationPlan) =>
    of.clusters.flatMap(({ cluster, selected }) => (selected ? [cluster] : [])).join("\n");
  return currentRun().expansions.find(
    ({ plan: own }) =>
      own.kind === plan.kind &&
      own.namespace === plan.namespace &&
      own.name === plan.name &&
      on(own) === on(plan),
  );
}

/** Type and ports of a Service's spec; without ports where they are not plain. */
function specOf(spec: unknown): Pick<ServiceCopy, "ports" | "selector" | "type"> {
  if (!isPlainObject(spec) || pulumi.Output.isInstance(spec.type)) return {};
  const type = typeof spec.type === "string" ? spec.type : "ClusterIP";
  const given: unknown = spec.ports ?? [];
  const about = { type, ...selectorOf(spec.selector) };
  if (!Array.isArray(given)) return about;
  const ports = given.map(portOf);
  return ports.includes(undefined)
    ? about
    : { ...about, ports: ports.filter((each) => each !== undefined) };
}

function selectorOf(selector: unknown): Pick<ServiceCopy, "selector"> {
  const labels = isPlainObject(selector) ? selector : {};
  const isKnown = Object.values(labels).every((each) => typeof each === "string");
  return isKnown && Object.keys(labels).length > 0 ? { selector: textsOf(labels) } : {};
}

function portOf(given: unknown): ServicePort | undefined {
  const { port, name, nodePort, targetPort } = mapAt(given);
  if (typeof port !== "number") return undefined;
  const isTarget = typeof targetPort === "number" || typeof targetPort === "string";
  return {
    port,
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof nodePort === "number" ? { nodePort } : {}),
    ...(isTarget ? { targetPort } : {}),
  };
}
