import * as pulumi from "@pulumi/pulumi";

/** One resource that a program registered with the mocked engine. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly provider: string | undefined;
}

/**
 * Runs a program against a mocked engine and returns what it registered, sorted by type and name.
 * The children of federated components wait for the turn to end, so the result is read only after
 * every registration was awaited.
 */
export async function runWithMocks(
  program: () => readonly { readonly urn: pulumi.Output<string> }[],
): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs, provider }) => {
      registered.push({ type, name, inputs: inputs as Registered["inputs"], provider });
      return { id: `${name}-id`, state: inputs as object };
    },
    call: () => ({}),
  });
  const resources = program();
  await Promise.all(
    resources.map((resource) => new Promise((settle) => resource.urn.apply(settle))),
  );
  return registered.sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
}
