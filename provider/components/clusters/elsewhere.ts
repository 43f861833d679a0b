import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { compareText } from "../../core/plain/text";
import { clusterStatus } from "../../core/status/clusterStatus";
import { declareFindings, refusal } from "../../engine/program";
import { ownMember } from "../../engine/state/stateIdentities";
import { stackState } from "../../engine/state/stackState";
import type { MemberConnection } from "./memberConnection";

/** What a cluster has here that another shard has: nothing but its place in the plan. */
export function connectElsewhere(
  cluster: pulumi.Resource & {
    readonly name: string;
    readonly region: string | undefined;
    readonly zones: readonly string[];
  },
  shard: string,
): MemberConnection {
  const { name, region, zones } = cluster;
  const subject = `KubeFedCluster "${name}"`;
  void declareFindings(cluster, subject, movedIssues(name, shard));
  const notProbed = `it is in shard "${shard}", which asks it`;
  return {
    status: pulumi.output(clusterStatus({ notProbed, stated: { region, zones } })),
    kubeconfig: undefined,
    context: undefined,
    // `withoutProvider` says what is wrong where somebody uses it.
    provider: undefined as never,
    identity: Promise.resolve(undefined),
  };
}

/** What is wrong with the arguments of a cluster that is elsewhere. */
export function elsewhereIssues(
  { elsewhere, join }: { readonly elsewhere?: unknown; readonly join?: unknown },
  ways: readonly string[],
): Issue[] {
  const given = [...ways, ...(join === undefined ? [] : ["join"])];
  const message = `a cluster of another shard has no credentials here; given: ${given.join(" and ")}`;
  return [
    ...(typeof elsewhere === "string" && elsewhere !== ""
      ? []
      : [
          {
            code: "not-plain" as const,
            path: "elsewhere",
            message: "must be the name of a shard, known at preview",
          },
        ]),
    ...(given.length > 0 ? [{ code: "cluster-credentials" as const, path: "", message }] : []),
  ];
}

/** Without its provider the engine would delete all that this stack has there, and the other shard would be refused. */
async function movedIssues(name: string, shard: string): Promise<Issue[]> {
  const state = await stackState().catch(() => undefined);
  if (state === undefined || !ownMember(state, name)) return [];
  const message = `it is in shard "${shard}" now, and this stack has it and its objects; a cluster stays in its shard: export it with the shard that it had, or take it out of the fleet in one update and in again in a later one`;
  return [{ code: "cluster-moved", path: "elsewhere", message }];
}

/** Lets the provider of a cluster of another shard say that there is none, to whoever uses it. */
export function withoutProvider(
  cluster: { readonly name: string; readonly provider: k8s.Provider },
  shard: string,
): void {
  const get = (): never => {
    throw refusal(
      `KubeFedCluster "${cluster.name}" is in shard "${shard}": it has no provider in this stack; leave out what has a value for elsewhere`,
    );
  };
  // Not enumerable, because the runtime looks through all that a value has.
  Object.defineProperty(cluster, "provider", { get, enumerable: false, configurable: true });
}

/**
 * What is wrong where something is made of the live addresses of a federated object: a shard does not know those on the
 * clusters of other shards, so that it would publish a part as if it were all, and every shard would write the same.
 */
export function ownClustersOnly(
  {
    plan,
    clusters,
  }: {
    readonly plan: PropagationPlan;
    readonly clusters: readonly { readonly name: string; readonly elsewhere: string | undefined }[];
  },
  of: {
    readonly path: string;
    /** What has to be done where it is on clusters of several shards. */
    readonly instead: string;
  },
): Issue[] {
  const selected = new Set(plan.clusters.flatMap((each) => (each.selected ? each.cluster : [])));
  const others = clusters
    .flatMap(({ name, elsewhere }) => (elsewhere === undefined ? [] : [{ name, elsewhere }]))
    .filter(({ name }) => selected.has(name))
    .sort((a, b) => compareText(a.name, b.name));
  const [first] = others;
  if (first === undefined) return [];
  const more = others.length > 1 ? ` and ${others.length - 1} more` : "";
  const message = `${plan.kind} ${plan.name} is on clusters of other shards too: "${first.name}" (shard "${first.elsewhere}")${more}; this stack does not know its addresses there, and each shard would write the same; ${of.instead}, or place it on clusters of one shard and declare this in that shard alone`;
  return [{ code: "plan-unsupported", path: of.path, message }];
}

/** How records of a whole fleet are written by one. */
export const recordsInstead =
  "let each shard export its addresses from the status, and write them by a DomainRecord in a stack of its own";
