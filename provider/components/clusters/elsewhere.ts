import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import { clusterStatus } from "../../core/status/clusterStatus";
import { declareFindings } from "../../engine/program";
import { ownMember } from "../../engine/shards/ownMember";
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
    provider: noProvider(subject, shard),
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

/** Says what is wrong where somebody uses it. */
function noProvider(subject: string, shard: string): k8s.Provider {
  const refuse = (): never => {
    throw new pulumi.RunError(
      `${subject} is in shard "${shard}": it has no provider in this stack; leave out what has a value for elsewhere`,
    );
  };
  const nothing: object = {};
  return new Proxy(nothing, { get: refuse, has: refuse }) as k8s.Provider;
}
