import * as pulumi from "@pulumi/pulumi";
import { RegisterResourceOutputsRequest } from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/**
 * Registers a component's outputs and waits until the engine has them in the stack's state, which
 * `registerOutputs` of the component does not tell. The component must not call that one itself.
 *
 * @throws Error with what the engine says
 */
export async function registerOutputs(
  component: pulumi.ComponentResource,
  outputs: pulumi.Inputs,
): Promise<void> {
  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined) return;
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    const known = await pulumi.runtime.serializeProperties("registerOutputs", {
      urn: component.urn,
      outputs,
    });
    const request = new RegisterResourceOutputsRequest();
    request.setUrn(String(known.urn));
    request.setOutputs(Struct.fromJavaScript(known.outputs));
    await new Promise<void>((resolve, reject) => {
      monitor.registerResourceOutputs(request, (error: Error | null) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
  } finally {
    done();
  }
}
