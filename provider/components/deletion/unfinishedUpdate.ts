import * as pulumi from "@pulumi/pulumi";
import {
  unfinishedUpdateName,
  unfinishedUpdateType,
  type UnfinishedUpdate,
} from "../../core/checkpoints/unfinishedUpdate";

/**
 * Keeps in the state what a killed update may have made and could not be looked for. The note of an update itself is
 * written before it, and goes with the first one that ends, because no program declares it.
 */
export class KeptUnfinishedUpdate extends pulumi.ComponentResource {
  constructor(unfinished: UnfinishedUpdate) {
    super(unfinishedUpdateType, unfinishedUpdateName, {});
    this.registerOutputs({ ...unfinished });
  }
}
