import * as pulumi from "@pulumi/pulumi";
import { ownValue } from "../../../core/plain/ownKey";
import type { RegistryPlace } from "../../../observe/registry";
import type { KubeFedCluster } from "../kubeFedCluster";
import { registeredFleet } from "../registeredClusters";
import { declareFleet, type FleetMemberArgs } from "./fleetMembers";

/** Which registry to read, and what its clusters are given besides. */
export interface FleetFromRegistryArgs extends RegistryPlace {
  /**
   * What a cluster is given besides its labels and its place, by its name: a kubeconfig above all, where the
   * registry has none, as that of kind `"Cluster"` never has. @default nothing
   */
  readonly members?: Readonly<Record<string, FleetMemberArgs>>;
  /**
   * Names of clusters that were taken out of the registry on purpose: what this stack has on them is deleted.
   * Without it, one that the registry no longer lists is an error. @default none
   */
  readonly gone?: readonly string[];
}

/**
 * The clusters that a host cluster's registry lists, as member clusters, which `clusters` of other components takes:
 * `clusters: ${fleet.clusters}`. The host is asked while the program runs, so that they are known at preview.
 *
 * A cluster without an address or without credentials is refused by its name, as is one that was listed before and
 * is no more. A program in TypeScript calls `clustersFromRegistry`.
 */
export class FleetFromRegistry extends pulumi.ComponentResource {
  /** The member clusters, sorted by name. */
  readonly clusters: Promise<readonly KubeFedCluster[]>;
  /** Their names, in the same order. */
  readonly clusterNames: Promise<readonly string[]>;

  constructor(name: string, args: FleetFromRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubefed:index:FleetFromRegistry", name, {}, opts);
    const subject = `FleetFromRegistry "${name}"`;
    const { members, gone, ...registry } = args;
    const found = registeredFleet(
      { ...registry, args: (each) => ownValue(members, each) ?? {} },
      { by: subject, option: "members" },
    );
    this.clusters = found.then((fleet) =>
      declareFleet(this, { subject, fleet, members, gone, opts }),
    );
    this.clusterNames = this.clusters.then((all) => all.map((each) => each.name));
    // What cannot be read is told by whoever waits for the clusters.
    this.registerOutputs({ clusterNames: this.clusterNames.catch(() => []) });
  }
}
