import * as pulumi from "@pulumi/pulumi";

/**
 * Whether the program is run by the real engine. Under the mocks of a unit test it is not, and nobody
 * wants clusters to be asked then.
 */
export function hasRealEngine(): boolean {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  // What speaks gRPC can send a request; the mocked monitor has only the calls that programs make.
  return monitor !== undefined && "makeUnaryRequest" in monitor;
}
