import type * as pulumi from "@pulumi/pulumi";
import { planReplicas } from "../../core/replicas/plan";
import { IssuesError } from "../../core/issue";
import { messageOf } from "../../core/plain/text";
import { isPlainObject } from "../../core/plain/plainObject";
import type { ServedProgram } from "../../engine/served/servedRun";
import { KubeFedCluster } from "../../components/clusters/kubeFedCluster";
import { observeCapacity } from "../../observe/observeCapacity";
import { observeReplicas } from "../../observe/observeReplicas";
import { previousReplicas } from "../../observe/previousReplicas";
import type { FunctionSpec, PackageSchema } from "./packageSchema";
import type { NamedClusters, ServedFunctions } from "./servedTypes";
import { unsealed } from "./wireSecrets";

type Inputs<Name extends keyof ServedFunctions> = ServedFunctions[Name]["inputs"];

/** What each function does, given the clusters that its inputs name. */
type Bodies = {
  readonly [Name in keyof ServedFunctions]: (
    inputs: Inputs<Name>,
    clusters: readonly KubeFedCluster[],
  ) => Promise<ServedFunctions[Name]["outputs"]>;
};

/** Functions that ask no cluster, so that any name may be one. */
const asksNobody: readonly string[] = ["kubefed:index:planReplicas"];

const bodies: Bodies = {
  observeCapacity: (inputs, clusters) => observeCapacity({ ...inputs, clusters }),
  observeReplicas: (inputs, clusters) => observeReplicas({ ...inputs, clusters }),
  planReplicas: (inputs) => Promise.resolve(planReplicas(inputs)),
  previousReplicas: async (inputs, clusters) => ({
    replicas: await previousReplicas({ ...inputs, clusters }),
  }),
};

/** What is served now: the schema, and the program whose components were constructed last. */
export interface Asked {
  readonly schema: PackageSchema;
  readonly program: ServedProgram | undefined;
}

type Failures = { property: string; reason: string }[];

/**
 * Answers a function of the package. The engine does not say for which program it is asked: it is the one that
 * has its clusters here.
 */
export async function invokeFunction(
  asked: Asked,
  token: string,
  args: unknown,
): Promise<pulumi.provider.InvokeResult> {
  const spec = asked.schema.functions[token];
  const body = bodyOf(token);
  if (spec === undefined || body === undefined)
    throw new Error(`${token} is not a function of this package`);
  const given: unknown = unsealed(args);
  const inputs = isPlainObject(given) ? given : {};
  const { found, missing } = clustersOf(asked.program, inputs);
  const strangers = asksNobody.includes(token) ? [] : missing;
  const failures = [...inputFailures(spec, inputs), ...strangers];
  if (failures.length > 0) return { outputs: undefined, failures };
  try {
    const answer = () => body(inputs as never, found);
    return { outputs: await (asked.program?.inside(answer) ?? answer()) };
  } catch (error) {
    return { outputs: undefined, failures: failuresOf(error) };
  }
}

function bodyOf(token: string): Bodies[keyof Bodies] | undefined {
  const name = token.replace("kubefed:index:", "");
  return Object.hasOwn(bodies, name) ? bodies[name as keyof Bodies] : undefined;
}

function inputFailures({ inputs }: FunctionSpec, given: object): Failures {
  const known = Object.keys(inputs.properties);
  const strange = Object.keys(given).filter((key) => !known.includes(key));
  const absent = (inputs.required ?? []).filter((key) => Reflect.get(given, key) === undefined);
  return [
    ...strange.map((property) => ({
      property,
      reason: `is not an input; known: ${known.join(", ")}`,
    })),
    ...absent.map((property) => ({ property, reason: "is needed" })),
  ];
}

/** The clusters of the program that the inputs name; nobody is asked who is not one of them. */
function clustersOf(
  program: ServedProgram | undefined,
  { clusters }: Partial<NamedClusters>,
): { readonly found: readonly KubeFedCluster[]; readonly missing: Failures } {
  const made = [...(program?.made.values() ?? [])].filter((each) =>
    KubeFedCluster.isInstance(each),
  );
  const names = Array.isArray(clusters) ? clusters : [];
  const found = made.filter(({ name }) => names.includes(name));
  const strange = names.flatMap((name: unknown, index) =>
    found.some((each) => each.name === name) ? [] : [{ name, index }],
  );
  const missing = strange.map(({ name, index }) => ({
    property: `clusters[${index}]`,
    reason: `${JSON.stringify(name)} is not a KubeFedCluster that this program has made by now; give its output "name"`,
  }));
  return { found, missing };
}

function failuresOf(error: unknown): Failures {
  if (!(error instanceof IssuesError)) return [{ property: "", reason: messageOf(error) }];
  return error.issues.map(({ path, message }) => ({ property: path, reason: message }));
}
