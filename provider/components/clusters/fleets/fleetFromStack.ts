import * as pulumi from "@pulumi/pulumi";
import { ownValue } from "../../../core/plain/ownKey";
import { isPlainObject } from "../../../core/plain/plainObject";
import { messageOf } from "../../../core/plain/text";
import { askEngine } from "../../../engine/engineQuestion";
import { exportedFleet } from "../fleetExport";
import type { FoundFleet } from "../foundFleet";
import type { KubeFedCluster } from "../kubeFedCluster";
import { declareFleet } from "./fleetMembers";

/** Which output of which stack has the member clusters. */
export interface FleetFromStackArgs {
  /** The name of the other stack, as a StackReference takes it: `org/fleet/dev`. */
  stack: string;
  /**
   * The output that has the clusters, by name: `{ "eu-west": { labels: {}, zones: [], kubeconfig: … } }`, with
   * `region` and `context` where there are such. In TypeScript `exportClusters` makes it.
   */
  output: string;
  /**
   * Names of clusters that the other stack lets go of on purpose: what this stack has on them is deleted.
   * Without it, one that is exported no more is an error. @default none
   */
  gone?: readonly string[];
}

/**
 * The member clusters that another stack exported, which `clusters` of other components takes:
 * `clusters: ${fleet.clusters}`. The other stack's state is read while the program runs, so that they are known at
 * preview.
 *
 * An output that has no clusters is refused, as is a cluster that was exported before and is no more. A program in
 * TypeScript calls `clustersFromStack`.
 */
export class FleetFromStack extends pulumi.ComponentResource {
  /** The member clusters, sorted by name. */
  readonly clusters: Promise<readonly KubeFedCluster[]>;
  /** Their names, in the same order. */
  readonly clusterNames: Promise<readonly string[]>;

  constructor(name: string, args: FleetFromStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubefed:index:FleetFromStack", name, {}, opts);
    const subject = `FleetFromStack "${name}"`;
    this.clusters = readFleet(args).then((fleet) =>
      declareFleet(this, { subject, fleet, gone: args.gone, opts }),
    );
    this.clusterNames = this.clusters.then((all) => all.map((each) => each.name));
    // What cannot be read is told by whoever waits for the clusters.
    this.registerOutputs({ clusterNames: this.clusterNames.catch(() => []) });
  }
}

/** A reference to the stack would put all its outputs into the state of this one. */
async function readFleet({ stack, output }: FleetFromStackArgs): Promise<FoundFleet> {
  try {
    const token = "pulumi:pulumi:readStackOutputs";
    const { outputs } = await askEngine({ token, args: { name: stack } });
    const exported = isPlainObject(outputs) ? ownValue(outputs, output) : undefined;
    return exportedFleet({ stack, output, exported });
  } catch (error) {
    const message = `cannot be read: ${messageOf(error)}`;
    return { members: [], issues: [{ code: "clusters-missing", path: "stack", message }] };
  }
}
