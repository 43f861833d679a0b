import * as pulumi from "@pulumi/pulumi";
import {
  errorsOf,
  formatIssues,
  groupByName,
  type HostAddresses,
  type NamedRecords,
  type RecordPlan,
  warningsOf,
} from "../core";
import { lookUpHosts } from "../observe/hostAddresses";

/** The component that a plan is made for, and its name in messages. */
export interface PlannedComponent {
  readonly component: pulumi.ComponentResource;
  readonly subject: string;
}

/**
 * Finishes a plan: looks up the hosts of load balancers where a name cannot be their alias, shows the
 * warnings, and fails with all errors at once.
 */
export async function settlePlan(
  { component, subject }: PlannedComponent,
  plan: (addresses: HostAddresses) => RecordPlan,
): Promise<RecordPlan> {
  const first = plan({});
  const needsAddresses = first.issues.some(({ code }) => code === "dns-unresolved-host");
  const settled = needsAddresses ? plan(await lookUpHosts(hostsOf(first))) : first;
  for (const warning of warningsOf(settled.issues)) {
    void pulumi.log.warn(`${subject}: ${warning.message}`, component);
  }
  const errors = errorsOf(settled.issues);
  if (errors.length > 0) throw new pulumi.RunError(formatIssues(subject, errors));
  return settled;
}

function hostsOf({ dns }: RecordPlan): string[] {
  const hosts = dns.flatMap(({ loadBalancer = [] }) =>
    loadBalancer.flatMap(({ hostname }) => hostname ?? []),
  );
  return [...new Set(hosts)];
}

/** What each name holds; a bug of ours if a name was not announced. */
export function recordsOf(
  { endpoints }: RecordPlan,
  names: readonly string[],
): readonly NamedRecords[] {
  const records = groupByName(endpoints);
  const stray = records.find(({ dnsName }) => !names.includes(dnsName));
  if (stray === undefined) return records;
  throw new Error(`bug in kubefed: "${stray.dnsName}" was not announced; please report it`);
}
