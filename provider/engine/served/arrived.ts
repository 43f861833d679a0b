import type * as pulumi from "@pulumi/pulumi";

/** What is known of an Output that arrived with a request. */
export interface Arrived {
  /** Undefined where it is not known; it may hold other Outputs. */
  readonly value: unknown;
  readonly isKnown: boolean;
  readonly isSecret: boolean;
  /** The resources that it comes from, each once. */
  readonly dependencies: readonly pulumi.Resource[];
}

/** Reads an Output that arrived with a request. Its value stays a secret if it is one; nobody may print it. */
export async function arrived(output: pulumi.Output<unknown>): Promise<Arrived> {
  // What of an Output is not public is how the runtime itself reads them.
  const inside = output as pulumi.Output<unknown> & Inside;
  const [isKnown, isSecret, resources] = await Promise.all([
    inside.isKnown,
    inside.isSecret,
    inside.allResources?.() ?? inside.resources(),
  ]);
  const value = isKnown ? await inside.promise() : undefined;
  return { value, isKnown, isSecret, dependencies: [...new Set(resources)] };
}

interface Inside {
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
  readonly promise: () => Promise<unknown>;
  readonly resources: () => Iterable<pulumi.Resource>;
  readonly allResources?: () => Promise<Iterable<pulumi.Resource>>;
}
