/**
 * The nouns of the core, as plain data. Values inside a template or an override may be anything a
 * user can write there; whatever is not null, a primitive, an array or a plain object (a Pulumi
 * Output, say) is an opaque leaf that the core carries along and never looks into.
 */

/** A cluster that federated objects can be propagated to, as far as planning needs to know it. */
export interface MemberCluster {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly zones?: readonly string[];
  /** Whether it is being drained: no placement selects it any more. @default false */
  readonly retire?: boolean;
  /** The shard that has it, where that is another stack, which renders its objects; absent where it is this one. */
  readonly elsewhere?: string;
}

/** One expression of a Kubernetes label selector. */
export interface LabelSelectorRequirement {
  /** The key of the label. */
  readonly key: string;
  /** How its value is compared. */
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  /** The values that `In` and `NotIn` compare with. */
  readonly values?: readonly string[] | null;
}

/** A Kubernetes label selector: labels and expressions are all required. `{}` matches everything. */
export interface LabelSelector {
  /** Labels that a cluster must have. */
  readonly matchLabels?: Readonly<Record<string, string>> | null;
  /** Expressions that must hold of its labels. */
  readonly matchExpressions?: readonly LabelSelectorRequirement[] | null;
}

/**
 * Which member clusters an object goes to. `clusterNames`, even `[]`, beats `clusterSelector`;
 * `null` counts as not given; neither given selects nothing (KubeFed, placement.go).
 */
export interface Placement {
  /** The clusters by name; an empty list selects none. */
  readonly clusterNames?: readonly string[] | null;
  /** The clusters by their labels; an empty selector selects all. */
  readonly clusterSelector?: LabelSelector | null;
}

/** One JSON patch operation. `op` defaults to `replace`; `path` is a JSON pointer or dotted (2018). */
export interface ClusterOverride {
  /** What is done. @default "replace" */
  readonly op?: "add" | "remove" | "replace" | "" | null;
  /** Where: a JSON pointer such as `/data/greeting`, or the dotted form of 2018. */
  readonly path: string;
  /** The new value, of `add` and `replace`; it may be an Output. */
  readonly value?: unknown;
}

/** Changes to the template for the clusters that one name or one selector picks. */
export interface Override {
  readonly clusterName?: string | null;
  readonly clusterSelector?: LabelSelector | null;
  readonly clusterOverrides?: readonly ClusterOverride[] | null;
  /** A deep-partial of the template; `null` removes a field; lists with a merge key are merged by it. */
  readonly merge?: unknown;
}

/** How replicas are divided for one cluster, or for all others under the name `*`. */
export interface ReplicaPreference {
  /** Share of what remains after the minimums. An integer from 0. @default 0 */
  readonly weight?: number;
  /** Given before anything is divided by weight. An integer from 0. @default 0 */
  readonly minReplicas?: number;
  /** Never more than this. An integer from 0. @default no limit */
  readonly maxReplicas?: number;
}

/** Preferences by cluster name; `*` stands for every cluster that is not named. */
export type ReplicaPreferences = Readonly<Record<string, ReplicaPreference>>;

/** A Kubernetes object or a part of one. */
export type KubeObject = Readonly<Record<string, unknown>>;
