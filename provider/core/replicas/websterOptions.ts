/** What `algorithm: "webster"` divides by. */
export const REPLICA_STRATEGIES = ["weighted", "byCapacity", "aggregated", "duplicated"] as const;

/**
 * What replicas are divided by.
 *
 * - `weighted`: by the weights of the preferences.
 * - `byCapacity`: by how many replicas each cluster can run; one whose capacity is not known gets its
 *   minimum.
 * - `aggregated`: over as few clusters as have the room: one after the other is filled, those that keep
 *   some first, then the roomiest.
 * - `duplicated`: every cluster gets all of them.
 */
export type ReplicaStrategy = (typeof REPLICA_STRATEGIES)[number];

/** What of an earlier division stays. */
export const KEEP_MODES = ["none", "previous"] as const;

/**
 * `previous` starts from what there is: with more replicas it only adds, with fewer it only removes.
 * `none` divides as though nothing ran.
 */
export type KeepMode = (typeof KEEP_MODES)[number];

/** When replicas that moved for want of room go back. */
export const MOVE_BACK_MODES = ["never", "onDemand", "always"] as const;

/**
 * - `never`: they stay where they went.
 * - `onDemand`: they go back with the next change of the division: another total, minimum or maximum, or a
 *   cluster more or fewer.
 * - `always`: they go back as soon as there is room.
 */
export type MoveBack = (typeof MOVE_BACK_MODES)[number];

/** What to do about replicas that no cluster may take. */
export const UNPLACED_MODES = ["warn", "fail"] as const;

/** `warn` leaves them out and says so; `fail` makes the plan an error. */
export type Unplaced = (typeof UNPLACED_MODES)[number];

/** What to do where no division keeps the skew. */
export const UNSATISFIABLE_MODES = ["fail", "prefer"] as const;

/** How evenly replicas are spread over the values of one topology key. As in Kubernetes. */
export interface SpreadConstraint {
  /** `region`, `zone`, or any label of the clusters. */
  readonly topologyKey: string;
  /** How many replicas more one domain may have than another. An integer from 1. */
  readonly maxSkew: number;
  /**
   * With fewer domains than this, the least that a domain has counts as 0, so that none may have more than
   * `maxSkew`. An integer from 1. @default 1
   */
  readonly minDomains?: number;
  /**
   * `fail` makes the plan an error; `prefer` takes the smallest skew that can be had. Clusters without
   * the key get nothing under `fail`, and are not counted under `prefer`. @default "fail"
   */
  readonly unsatisfiable?: (typeof UNSATISFIABLE_MODES)[number];
}

/** Where each cluster is: its value for each topology key. */
export type Topology = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What only `algorithm: "webster"` knows. */
export interface WebsterOptions {
  /** @default "weighted" */
  readonly strategy?: ReplicaStrategy;
  /** @default "none" */
  readonly keep?: KeepMode;
  /** Matters with `rebalance`. @default "never" */
  readonly moveBack?: MoveBack;
  /**
   * Names of clusters, or `*` for all that no group names: a group gets replicas when those before it are
   * full. A cluster in none of them gets none.
   * @default one group of all clusters
   */
  readonly groups?: readonly (readonly string[])[];
  /** At most one. */
  readonly spread?: readonly SpreadConstraint[];
  /** @default "warn" */
  readonly unplaced?: Unplaced;
}
