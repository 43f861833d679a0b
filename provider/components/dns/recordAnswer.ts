import * as pulumi from "@pulumi/pulumi";
import type { RecordPlan } from "../../core/dns/policy/recordPlan";
import { type Endpoint, groupByName, type NamedRecords } from "../../core/dns/records/endpoint";
import type { ClusterDns } from "../../core/dns/records/levels";
import type { HostAddresses } from "../../core/dns/records/targets";
import { errorsOf, formatIssues, warningsOf } from "../../core/issue";
import type { DnsRecordSet } from "../../resources/recordSet/dnsRecordSet";
import { outageOf, probeOf } from "../../engine/probes";
import { type StackState, stackState } from "../../engine/state/stackState";
import { lastEndpoints, recordOwners, withLastRecords } from "../../engine/state/stateRecordSets";
import { lookUpHosts } from "../../observe/hostAddresses";
import { type Publication, publish } from "./dnsPublication";
import { refusal } from "../../engine/program";

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
  if (errors.length > 0) throw refusal(formatIssues(subject, errors));
  return settled;
}

function hostsOf({ dns }: RecordPlan): string[] {
  const hosts = dns.flatMap(({ loadBalancer = [] }) =>
    loadBalancer.flatMap(({ hostname }) => hostname ?? []),
  );
  return [...new Set(hosts)];
}

/** Who takes part in records, as KubeFed's objects said it. */
export interface RecordStatus {
  /** Each cluster's place and load balancer. */
  readonly dns: readonly ClusterDns[];
  /** By cluster and by name, why it is as it is. */
  readonly because: Readonly<Record<string, string>>;
}

/** What a component shows of its records. */
export interface PublishedPlan {
  readonly endpoints: pulumi.Output<readonly Endpoint[]>;
  readonly status: pulumi.Output<RecordStatus>;
  readonly records: Readonly<Record<string, DnsRecordSet>>;
}

/** Publishes the records of a plan. */
export function publishPlan(
  publication: Omit<Publication, "records" | "endpoints"> & {
    readonly plan: pulumi.Output<RecordPlan>;
    /** The clusters that the names are of. */
    readonly clusters: readonly { readonly name: string }[];
  },
): PublishedPlan {
  const { plan, names, dns } = publication;
  // Never an Output's value: what is in one is copied, and a state would be a map no more.
  const last = lastWhereNoneAnswers(publication);
  void last.catch(() => undefined);
  const endpoints = plan.apply(async (known) => {
    const state = await last;
    return (state && lastEndpoints(state, componentOf(publication))) ?? known.endpoints;
  });
  const records = plan.apply(async (known) => {
    const state = await last;
    const planned = recordsOf(known, names);
    if (state === undefined || !("registry" in dns)) return planned;
    const owners = await recordOwners(dns.registry.ownerId);
    return withLastRecords(planned, { state, names, owners });
  });
  return {
    endpoints,
    status: plan.apply(({ dns, because, clustersBecause }) => ({
      dns,
      because: { ...clustersBecause, ...because },
    })),
    records: publish({ ...publication, records, endpoints }),
  };
}

/** How the stack's state names the component. */
function componentOf({
  parent,
  name,
}: {
  readonly parent: pulumi.Resource;
  readonly name: string;
}) {
  const type: unknown = Reflect.get(parent, "__pulumiType");
  return { type: typeof type === "string" ? type : "", name };
}

/**
 * What the stack last published, where no cluster of the names answers: it is this machine's network that is
 * down then, or nobody can say what is; and what cannot be asked is no reason to take a name from everybody.
 */
async function lastWhereNoneAnswers(of: {
  readonly parent: pulumi.ComponentResource;
  readonly name: string;
  readonly clusters: readonly { readonly name: string }[];
}): Promise<StackState | undefined> {
  const probes = await Promise.all(of.clusters.map(probeOf));
  if (probes.length === 0 || probes.some((probe) => outageOf(probe) === undefined))
    return undefined;
  const message = `${of.name}: none of its clusters answers (${of.clusters.map(({ name }) => name).join(", ")}), so its names keep what they have`;
  await pulumi.log.warn(message, of.parent);
  return stackState();
}

/** What each name holds; a bug of ours if a name was not announced. */
function recordsOf({ endpoints }: RecordPlan, names: readonly string[]): readonly NamedRecords[] {
  const records = groupByName(endpoints);
  const stray = records.find(({ dnsName }) => !names.includes(dnsName));
  if (stray === undefined) return records;
  throw new Error(`bug in kubefed: "${stray.dnsName}" was not announced; please report it`);
}
