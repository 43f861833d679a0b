import { joinInputs, type JoinedInputs } from "./joinInputs";
import type { ComponentSpec, PackageSchema } from "./packageSchema";
import { type InputProblem, settle } from "./settle";

/** Reads the inputs of a component: the arguments of its class, and all that cannot be taken. */
export async function readInputs(
  inputs: Readonly<Record<string, unknown>>,
  of: { readonly schema: PackageSchema; readonly token: string },
): Promise<JoinedInputs> {
  const { schema, token } = of;
  const spec = schema.resources[token] ?? {
    inputProperties: {},
    requiredInputs: [],
    properties: {},
  };
  const known = Object.entries(spec.inputProperties);
  const settled = await Promise.all(
    known.map(([key, each]) => settle(inputs[key], { schema, spec: each, path: key })),
  );
  const values = known.map(([key], index) => [key, settled[index]?.value] as const);
  const given = Object.fromEntries(values.filter(([, value]) => value !== undefined));
  const joined = joinInputs(given);
  const problems: readonly InputProblem[] = [
    ...settled.flatMap((each) => each.problems),
    ...joined.problems,
    ...unlisted(inputs, spec),
    ...missing(given, spec),
    ...notServed(token),
  ];
  return { ...joined, problems };
}

function unlisted(inputs: object, { inputProperties }: ComponentSpec): InputProblem[] {
  const known = Object.keys(inputProperties).join(", ");
  return Object.keys(inputs)
    .filter((key) => !Object.hasOwn(inputProperties, key))
    .map((path) => ({ path, message: `is not an input; known: ${known}` }));
}

function missing(given: object, { requiredInputs }: ComponentSpec): InputProblem[] {
  return requiredInputs
    .filter((key) => !Object.hasOwn(given, key))
    .map((path) => ({ path, message: "is needed" }));
}

/** How far a staged update goes is decided when all that it stages is declared, which a plugin is not told. */
function notServed(token: string): InputProblem[] {
  if (token !== "kubefed:index:StagedUpdateStrategy") return [];
  const message =
    "staged updates need a program in TypeScript: only there is it known when all is declared";
  return [{ path: "stages", message }];
}
