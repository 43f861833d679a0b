import type { Scope } from "../kinds/federatedTypes";
import type { MemberCluster, Override, Placement } from "../model";
import type { Scheduling } from "../scheduling/scheduling";

/** One federated object and everything that decides what its member clusters get. */
export interface PropagationRequest {
  readonly kind: string;
  /** `template.apiVersion` wins over it. */
  readonly apiVersion: string;
  /** The object's name on every cluster. */
  readonly name: string;
  /** Left out of objects that belong to the whole cluster. */
  readonly namespace?: string;
  /** @default that of the kind */
  readonly scope?: Scope;
  /** A map whose values may be anything; `apiVersion`, `kind`, name and namespace are set by the planner. */
  readonly template?: unknown;
  readonly clusters: readonly MemberCluster[];
  readonly placement?: Placement | null;
  /** The placement of the federated namespace around the object. @default no bound */
  readonly namespacePlacement?: Placement | null;
  readonly overrides?: readonly Override[];
  readonly scheduling?: Scheduling;
  /** JSON pointer of the replica count. @default that of the kind */
  readonly replicasPath?: string;
  /** Key of the label put on every object with value "true"; false: none. @default "pulumi-kubefed/managed" */
  readonly managedLabel?: string | false;
  /** Fields that the member cluster owns, besides those of the kind. */
  readonly retain?: readonly string[];
  /** @default false */
  readonly retainReplicas?: boolean;
}
