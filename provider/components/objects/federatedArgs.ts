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
  | { clusters: readonly KubeFedCluster[]; placement: Placement; namespace?: string }
  | { namespace: FederatedNamespace; placement?: Placement; clusters?: undefined };

/**
 * Arguments of a federated component: what, where, and how it differs per cluster; `Scheduling` is what
 * can be divided of it.
 */
export type FederatedArgs<
  Template,
  Scheduling = SchedulingArgs<Template>,
> = FederatedSettings<Template> & Scheduling & WhereArgs & { template: Template };
