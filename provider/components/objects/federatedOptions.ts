import type * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";

/** Options that cannot work on a component whose objects go through the providers of their member clusters. */
const refused = ["provider", "providers", "version", "pluginDownloadURL"] as const;

type Refused = (typeof refused)[number];

/**
 * Options of a federated component. Those of its children that a component does not take itself reach
 * every child: `ignoreChanges`, `deleteBeforeReplace`, `import`, `replaceOnChanges`, and so on. A provider
 * or a version of one is refused: every object goes through the provider of its own member cluster.
 */
export type FederatedOptions = Omit<pulumi.ComponentResourceOptions, Refused> &
  Omit<pulumi.CustomResourceOptions, Refused | "id" | "urn"> & { [Option in Refused]?: undefined };

/** What is wrong with the options of a federated component; the compiler says it only of TypeScript. */
export function validateOptions(opts: { readonly [Option in Refused]?: unknown }): Issue[] {
  return refused
    .filter((option) => opts[option] !== undefined)
    .map((option) => {
      const message =
        "cannot be used on this component, which chooses the provider of each of its resources itself; that of a member cluster is set on its KubeFedCluster";
      return { code: "option-refused", path: option, message };
    });
}
