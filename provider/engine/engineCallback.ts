import { AsyncResource } from "node:async_hooks";

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
