import type * as pulumi from "@pulumi/pulumi";
import type { ClusterOverride, LabelSelector } from "../../core/model";
import type { HorizontalPodAutoscalerPreference } from "../preferences/horizontalPodAutoscalerPreference";
import type { JobSchedulingPreference } from "../preferences/jobSchedulingPreference";
import type { ReplicaSchedulingPreference } from "../preferences/replicaSchedulingPreference";
import type { Scale } from "./scale";

/** What divides numbers of an object over the clusters it is on. */
export type SchedulingPreference =
  HorizontalPodAutoscalerPreference | JobSchedulingPreference | ReplicaSchedulingPreference;

/** A template of which every map may be partial, at every depth; `null` removes a field. */
export type MergePatch<T> = T extends pulumi.OutputInstance<unknown> | Promise<unknown>
  ? T
  : T extends (infer Item)[]
    ? MergePatch<Item>[]
    : T extends object
      ? { [Key in keyof T]?: MergePatch<T[Key]> | null }
      : T;

/** What changes on the clusters that `clusterName` or `clusterSelector` picks. */
export interface OverrideArgs<Template> {
  clusterName?: string;
  clusterSelector?: LabelSelector;
  /** JSON patch operations; `op` is `replace` where it is not given. */
  clusterOverrides?: ClusterOverride[];
  /** Part of a template, laid over it; lists with a merge key in Kubernetes are merged by that key. */
  merge?: MergePatch<Template>;
}

/** What every federated component takes. */
export interface FederatedSettings<Template> {
  /** Changes per cluster, applied in order. */
  overrides?: OverrideArgs<Template>[];
  /** Fields that the member cluster owns: JSON pointers or Pulumi property paths. */
  retain?: string[];
  /** Leaves `spec.replicas` to the member cluster, for workloads under its autoscaler. @default false */
  retainReplicas?: boolean;
  /**
   * Takes over objects that exist already, keeping their uid; fields that others own are taken too. While it
   * is set, objects that leave the program stay on their clusters; the option `retainOnDelete: false`
   * deletes them.
   * Without it an object that is not this stack's is reported before anything is written.
   * @default false
   */
  adopt?: boolean;
  /**
   * For a Namespace or a CustomResourceDefinition: deleting it takes along what others have in it. Without it
   * such objects are named, and nothing is deleted. @default false
   */
  deleteContents?: boolean;
  /** Divides replicas, a Job's work or an autoscaler's limits over the selected clusters. */
  scheduling?: SchedulingPreference;
  /** Where the replica count is, so that a preference can drive the object. @default that of its kind, if any */
  scale?: Scale;
  /** Key of the label that marks the objects, or false for none. @default "pulumi-kubefed/managed" */
  managedLabel?: string | false;
}
