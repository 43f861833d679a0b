import type * as pulumi from "@pulumi/pulumi";
import { readReferences, servedPrograms } from "../../engine/served/servedRun";
import { constructComponent } from "./constructComponent";
import { customResources } from "./customResources";
import { readSchema } from "./packageSchema";

/**
 * What the plugin serves: the package's components by the classes that TypeScript programs use, and its own
 * resources by the handlers that dynamic resources have there.
 */
export function kubefedProvider(): pulumi.provider.Provider {
  const schema = readSchema();
  const { version } = schema;
  const programNow = servedPrograms();
  readReferences({ packageName: "kubefed", version }, (urn) => programNow().made.get(urn));
  return {
    version,
    schema: schema.text,
    ...customResources,
    construct: (name, token, inputs, options) =>
      constructComponent({ name, token, inputs, options }, { schema, program: programNow() }),
  };
}
