import * as pulumi from "@pulumi/pulumi";
import type { IngressPlan, IngressRequest } from "../../core/ingress/model";
import { planIngress } from "../../core/ingress/plan";
import { count } from "../../core/plain/text";
import { keptOutageOf } from "../../engine/probes";
import { previousReplicas } from "../../observe/previousReplicas";
import type { FederatedObject } from "../objects/federatedObject";
import { expansionOf } from "./ingressRequest";

/** A plan whose weights may be those of a workload. */
export interface ServedRequest {
  readonly component: pulumi.ComponentResource;
  readonly request: IngressRequest;
  readonly plan: IngressPlan;
  readonly workload: FederatedObject | undefined;
}

/**
 * The plan with the replicas that clusters run which are away: what is planned for them waits until they are
 * back, and so does their weight.
 */
export function planAsServed(request: ServedRequest): pulumi.Output<IngressPlan> {
  return pulumi.output(served(request));
}

async function served(request: ServedRequest): Promise<IngressPlan> {
  const { plan, workload } = request;
  const { replicas } = request.request;
  if (replicas === undefined || workload === undefined) return plan;
  const away = await clustersAway(workload);
  if (away.length === 0) return plan;
  const kept = await replicasKept(workload, away);
  const changed = Object.entries(kept).filter(([each, running]) => running !== replicas[each]);
  for (const [cluster, running] of changed) {
    const text = `"${cluster}" is away and keeps the weight of the ${count(running, "replica")} that it has`;
    void pulumi.log.warn(text, request.component);
  }
  return planIngress({ ...request.request, replicas: { ...replicas, ...kept } });
}

async function clustersAway({ clusters }: FederatedObject): Promise<string[]> {
  const probed = await Promise.all(
    clusters.map(async (member) => ({ name: member.name, outage: await keptOutageOf(member) })),
  );
  return probed.flatMap(({ name, outage }) => (outage === undefined ? [] : [name]));
}

/** What the stack wrote last to the clusters that are away. */
async function replicasKept(
  { plan, clusters }: FederatedObject,
  away: readonly string[],
): Promise<Record<string, number>> {
  const expansion = expansionOf(plan);
  if (expansion === undefined) return {};
  const previous = await previousReplicas({ name: expansion.name, kind: plan.kind, clusters });
  return Object.fromEntries(away.map((cluster) => [cluster, previous[cluster] ?? 0]));
}
