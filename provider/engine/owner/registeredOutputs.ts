import * as pulumi from "@pulumi/pulumi";
import { RegisterResourceOutputsRequest } from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { knownText } from "../knownText";

/**
 * Registers a component's outputs, texts all of them, and waits until the engine has them in the stack's
 * state, which `registerOutputs` of the component does not tell. The component must not call that one itself.
 *
 * @throws Error with what the engine says
 */
export async function registerOutputs(
  component: pulumi.ComponentResource,
  texts: Readonly<Record<string, pulumi.Input<unknown>>>,
): Promise<void> {
  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined) return;
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    const urn = await knownText(component.urn);
    const outputs = await pulumi.runtime.serializeProperties("registerOutputs", { ...texts });
    const entries = Object.entries(outputs).map(([key, value]) => [key, String(value)] as const);
    const request = new RegisterResourceOutputsRequest();
    request.setUrn(urn ?? "");
    request.setOutputs(Struct.fromJavaScript(Object.fromEntries(entries)));
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
