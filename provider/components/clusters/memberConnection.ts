import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterStatus } from "../../core/status/clusterStatus";
import { probeOf } from "../../engine/probes";
import { currentRun } from "../../engine/run";
import { probeWith } from "../../observe/probe";
import {
  askingOf,
  type AvailabilityArgs,
  keepingProviderArgs,
  watchCluster,
  type WatchedCluster,
} from "./clusterAvailability";
import { type JoinArgs, joinMember } from "./joinMember";
import { identify, type MemberIdentity } from "./memberIdentity";
import { memberProvider, type OwnProvider, readOwnProvider } from "./memberProvider";

/** A cluster's arguments, as far as reaching it goes. */
interface ConnectedArgs extends AvailabilityArgs {
  readonly kubeconfig?: pulumi.Input<string> | pulumi.Input<Record<string, unknown>>;
  readonly context?: string;
  readonly provider?: k8s.Provider;
  readonly identity?: string;
  readonly join?: JoinArgs;
}

/** A member cluster on its way to being reached. */
interface ConnectingMember extends Omit<WatchedCluster, "memberKubeconfig"> {
  readonly memberKubeconfig?: WatchedCluster["memberKubeconfig"];
}

/** How a member is reached, and what is known of it. */
export interface MemberConnection {
  /** How it is, asked in this run. */
  readonly status: pulumi.Output<ClusterStatus>;
  /** The kubeconfig in use; absent with a provider of the user's own. */
  readonly kubeconfig: pulumi.Output<string> | undefined;
  readonly context: string | undefined;
  readonly provider: k8s.Provider;
  /** Which cluster it is, for the stack to know. */
  readonly identity: Promise<string | undefined>;
}

/**
 * Asks a member how it is and which it is, joins it where that is wanted, and makes its provider. All that is
 * written with its credentials waits until they are known to lead to the member's own cluster.
 */
export function connectMember(
  cluster: pulumi.ComponentResource & ConnectingMember,
  given: {
    readonly args: ConnectedArgs;
    /** What was given, or read from the file that was named. */
    readonly kubeconfig: ConnectedArgs["kubeconfig"];
    readonly gate: Promise<void>;
  },
): MemberConnection {
  const { args, gate } = given;
  const { name } = cluster;
  const own = args.provider && readOwnProvider(args.provider);
  if (own !== undefined) currentRun().ownAccess.set(name, own.text);
  const kubeconfig = kubeconfigOf(given.kubeconfig);
  // Also before it is joined, and while its membership waits to hear that all is well.
  const status = watchCluster(cluster, { ...args, probeKubeconfig: kubeconfig ?? own?.text });
  const asked = kubeconfig ?? own?.text;
  const identity = identifyMember(cluster, { args, kubeconfig: asked, gate });
  const { settled } = identity;
  const joined = joinMember(cluster, { name, args, kubeconfig, gate: settled });
  // The kubeconfig that joining gives has one context of its own.
  const context = joined === undefined ? args.context : undefined;
  const used = { kubeconfig: joined ?? kubeconfig, context };
  return {
    ...used,
    status,
    provider: createProvider(cluster, { args, own, settled, ...used }),
    identity: identity.registered,
  };
}

function identifyMember(
  cluster: pulumi.ComponentResource & ConnectingMember,
  of: {
    readonly args: ConnectedArgs;
    readonly kubeconfig: pulumi.Output<string | undefined> | undefined;
    readonly gate: Promise<void>;
  },
): MemberIdentity {
  const { name } = cluster;
  const { args, kubeconfig, gate } = of;
  const accepted = typeof args.identity === "string" ? args.identity : undefined;
  if (accepted !== undefined) currentRun().accepted.set(name, accepted);
  return identify({
    cluster,
    name,
    accepted,
    kubeconfig,
    gate,
    probe: probeOf(cluster),
    askLate: (text) => probeWith(askingOf(args, name), text),
  });
}

function createProvider(
  parent: pulumi.ComponentResource & ConnectingMember,
  made: Pick<MemberConnection, "kubeconfig" | "context"> & {
    readonly args: ConnectedArgs;
    readonly own: OwnProvider | undefined;
    readonly settled: Promise<void>;
  },
): k8s.Provider {
  const { args, own, settled, kubeconfig, context } = made;
  const { name } = parent;
  if (args.provider === undefined) {
    const settings = keepingProviderArgs(args);
    return memberProvider({ parent, name, kubeconfig, context, settings, settled });
  }
  // Known by its URN alone; there is nothing that another one could be made of.
  if (own === undefined) return args.provider;
  return memberProvider({ parent, name, kubeconfig: undefined, own, settled });
}

function kubeconfigOf(given: ConnectedArgs["kubeconfig"]): pulumi.Output<string> | undefined {
  if (given === undefined) return undefined;
  const known: pulumi.Output<unknown> = pulumi.output(given);
  return pulumi.secret(
    known.apply((config) => (typeof config === "string" ? config : JSON.stringify(config))),
  );
}
