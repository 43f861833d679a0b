import type { Argv } from "yargs";

/** The option that asks for the engine's usual checkpoints. */
export interface CheckpointArguments {
  readonly checkpoints: boolean;
}

/** Adds the option that asks for the engine's usual checkpoints to a command. */
export function withCheckpoints<Arguments>(
  yargs: Argv<Arguments>,
): Argv<Arguments & CheckpointArguments> {
  return yargs.option("checkpoints", {
    type: "boolean",
    default: false,
    describe:
      "Write the stack's state after each resource, also where writing it once at the end is safe",
  });
}

/** How often the state is to be written. */
export function checkpointsOf({ checkpoints }: CheckpointArguments): "thin" | "usual" {
  return checkpoints ? "usual" : "thin";
}
