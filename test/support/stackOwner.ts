/** The id by which a stack owns objects, records and memberships, read from its state file. */
export function ownerIdOf(stack: { state(): string }): string {
  const state = JSON.parse(stack.state()) as {
    checkpoint: {
      latest: { resources: { urn: string; outputs?: { id?: string } }[] };
    };
  };
  const owner = state.checkpoint.latest.resources.find(({ urn }) =>
    urn.endsWith("::kubefed:index:StackOwner::kubefed"),
  );
  const id = owner?.outputs?.id;
  if (id === undefined) throw new Error("the stack has no owner id");
  return id;
}
