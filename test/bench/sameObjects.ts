import { isDeepStrictEqual } from "node:util";

/** Throws where two programs have other resources, with the first that differs. */
export function assertSameObjects(came: readonly unknown[], expected: readonly unknown[]): void {
  if (isDeepStrictEqual(came, expected)) return;
  const index = expected.findIndex((each, i) => !isDeepStrictEqual(each, came[i]));
  const pair = JSON.stringify([expected[index], came[index]]);
  throw new Error(
    `the programs have other resources: ${expected.length} and ${came.length}, first ${pair}`,
  );
}

/**
 * The providers and Kubernetes objects of a state: type, name and what the program asked for, without the
 * mark by which a stack knows its own. What components declare for themselves (the guard of deletions, the
 * provider by which they ask for their stack's state) has no like in a flat program.
 */
export function objectsIn(state: string): unknown[] {
  interface State {
    checkpoint: { latest: { resources: { urn: string; custom: boolean; inputs?: Plain }[] } };
  }
  const { checkpoint } = JSON.parse(state) as State;
  return checkpoint.latest.resources
    .filter(({ custom, urn }) => custom && /[$:](pulumi:providers:)?kubernetes:/.test(urn))
    .map(({ urn, inputs }) => {
      const [, , types = "", name = ""] = urn.split("::");
      // A provider's inputs hold the kubeconfig, encrypted anew each time.
      const isProvider = types.includes("pulumi:providers:");
      return {
        type: types.split("$").at(-1),
        name,
        ...(isProvider ? {} : { inputs: withoutAnnotations(inputs) }),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

type Plain = Readonly<Record<string, unknown>>;

function withoutAnnotations(inputs: Plain = {}): Plain {
  const { annotations, ...metadata } = inputs["metadata"] as Plain;
  return { ...inputs, metadata };
}
