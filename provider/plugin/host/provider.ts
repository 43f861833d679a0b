import type * as pulumi from "@pulumi/pulumi";
import { readReferences, servedPrograms } from "../../engine/served/servedRun";
import { constructComponent } from "./constructComponent";
import { customResources } from "./customResources";
import { invokeFunction } from "./functions";
import { readSchema } from "./packageSchema";

/**
 * What the plugin serves: the package's components by the classes that TypeScript programs use, and its own
 * resources by the handlers that dynamic resources have there.
 */
export function kubefedProvider(): pulumi.provider.Provider {
  const schema = readSchema();
  const { version } = schema;
  const programs = servedPrograms();
  readReferences({ packageName: "kubefed", version }, (urn) => programs.now().made.get(urn));
  return {
    version,
    schema: schema.text,
    ...customResources,
    construct: (name, token, inputs, options) =>
      constructComponent({ name, token, inputs, options }, { schema, program: programs.now() }),
    invoke: (token, args) => invokeFunction({ schema, program: programs.last() }, token, args),
  };
}
