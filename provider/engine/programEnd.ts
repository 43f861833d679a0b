import * as pulumi from "@pulumi/pulumi";
import { currentRun } from "./run";

/** Holds a run open while something that it waits for goes on. */
export async function holdingOpen<T>(body: () => Promise<T>): Promise<T> {
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    return await body();
  } finally {
    done();
  }
}

/**
 * Waits until the program's own code has ended and what it exports is there; false when it failed, and in a
 * plugin, which is not told of the end.
 */
export async function hasEnded(): Promise<boolean> {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined) return currentRun().served === undefined;
  const exported = pulumi.runtime.serializeProperties("hasEnded", { outputs: stack.outputs });
  return exported.then(
    () => true,
    () => false,
  );
}

/** The resource that stands for the whole stack; undefined where no program runs. */
export function stackResource(): pulumi.Resource | undefined {
  return pulumi.runtime.getStackResource();
}
