import type * as pulumi from "@pulumi/pulumi";

/**
 * Options of a federated component. Those of its children that a component does not take itself reach
 * every child: `ignoreChanges`, `deleteBeforeReplace`, `import`, `replaceOnChanges`, and so on.
 */
export type FederatedOptions = pulumi.ComponentResourceOptions &
  Omit<pulumi.CustomResourceOptions, "provider" | "id" | "urn">;
