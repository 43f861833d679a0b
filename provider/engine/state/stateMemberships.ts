import type * as pulumi from "@pulumi/pulumi";
import { formerUrn } from "./formerUrn";
import { knownText } from "../knownText";
import { customType, otherCustomType } from "../served/customType";
import { parseUrn } from "../../core/kinds/urn";
import { stackState } from "./stackState";
import { describeAccess } from "../../adapters/kubernetes/kubeconfig/access";

/** The membership of a cluster: what it is made with. */
export interface SoughtMembership {
  readonly parent: pulumi.Resource;
  readonly clusterName: string;
  readonly hostClusterName: string;
  readonly namespace: string;
  readonly adminKubeconfig: pulumi.Output<string>;
  readonly context: string | undefined;
}

/** Where the stack had a membership before: the same names, at the same API server. */
export function formerMembershipUrn(sought: SoughtMembership): Promise<string | undefined> {
  const { parent, clusterName, hostClusterName, namespace } = sought;
  return formerUrn({
    parent,
    type: customType("ClusterMembership"),
    otherType: otherCustomType("ClusterMembership"),
    name: clusterName,
    isIt: async (known) =>
      known.clusterName === clusterName &&
      known.hostClusterName === hostClusterName &&
      known.namespace === namespace &&
      serverOf(known.adminKubeconfig, known.context) ===
        serverOf(await knownText(sought.adminKubeconfig), sought.context),
  });
}

/** A kubeconfig that cannot be read has a server like no other. */
function serverOf(kubeconfig: unknown, context: unknown): unknown {
  if (typeof kubeconfig !== "string") return NaN;
  try {
    return describeAccess(kubeconfig, typeof context === "string" ? context : undefined)
      .apiEndpoint;
  } catch {
    return NaN;
  }
}

/** The names that make a membership the same one. */
export interface MembershipNames {
  readonly clusterName: string;
  readonly hostClusterName: string;
  readonly namespace: string;
}

/** What the stack's last update left of a membership, wherever it was declared; undefined for a new one. */
export async function formerMembership(
  names: MembershipNames,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  for (const [urn, known] of await stackState()) {
    const isIt =
      /\bClusterMembership$/.test(parseUrn(urn).type) &&
      known.clusterName === names.clusterName &&
      known.hostClusterName === names.hostClusterName &&
      known.namespace === names.namespace;
    if (isIt) return known;
  }
  return undefined;
}
