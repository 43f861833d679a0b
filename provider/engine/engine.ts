import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { parseWhole, type RefusedObjects, stagesVariable } from "../core/stages/wholeUpdate";

/**
 * Whether the program is run by the real engine. Under the mocks of a unit test it is not, and nobody
 * wants clusters to be asked then.
 */
export function hasRealEngine(): boolean {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  // What speaks gRPC can send a request; the mocked monitor has only the calls that programs make.
  return monitor !== undefined && "makeUnaryRequest" in monitor;
}

/** Whether nothing is written in this run: it only shows what an update would do. */
export function isPreview(): boolean {
  return pulumi.runtime.isDryRun();
}

/** Whether somebody runs this preview to show why each object goes where it goes. */
export function wantsDecisions(): boolean {
  return isPreview() && process.env.PULUMI_KUBEFED_DECISIONS === "true";
}

/**
 * Which staged objects stay as they are in a preview that shows whole staged updates, with nothing held;
 * undefined in any other preview, and in an update whatever it is told.
 */
export function wholeUpdate(): RefusedObjects | undefined {
  return isPreview() ? parseWhole(process.env[stagesVariable]) : undefined;
}

/**
 * A function for the engine to call back, such as a transform. The engine calls it from a server of its own, which
 * belongs to no run: here it belongs to the run that has made it, as everything does that is called at once.
 *
 * @example
 * [1, 2].map(engineCallback((each: number) => each + 1))
 * //=> [2, 3]
 */
export function engineCallback<Given extends unknown[], Result>(
  callback: (...given: Given) => Result,
): (...given: Given) => Result {
  return AsyncResource.bind(callback);
}
