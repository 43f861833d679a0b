/*
 * Resources of this package's own, each in a folder with its handlers; here, what they have in common.
 */

import type * as pulumi from "@pulumi/pulumi";
import { currentRun } from "../engine/run";

/**
 * Gives a dynamic resource's inputs the code that the engine's host runs for it, as the class itself reads.
 * Pulumi's own base class would find out what the class captures, for a third of a second in each program:
 * these capture nothing, and load their handlers by the package's name when they are called. Where a plugin
 * serves the program, it calls the handlers itself, and there is no code among the inputs.
 *
 * @example
 * withHandlers({ a: 1 }, class { delete() {} })
 * //=> { a: 1, __provider: "exports.handler = () => new (class { delete() {} })();\n" }
 */
export function withHandlers<Inputs extends object>(
  inputs: Inputs,
  handlers: new () => pulumi.dynamic.ResourceProvider,
): Inputs {
  if (currentRun().served !== undefined) return inputs;
  return { ...inputs, __provider: `exports.handler = () => new (${String(handlers)})();\n` };
}
