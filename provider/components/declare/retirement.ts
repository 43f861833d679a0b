import * as pulumi from "@pulumi/pulumi";
import { childName, type Scope } from "../../core/kinds/federatedTypes";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { isPreview } from "../../engine/engine";
import { knownText } from "../../engine/knownText";
import { holdingOpen } from "../../engine/programEnd";
import { reached, waitUntilReady } from "../../observe/objects/memberObject";
import { hasChild, stackState } from "../../engine/state/stackState";
import { probeOf } from "../../engine/probes";
import type { WatchedCluster } from "../clusters/clusterAvailability";
import type { Child } from "./memberResource";
import { messageOf } from "../../core/plain/text";
import { parseDuration } from "../../core/plain/duration";
import { refusal } from "../../engine/program";

/** A federated component, of which one cluster may be on its way out. */
export interface Retirement {
  readonly component: pulumi.ComponentResource;
  readonly name: string;
  readonly plan: PropagationPlan;
  readonly members: readonly (WatchedCluster & { readonly retire: boolean })[];
  readonly scope: Scope | undefined;
  readonly children: Readonly<Record<string, Child<pulumi.CustomResource>>>;
  readonly timeouts: pulumi.CustomTimeouts | undefined;
  /** Rejects when nothing of the program may be written. */
  readonly gate: Promise<void>;
}

/** Kinds whose replicas take over what a retired cluster served. */
const workloads = ["Deployment", "StatefulSet", "ReplicaSet", "DaemonSet"];

const defaultWithinMs = 600_000;

/**
 * While a cluster is being retired, holds the update back, and with it every deletion, until all
 * replicas on the other clusters are ready: the engine itself only waits until a Deployment is
 * available, which is before its last replica is. When they do not become ready in the time of
 * `customTimeouts.update` (10 minutes without) the update fails and nothing leaves the retired cluster.
 */
export async function holdUntilReady(retirement: Retirement): Promise<void> {
  const { members, plan, component } = retirement;
  if (isPreview() || !workloads.includes(plan.kind)) return;
  const retired = members.filter(({ retire }) => retire);
  if (retired.length === 0) return;
  await holdingOpen(async () => {
    await retirement.gate;
    const leaving = await leavingOf(retirement, retired);
    if (leaving.length === 0) return;
    await Promise.all(
      Object.keys(retirement.children).map((name) => becomeReady(retirement, name)),
    );
    const ready = `all replicas of ${plan.kind} ${plan.name} are ready elsewhere`;
    await pulumi.log.info(`${ready}; it leaves ${leaving.join(", ")}`, component);
  });
}

/** The retired clusters that still have an object of the component. */
async function leavingOf(
  { component, name }: Retirement,
  retired: readonly WatchedCluster[],
): Promise<string[]> {
  const [state, parent] = await Promise.all([stackState(), knownText(component.urn)]);
  return retired
    .map((cluster) => cluster.name)
    .filter(
      (cluster) =>
        parent !== undefined && hasChild(state, { parent, name: childName(name, cluster) }),
    );
}

async function becomeReady(retirement: Retirement, cluster: string): Promise<void> {
  const { component, plan, members, children, scope, timeouts } = retirement;
  const child = children[cluster];
  const member = members.find(({ name }) => name === cluster);
  if (child === undefined || member === undefined) return;
  const subject = `${plan.kind} ${plan.name} on member cluster "${cluster}"`;
  const fail = (why: string) => {
    const message = `${subject}: ${why}; nothing leaves the retired cluster`;
    return refusal(message, component);
  };
  const deferred = await child.deferred;
  if (deferred !== undefined) throw fail(deferred);
  // The resource's id is known when the update of its object has ended.
  await knownText(pulumi.output(child.resource).id);
  const there = reached(await probeOf(member));
  if (there === undefined) {
    throw fail("whether its replicas are ready cannot be asked, its cluster was not reached");
  }
  const withinMs = parseDuration(timeouts?.update ?? "") ?? defaultWithinMs;
  try {
    await waitUntilReady({ cluster: there, key: { ...plan, scope }, withinMs });
  } catch (error) {
    throw fail(messageOf(error));
  }
}
