import type * as pulumi from "@pulumi/pulumi";
import type { StagedUpdateStrategy } from "../stages/stagedUpdateStrategy";
import type { ClusterOverride, LabelSelector } from "../../core/model";

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
  /** The cluster that it is for. */
  clusterName?: string;
  /** The clusters that it is for, by their labels. */
  clusterSelector?: LabelSelector;
  /** JSON patch operations; `op` is `replace` where it is not given. */
  clusterOverrides?: readonly ClusterOverride[];
  /** Part of a template, laid over it; lists with a merge key in Kubernetes are merged by that key. */
  merge?: MergePatch<Template>;
}

/** What every federated component takes. */
export interface FederatedSettings<Template> {
  /** Changes per cluster, applied in order. */
  overrides?: readonly OverrideArgs<Template>[];
  /** Fields that the member cluster owns: JSON pointers or Pulumi property paths. */
  retain?: readonly string[];
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
  /** Key of the label that marks the objects, or false for none. @default "pulumi-kubefed/managed" */
  managedLabel?: string | false;
  /** How an update goes through the clusters. @default that of its namespace, else all clusters at once */
  stagedUpdate?: StagedUpdateStrategy;
}
