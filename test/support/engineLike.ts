import * as pulumi from "@pulumi/pulumi";

/** Runs what follows as if a real engine ran it: with a monitor that could send requests. */
export async function actLikeEngine(): Promise<void> {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
    call: () => ({}),
  });
  Object.assign(pulumi.runtime.getMonitor() ?? {}, { makeUnaryRequest: () => undefined });
}
