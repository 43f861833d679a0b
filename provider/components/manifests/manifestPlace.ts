import { errorsOf, type Issue } from "../../core/issue";
import type { Placement } from "../../core/model";
import { selectClusters } from "../../core/placement/placement";
import type { WhereArgs } from "../objects/federatedArgs";
import { FederatedNamespace } from "../objects/federatedNamespace";
import type { Members } from "../declare/fleet";
import { membersOf } from "../declare/members";

/** Where all objects of a manifest go. */
export interface ManifestPlace extends Members {
  /** Its namespace, where that is a federated one. */
  readonly federatedNamespace: FederatedNamespace | undefined;
  readonly placement: Placement | undefined;
  /** The clusters that placement and namespace leave. */
  readonly selected: readonly string[];
  /** What is wrong with the place; each is said once, not once per object. */
  readonly issues: readonly Issue[];
}

/** Reads where the objects of a manifest go. */
export function placeManifests(args: WhereArgs): ManifestPlace {
  const where = membersOf(args);
  const placement =
    args.placement ?? (where.within === undefined ? undefined : { clusterSelector: {} });
  const { members: clusters, within } = where;
  const { selected, issues } = selectClusters({ clusters, placement, within });
  return {
    ...where,
    federatedNamespace: FederatedNamespace.isInstance(args.namespace) ? args.namespace : undefined,
    placement,
    selected,
    // That nothing is selected is for the objects to say, in their own plans.
    issues: [...where.issues, ...errorsOf(issues)],
  };
}
