import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import type { ClusterStatus } from "../../core/status/clusterStatus";
import { readClusterStatus } from "../../observe/clusterFacts";
import { joinedKubeconfig } from "../../engine/state/joinedKubeconfig";
import { noteProbe, outageOf, probeOf } from "../../engine/probes";
import type { Probe } from "../../engine/run";
import { probeCluster } from "../../observe/probe";
import { stackState } from "../../engine/state/stackState";
import { declareFindings } from "../../engine/program";
import { recordedIdentity } from "../../engine/state/stateIdentities";

/** How a member cluster is asked whether it is there. */
export interface ClusterHealthArgs {
  /** How long an answer may take, of the probe and of every call to a kept cluster. @default 5 */
  timeoutSeconds?: number;
  /** How many probes in a row must fail before the cluster counts as unreachable. @default 1 */
  failureThreshold?: number;
}

/** What an update does about a cluster that is not there. */
export type Unreachable = "fail" | "keep";

/** What a member cluster is told about its availability. */
export interface AvailabilityArgs {
  /**
   * What an update does while the cluster cannot be reached. `"fail"`: nothing, it says why before
   * anything is written. `"keep"`: the cluster's objects stay as they are, new ones are deferred, and
   * the other clusters go on. @default "fail"
   */
  unreachable?: Unreachable;
  /**
   * Drains the cluster: no placement selects it, replicas are divided over the others and must be
   * ready there before our objects leave it. @default false
   */
  retire?: boolean;
  /** How it is asked whether it is there. */
  health?: ClusterHealthArgs;
}

/** A member cluster as far as its availability goes. */
export interface WatchedCluster extends pulumi.Resource {
  readonly name: string;
  readonly region: string | undefined;
  readonly zones: readonly string[];
  readonly unreachable: Unreachable;
  readonly memberKubeconfig: pulumi.Output<string> | undefined;
}

/** How a member is asked how it is and which it is, whatever it is asked with. */
export function askingOf(args: AvailabilityArgs & { readonly context?: string }, name: string) {
  return {
    context: args.context,
    timeoutMs: timeoutSecondsOf(args) * 1000,
    failureThreshold: args.health?.failureThreshold ?? 1,
    recorded: recordedIdentity(name).catch(() => undefined),
  };
}

const defaultTimeoutSeconds = 5;

/** Asks a cluster how it is, lets the program's gate wait for the answer, and gives its status. */
export function watchCluster(
  cluster: Omit<WatchedCluster, "memberKubeconfig">,
  args: AvailabilityArgs & {
    readonly context?: string;
    /** What it is asked with; absent where it cannot be read. */
    readonly probeKubeconfig: pulumi.Output<string | undefined> | undefined;
    /** Present where it is to be joined, and may have been before. */
    readonly join?: unknown;
  },
): pulumi.Output<ClusterStatus> {
  const probe = probeCluster({
    ...askingOf(args, cluster.name),
    kubeconfig: args.probeKubeconfig,
    joined: args.join === undefined ? undefined : lastJoined(cluster.name),
  });
  if (!noteProbe(cluster.name, probe)) {
    void declareFindings(cluster, titleOf(cluster), Promise.resolve([twice(cluster.name)]));
  }
  void probe.then((known) => warnOfOutage(cluster, known));
  void declareReach(cluster);
  const { region, zones } = cluster;
  return pulumi.output(probe.then((known) => readClusterStatus(known, { region, zones })));
}

/** A state that cannot be read says nothing about a cluster; the kubeconfig given is asked all the same. */
function lastJoined(name: string): Promise<string | undefined> {
  return stackState().then(
    (state) => joinedKubeconfig(state, name),
    () => undefined,
  );
}

/** Lets the program's gate wait until it is known whether the cluster is there; refuses to go on without it. */
export function declareReach(cluster: Omit<WatchedCluster, "memberKubeconfig">): Promise<void> {
  const found = probeOf(cluster).then((probe) => reachIssues(cluster, probe));
  return declareFindings(cluster, titleOf(cluster), found);
}

function titleOf({ name }: { readonly name: string }): string {
  return `KubeFedCluster "${name}"`;
}

/** What is known of a cluster in a run is known by its name. */
function twice(name: string): Issue {
  const message = `"${name}" is declared twice in this program; every member cluster has a name of its own`;
  return { code: "clusters-missing", path: "", message };
}

function reachIssues(cluster: { readonly unreachable: Unreachable }, probe: Probe): Issue[] {
  const outage = outageOf(probe);
  if (outage === undefined || cluster.unreachable === "keep") return [];
  const message = `${outage}; start it, mend its credentials, or set unreachable: "keep" to update the others meanwhile`;
  return [{ code: "cluster-unreachable", path: "", message }];
}

async function warnOfOutage(
  cluster: Omit<WatchedCluster, "memberKubeconfig">,
  probe: Probe,
): Promise<void> {
  const outage = outageOf(probe);
  if (outage === undefined || cluster.unreachable !== "keep") return;
  const consequence = "its objects are kept as they are, new ones are deferred until it is back";
  await pulumi.log.warn(`${titleOf(cluster)}: ${outage}; ${consequence}`, cluster);
}

/** What its provider needs so that a kept cluster's objects survive its absence, in bounded time. */
export function keepingProviderArgs(args: AvailabilityArgs) {
  if (args.unreachable !== "keep") return {};
  return {
    skipUpdateUnreachable: true,
    kubeClientSettings: { timeout: timeoutSecondsOf(args) },
  };
}

/** What is wrong with the arguments about availability. */
export function validateAvailability(
  args: AvailabilityArgs & { readonly provider?: unknown },
): Issue[] {
  const { unreachable, retire, provider } = args;
  const issues = validateHealth(args);
  const refuse = (path: string, message: string) =>
    issues.push({ code: "cluster-availability", path, message });
  if (!["fail", "keep", undefined].includes(unreachable))
    refuse("unreachable", `must be "fail" or "keep", known at preview`);
  if (!["boolean", "undefined"].includes(typeof retire))
    refuse("retire", "must be true or false, known at preview");
  if (unreachable === "keep" && provider !== undefined) {
    const message = `"keep" needs kubeconfig or kubeconfigPath: the credentials of a provider of your own cannot be read, so nobody can ask whether its cluster is there`;
    refuse("unreachable", message);
  }
  return issues;
}

function validateHealth({ health }: AvailabilityArgs): Issue[] {
  return (["timeoutSeconds", "failureThreshold"] as const).flatMap((field) => {
    const value = health?.[field];
    if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= 300)) return [];
    const message = `must be a whole number from 1 to 300; came ${String(value)}`;
    return [{ code: "cluster-availability", path: `health.${field}`, message }];
  });
}

function timeoutSecondsOf({ health }: AvailabilityArgs): number {
  return health?.timeoutSeconds ?? defaultTimeoutSeconds;
}
