import * as pulumi from "@pulumi/pulumi";

/** Holds a run open while something that it waits for goes on. */
export async function holdingOpen<T>(body: () => Promise<T>): Promise<T> {
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    return await body();
  } finally {
    done();
  }
}

/** Waits until the program's own code has ended and what it exports is there; false when it failed. */
export async function hasEnded(): Promise<boolean> {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined) return true;
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
