import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../../core/issue";
import { ownValue } from "../../../core/plain/ownKey";
import { currentRun } from "../../../engine/run";
import type { KubeFedCluster } from "../kubeFedCluster";
import { contextFleet } from "../registeredClusters";
import { declareFleet, type FleetMemberArgs, strangeKeys } from "./fleetMembers";

/** A kubeconfig with several contexts, and which of them are member clusters. */
export interface FleetFromKubeconfigArgs {
  /**
   * The path of a kubeconfig file, or a list of them as `KUBECONFIG` has it (`a:b`); a leading `~` is the home
   * directory. A relative one is relative to the project.
   */
  path: string;
  /** The contexts that are member clusters; the file must have them all. @default all */
  contexts?: readonly string[];
  /** The names of clusters, by their contexts. @default the context's */
  names?: Readonly<Record<string, string>>;
  /** What a cluster is given besides its credentials, by its name: labels, region, zones. @default nothing */
  members?: Readonly<Record<string, FleetMemberArgs>>;
  /**
   * Names of clusters whose contexts were removed on purpose: what this stack has on them is deleted. Without
   * it, one that no context stands for any more is an error, where all contexts are taken. @default none
   */
  gone?: readonly string[];
}

/**
 * The contexts of a kubeconfig file as member clusters, which `clusters` of other components takes:
 * `clusters: ${fleet.clusters}`. The file is read while the program runs, so that they are known at preview.
 *
 * A context that the file has not is refused by its name, as is a cluster that was there before and is no more.
 * A program in TypeScript calls `clustersFromKubeconfig`.
 */
export class FleetFromKubeconfig extends pulumi.ComponentResource {
  /** The member clusters, sorted by context. */
  readonly clusters: readonly KubeFedCluster[];
  /** Their names, in the same order. */
  readonly clusterNames: readonly string[];

  constructor(name: string, args: FleetFromKubeconfigArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubefed:index:FleetFromKubeconfig", name, {}, opts);
    const { path, contexts, names, members, gone } = args;
    const nameOf = (context: string) => ownValue(names, context) ?? context;
    const fleet = contextFleet(
      {
        path,
        nameOf,
        args: (context) => ownValue(members, nameOf(context)) ?? {},
        ...(contexts === undefined ? {} : { contexts }),
      },
      "names",
    );
    const isRead = fleet.known !== undefined;
    const keys = strangeKeys("names", names, {
      known: isRead ? fleet.contexts : undefined,
      isNot: (context) => `${JSON.stringify(path)} has no context ${context}`,
    });
    this.clusters = declareFleet(this, {
      subject: `FleetFromKubeconfig "${name}"`,
      fleet: { ...fleet, issues: [...fleet.issues, ...onlyOne(fleet.list?.source)] },
      ...{ keys, members, gone, opts },
    });
    this.clusterNames = this.clusters.map((each) => each.name);
    this.registerOutputs({ clusterNames: this.clusterNames });
  }
}

/** What a list has lost can only be told where nothing else is taken for the same list. */
function onlyOne(source: string | undefined): Issue[] {
  const isTaken = currentRun().sources.some((each) => each.source === source);
  if (source === undefined || !isTaken) return [];
  const message =
    "another fleet of this program takes all contexts of a kubeconfig; say which contexts are meant here, or give both files in one path";
  return [{ code: "clusters-missing", path: "contexts", message }];
}
