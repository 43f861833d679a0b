/*
 * Programs from other systems' objects. `kubefed/` and `karmada/` know what those would have done,
 * `program/` and `project/` print, `proof/` compares. Only the command line loads it.
 */

import type { ReplicaScheduling } from "../core/scheduling/replicaScheduling";
import type { IngressSpec } from "../core/ingress/model";
import type { Scope } from "../core/kinds/federatedTypes";
import type { KubeObject, MemberCluster, Override, Placement } from "../core/model";

/** One federated object that a program shall declare, whatever system it comes from. */
export interface Declaration {
  readonly kind: string;
  readonly apiVersion: string;
  readonly scope: Scope;
  readonly name: string;
  /** Absent for objects that belong to the whole cluster. */
  readonly namespace?: string;
  /** The object without apiVersion, kind, name and namespace. */
  readonly template: KubeObject;
  readonly placement: Placement;
  readonly overrides: readonly Override[];
  readonly scheduling?: ReplicaScheduling;
  readonly replicasPath?: string;
  readonly retainReplicas?: boolean;
  /** Deletion leaves the objects on the member clusters. */
  readonly retainOnDelete?: boolean;
}

/** Names in DNS that a program shall declare beside a declaration. */
export interface RecordDeclaration {
  readonly component: "ServiceDNSRecord" | "IngressDNSRecord";
  /** The key of the Service or Ingress that it is of. */
  readonly target: string;
  /** Its other arguments, plain. */
  readonly args: KubeObject;
}

/** An Ingress over all clusters that a program shall declare beside the Services that it leads to. */
export interface IngressDeclaration {
  readonly name: string;
  readonly namespace: string;
  /** The keys of the Services. */
  readonly services: readonly string[];
  readonly spec: IngressSpec;
  /** Where clusters are asked whether they work. @default a connection is enough */
  readonly healthPath?: string | undefined;
  /** The names of certificates, which the configuration holds. */
  readonly certificates: readonly string[];
  readonly redirectToHttps: boolean;
  /** Whether a Service is reached at nodes, whose addresses the configuration holds. */
  readonly isOnNodes: boolean;
}

/** What the system of before would have on one member cluster for one declaration. */
export interface Expectation {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly cluster: string;
  /** Absent: nothing is there, and `reason` says why. */
  readonly object?: KubeObject;
  readonly reason: string;
  /**
   * Why the input does not tell what is there, and what would; `object` is only the likeliest then.
   * @default it is known
   */
  readonly unknown?: string;
}

/** Something a person must know: what is not carried over, or not as it was. */
export interface MigrationNote {
  /** Which object of the input, such as `FederatedSecret shop/db`. */
  readonly source: string;
  readonly sort: "left out" | "changed" | "assumed";
  readonly message: string;
}

/** The systems that a migration can come from. */
export type MigrationSource = "kubernetes" | "kubefed" | "kubemci" | "karmada";

/** A migration as data: what to declare, what the system of before would have, what to know. */
export interface Migration {
  readonly system: MigrationSource;
  /** Empty: the program reads its member clusters from its configuration. */
  readonly clusters: readonly MemberCluster[];
  /** In the order in which the program declares them. */
  readonly declarations: readonly Declaration[];
  /** @default none */
  readonly records?: readonly RecordDeclaration[];
  /** @default none */
  readonly ingresses?: readonly IngressDeclaration[];
  readonly expectations: readonly Expectation[];
  readonly notes: readonly MigrationNote[];
  /**
   * What was taken for granted of the whole input, and what would prove it. Nothing is proved then.
   * @default nothing
   */
  readonly assumptions?: readonly string[];
  /** The objects that the system of before knew, by `keyOf`, whether or not the program declares them. */
  readonly known?: readonly string[];
}

/** How an object is called in notes and verdicts: `Deployment shop/web`. */
export function titleOf(object: {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}): string {
  const { kind, name, namespace } = object;
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** Tells objects apart across API groups; `titleOf` is for people. */
export function keyOf(object: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}): string {
  return `${object.apiVersion.split("/").slice(0, -1).join("")}/${titleOf(object)}`;
}
