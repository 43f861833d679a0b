import type * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { isMissing, reached } from "../../observe/objects/memberObject";
import { probeOf } from "../../engine/probes";
import type { WatchedCluster } from "../clusters/clusterAvailability";
import { declareFindings } from "../../engine/program";

/** A workload that somebody else must have made on every selected cluster. */
export interface TargetPresence {
  readonly component: pulumi.ComponentResource;
  readonly subject: string;
  readonly plan: PropagationPlan;
  readonly members: readonly WatchedCluster[];
}

/**
 * Lets the program's gate wait until it is known whether the workload is there. A patch of what is not
 * there would be refused half way, with an error that speaks of missing fields.
 */
export function declareTarget(target: TargetPresence): Promise<void> {
  const { component, subject, plan } = target;
  const planned = plan.clusters.filter(({ object }) => object !== undefined);
  const found = Promise.all(planned.map(({ cluster }) => findIssues(target, cluster)));
  return declareFindings(
    component,
    subject,
    found.then((all) => all.flat()),
  );
}

async function findIssues({ plan, members }: TargetPresence, cluster: string): Promise<Issue[]> {
  const member = members.find(({ name }) => name === cluster);
  const there = member === undefined ? undefined : reached(await probeOf(member));
  if (there === undefined || !(await isMissing({ cluster: there, key: plan }))) return [];
  const object = `${plan.kind} ${plan.namespace ?? "default"}/${plan.name}`;
  const message = `${object} does not exist on "${cluster}"; have it made there, leave the cluster out by placement, or let the preference depend on what makes it (dependsOn)`;
  return [{ code: "target-missing", path: `target.clusters["${cluster}"]`, message }];
}
