import type { Declaration, Declared } from "../drills/programs/declared";
import { sharedFleet } from "./sharedFleet";
import { createStack, type TestStack } from "./stack";

export type { Declaration, Declared } from "../drills/programs/declared";

/** A stack on the shared clusters whose program declares what it is told to. */
export interface DeclaredStack extends TestStack {
  declare(objects: readonly Declaration[], rest?: Omit<Declared, "objects">): Promise<void>;
}

/** Makes a stack of the program `declared` with the credentials of the shared clusters. */
export async function declaredStack(): Promise<DeclaredStack> {
  const fleet = await sharedFleet();
  const secrets = Object.fromEntries(
    Object.values(fleet.clusters).map(({ name, kubeconfig }) => [name, kubeconfig]),
  );
  const stack = await createStack({ program: "declared", secrets });
  return {
    ...stack,
    declare: (objects, rest) => stack.configure({ objects, ...rest }),
  };
}
