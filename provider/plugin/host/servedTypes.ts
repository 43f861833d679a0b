/*
 * What other languages have of the package beside the components that TypeScript has too: components in the place of
 * functions that make some, resources of its own, and functions. The types are what `schema.json` is made of, so what
 * a docstring says here is said in every language.
 */

import type { Rfc2136ZoneArgs } from "../../components/dns/rfc2136Zone";
import type { ReplicaPlan, ReplicasToPlan } from "../../core/replicas/plan";
import type { ObserveCapacityArgs, ObservedCapacity } from "../../observe/observeCapacity";
import type { ObservedReplicas, ObserveReplicasArgs } from "../../observe/observeReplicas";
import type { PreviousReplicasArgs } from "../../observe/previousReplicas";
import type { FieldOwnershipInputs } from "../../resources/managedFields/handlers/fieldOwnership";
import type {
  MembershipInputs,
  MembershipOutputs,
} from "../../resources/membership/handlers/membershipInputs";
import type {
  DnsRecordSetInputs,
  DnsRecordSetState,
} from "../../resources/recordSet/handlers/dnsRecordSetState";

export { FleetFromKubeconfig } from "../../components/clusters/fleets/fleetFromKubeconfig";
export { FleetFromRegistry } from "../../components/clusters/fleets/fleetFromRegistry";
export { FleetFromStack } from "../../components/clusters/fleets/fleetFromStack";

/** By what a resource or a function is described: what it takes and what it gives. */
interface Described<Inputs, Outputs> {
  readonly inputs: Inputs;
  readonly outputs: Outputs;
}

/** Resources of the package's own; components make them, and a program may too. */
export interface ServedResources {
  /**
   * The membership of one cluster, which a KubeFedCluster with `join` makes: created by joining it as `kubefedctl
   * join` does, deleted by unjoining it.
   */
  readonly ClusterMembership: Described<MembershipInputs, Omit<MembershipOutputs, "retiring">>;
  /**
   * All records of one name in a zone that takes dynamic updates (RFC 2136), owned, written by one message and read
   * back. Created only where nobody else has records, changed and deleted only while they are ours.
   */
  readonly DnsRecordSet: Described<
    Omit<DnsRecordSetInputs, "import" | "tsig"> & Pick<Rfc2136ZoneArgs, "tsig">,
    Omit<DnsRecordSetState, "import" | "left" | "tsig">
  >;
  /**
   * That a field manager owns fields of an object that a patch has written before. Deleting it gives the fields back
   * and leaves their values, so let it depend on the patch.
   */
  readonly FieldOwnership: Described<
    FieldOwnershipInputs,
    Omit<FieldOwnershipInputs, "kubeconfig">
  >;
}

/** Which clusters a function asks. */
export interface NamedClusters {
  /** The names of clusters of this program: their output `name`, so that they are there when they are asked. */
  readonly clusters: readonly string[];
}

/** What `previousReplicas` gives. */
export interface ReplicasByCluster {
  /** By the cluster's name. */
  readonly replicas: Readonly<Record<string, number>>;
}

/** Functions that a program calls while it runs. */
export interface ServedFunctions {
  /**
   * Counts how many pods of a size each member cluster has room for: allocatable less requested on every node that
   * would take them, within the quotas of their namespace. A cluster that does not answer is reported, not guessed.
   */
  readonly observeCapacity: Described<
    NamedClusters & Omit<ObserveCapacityArgs, "clusters">,
    ObservedCapacity
  >;
  /**
   * Reads how many replicas of a workload run in each member cluster, and where pods find no node, as a
   * ReplicaSchedulingPreference takes it (`observed`). A cluster that does not answer is reported, not guessed.
   */
  readonly observeReplicas: Described<
    NamedClusters & Omit<ObserveReplicasArgs, "clusters">,
    ObservedReplicas
  >;
  /**
   * Divides replicas over clusters as a ReplicaSchedulingPreference does, and says why. No cluster is asked.
   */
  readonly planReplicas: Described<ReplicasToPlan, ReplicaPlan>;
  /**
   * The replicas per member cluster that this stack wrote last, from its own state: no cluster is asked, and preview
   * and update see the same. A cluster that had none has no entry.
   */
  readonly previousReplicas: Described<
    NamedClusters & Omit<PreviousReplicasArgs, "clusters">,
    ReplicasByCluster
  >;
}
