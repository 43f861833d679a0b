/*
 * Rules over a whole fleet: what a preview or an update makes of it, judged by numbers. Each rule is a
 * function from the fleet to findings; `rules.ts` has them all.
 */

import type { KubeObject } from "../model";
import type { PolicyRule } from "../membership/rules";
import { mapAt } from "../plain/fields";
import { compareText } from "../plain/text";
import { plainText } from "../plain/plainText";

/** What stands in an object for a value that is known only after the update. */
export const unknownValue = "[known after apply]";

/** How a member is reached: by what joining made, or by the program's own credentials as they are. */
export type MemberAccess =
  | { readonly isJoined: false }
  | {
      readonly isJoined: true;
      readonly scope: string;
      /** Absent for everything that the scope allows. */
      readonly rules?: readonly PolicyRule[];
    };

/** A member cluster, as far as rules ask for it. */
export interface RuledMember {
  readonly name: string;
  readonly urn: string;
  readonly region?: string;
  /** Undefined where it is known only after the update. */
  readonly access: MemberAccess | undefined;
}

/** An object on one member cluster. */
export interface RuledCopy {
  readonly cluster: string;
  readonly object: KubeObject;
}

/** One object, on all clusters that have it. */
export interface RuledObject {
  readonly title: string;
  readonly kind: string;
  /** `"default"` where the object says none. */
  readonly namespace: string;
  readonly name: string;
  /** Of the component that makes it, or of the object itself. */
  readonly urn: string;
  /** Whether a federated component makes it. */
  readonly isFederated: boolean;
  /** Sorted by cluster. */
  readonly copies: readonly RuledCopy[];
  /**
   * By property path, the clusters on which the program gives a secret there; undefined where that is known
   * only after the update. Absent where nobody says what is secret, as of a chart's objects.
   */
  readonly secretFields?: Readonly<Record<string, readonly string[] | undefined>>;
}

/** All that rules judge. */
export interface RuledFleet {
  /** Sorted by name. */
  readonly members: readonly RuledMember[];
  /** Sorted by title. */
  readonly objects: readonly RuledObject[];
  /** The Services that have a DNS record, as `namespace/name`. */
  readonly recorded: readonly string[];
}

/** What a rule has to say of one object or member. */
export interface PolicyFinding {
  readonly urn: string;
  /** A sentence with its numbers, the object's title first. */
  readonly message: string;
  /** Whether it cannot be judged before the update: only said, whatever the rule's level. */
  readonly isOpen?: boolean;
}

/** What every rule can be told besides its own settings. */
export interface ExceptArgs {
  /** What the rule passes over: objects as `namespace/name`, members by name. @default nothing */
  readonly except?: readonly string[];
}

/** Whether a rule passes over an object. */
export function isExcepted({ except = [] }: ExceptArgs, object: RuledObject): boolean {
  return except.includes(`${object.namespace}/${object.name}`);
}

const workloadKinds: readonly string[] = ["Deployment", "ReplicaSet", "StatefulSet"];

/** The objects that run a number of equal pods and that a rule does not pass over. */
export function workloadsOf(fleet: RuledFleet, rule: ExceptArgs): RuledObject[] {
  return fleet.objects.filter(
    (object) => workloadKinds.includes(object.kind) && !isExcepted(rule, object),
  );
}

/** The replicas of a copy, 1 where it says nothing as Kubernetes has it; undefined for not known yet. */
export function replicasOf({ object }: RuledCopy): number | undefined {
  const { replicas = 1 } = mapAt(object, "spec");
  return typeof replicas === "number" ? replicas : undefined;
}

/** The replicas of a workload by cluster, and in all; undefined where one number is not known yet. */
export function replicasByCluster(
  workload: RuledObject,
): { readonly total: number; readonly by: readonly (readonly [string, number])[] } | undefined {
  const by: [string, number][] = [];
  for (const copy of workload.copies) {
    const replicas = replicasOf(copy);
    if (replicas === undefined) return undefined;
    if (replicas > 0) by.push([copy.cluster, replicas]);
  }
  return { total: by.reduce((sum, [, replicas]) => sum + replicas, 0), by };
}

/** The replicas by region, sorted; `""` for clusters that have none. */
export function replicasByRegion(
  fleet: RuledFleet,
  by: readonly (readonly [string, number])[],
): [string, number][] {
  const sums = new Map<string, number>();
  for (const [cluster, replicas] of by) {
    const region = fleet.members.find(({ name }) => name === cluster)?.region ?? "";
    sums.set(region, (sums.get(region) ?? 0) + replicas);
  }
  return [...sums].sort(([a], [b]) => compareText(a, b));
}

/** What a rule says where the number of replicas is not known before the update. */
export function unknownReplicas(workload: RuledObject): PolicyFinding {
  const message = `${workload.title}: its number of replicas is known only after the update`;
  return { urn: workload.urn, message, isOpen: true };
}

/**
 * `2 of 3 clusters (eu-west, us-east)`, as it is said of an object's clusters.
 *
 * @example
 * someOf(["eu-west"], 3)
 * //=> "1 of 3 clusters (eu-west)"
 */
export function someOf(clusters: readonly string[], all: number): string {
  const names = clusters.map(plainText).join(", ");
  return `${clusters.length} of ${all} ${all === 1 ? "cluster" : "clusters"} (${names})`;
}
