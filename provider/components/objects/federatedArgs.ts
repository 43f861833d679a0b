import type { Placement } from "../../core/model";
import type { FederatedNamespace } from "./federatedNamespace";
import type { FederatedSettings } from "./federatedSettings";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import type { SchedulingArgs } from "./schedulingArgs";

/**
 * Where an object lives: on `clusters` (then `placement` is required), or wherever a
 * `FederatedNamespace` is, narrowed by `placement`.
 */
export type WhereArgs =
  | {
      /** The fleet that the placement chooses from. Not together with a federated namespace. */
      clusters: readonly KubeFedCluster[];
      /** Which of the clusters. In a federated namespace it narrows that one's. @default wherever the namespace is */
      placement: Placement;
      /** A federated namespace, whose clusters and placement bound it; or, with `clusters`, the name of any. */
      namespace?: string;
    }
  | {
      /** A federated namespace, whose clusters and placement bound it; or, with `clusters`, the name of any. */
      namespace: FederatedNamespace;
      /** Which of the clusters. In a federated namespace it narrows that one's. @default wherever the namespace is */
      placement?: Placement;
      clusters?: undefined;
    };

/**
 * Arguments of a federated component: what, where, and how it differs per cluster; `Scheduling` is what
 * can be divided of it.
 */
export type FederatedArgs<
  Template,
  Scheduling = SchedulingArgs<Template>,
> = FederatedSettings<Template> &
  Scheduling &
  WhereArgs & {
    /** The object, the same everywhere but for the overrides; values in it may be Outputs. */
    template: Template;
  };
