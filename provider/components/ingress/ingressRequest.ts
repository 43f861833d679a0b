import * as pulumi from "@pulumi/pulumi";
import type { IngressRequest, IngressService, ServicePort } from "../../core/ingress/model";
import { errorsOf } from "../../core/issue";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { mapAt } from "../../core/plain/fields";
import { isPlainObject } from "../../core/plain/plainObject";
import { currentRun, type Expansion } from "../../engine/run";
import type { FederatedObject } from "../objects/federatedObject";
import type { MultiClusterIngressArgs } from "./ingressArgs";

/** The federated Services of either form. */
export function servicesOf(args: MultiClusterIngressArgs): readonly FederatedObject[] {
  const { service, services = [] } = args;
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
    services: servicesOf(args).map(serviceOf),
    weights: args.weights,
    replicas: weightsFrom && replicasOf(weightsFrom.plan),
    failoverOrder: args.failoverOrder,
    healthCheck: args.healthCheck,
    affinity: args.affinity,
    certificates: Object.keys(certificates).sort(),
    redirectToHttps: args.redirectToHttps,
    addressed: Object.keys(addresses),
    hostCluster: args.hostCluster?.name,
  };
}

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
function specOf(spec: unknown): { type?: string; ports?: readonly ServicePort[] } {
  if (!isPlainObject(spec) || pulumi.Output.isInstance(spec.type)) return {};
  const type = typeof spec.type === "string" ? spec.type : "ClusterIP";
  const given: unknown = spec.ports ?? [];
  if (!Array.isArray(given)) return { type };
  const ports = given.map(portOf);
  return ports.includes(undefined)
    ? { type }
    : { type, ports: ports.filter((each) => each !== undefined) };
}

function portOf(given: unknown): ServicePort | undefined {
  const { port, name } = mapAt(given);
  if (typeof port !== "number") return undefined;
  return typeof name === "string" ? { port, name } : { port };
}
