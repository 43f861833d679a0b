import type * as pulumi from "@pulumi/pulumi";
import { KubeFedCluster } from "../../components/clusters/kubeFedCluster";
import { messageOf } from "../../core/plain/text";
import { knownText } from "../../engine/knownText";
import { type Problem, type Run, within } from "../../engine/run";
import { allRegistered, componentRun, type ServedProgram } from "../../engine/served/servedRun";
import { componentClasses } from "./componentClasses";
import { givenOptions } from "./givenOptions";
import { withReferences } from "./lostReferences";
import type { ComponentSpec, PackageSchema } from "./packageSchema";
import { readInputs } from "./readInputs";
import { inputProblems, refusal } from "./refusal";
import type { InputProblem } from "./settle";

/** What a program in another language asks for. */
export interface ConstructRequest {
  readonly name: string;
  readonly token: string;
  /** As the runtime has read them off the wire: with Outputs, live resources and what is not known. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options: pulumi.ComponentResourceOptions;
}

/** What the program gets. */
export interface Constructed {
  readonly urn: pulumi.Output<string>;
  /** The component's outputs, as the schema has them. */
  readonly state: pulumi.Inputs;
}

/** What serves a request: the schema, and the program that it belongs to. */
export interface Serving {
  readonly schema: PackageSchema;
  readonly program: ServedProgram;
}

/**
 * Constructs a component for a program in another language by the class that TypeScript uses, and waits until all
 * that it declares is registered.
 *
 * @throws InputPropertiesError with all that is wrong with this component, by input; nothing of it is written then
 */
export async function constructComponent(
  request: ConstructRequest,
  { schema, program }: Serving,
): Promise<Constructed> {
  const { name, token, options } = request;
  const Class = componentClasses.get(token);
  const spec = schema.resources[token];
  if (Class === undefined || spec === undefined) throw new Error(`${token} is not a component`);
  const inputs = await withReferences(request.inputs, { schema, token, made: program.made });
  const read = await readInputs(inputs, { schema, token });
  const { args, inputPath } = read;
  const problems = [...read.problems];
  const concluded = conclusions();
  const refuses = (found: readonly Problem[]): boolean => {
    const isRefused = found.length > 0 || problems.length > 0;
    if (isRefused) concluded.tell(found);
    return isRefused;
  };
  const run = componentRun(program.run, { refuses });
  return within(run, async () => {
    const made = make(() => new Class(name, args as never, givenOptions(options)), problems);
    const state = stateOf(made, spec).catch((error: unknown) => {
      problems.push({ path: "", message: messageOf(error) });
      return {};
    });
    void state.then(() => {
      // A component without a gate has nothing that would wait at it.
      if (problems.length > 0 && run.batch === undefined) concluded.tell([]);
    });
    const found = await Promise.race([concluded.told, state.then(() => registered(run))]);
    if (found !== undefined || made === undefined) {
      const subject = `${token.replace("kubefed:index:", "")} ${JSON.stringify(name)}`;
      const others = inputProblems(found ?? [], subject).map(({ path, message }) => ({
        path: inputPath(path),
        message,
      }));
      const said = new Set(others.map(({ path }) => path));
      const own = problems.filter(({ path }) => !said.has(path));
      throw refusal({ subject, inputs }, [...others, ...own]);
    }
    const given = await state;
    for (const each of [made, ...membersIn(given)]) {
      const urn = await knownText(each.urn);
      if (urn !== undefined) program.made.set(urn, each);
    }
    return { urn: made.urn, state: given };
  });
}

/** The clusters that a fleet has made, which a program refers to as to those that it makes itself. */
function membersIn(state: pulumi.Inputs): pulumi.Resource[] {
  const lists = Object.values(state).filter((value) => Array.isArray(value));
  return lists.flat().filter((each: unknown) => KubeFedCluster.isInstance(each));
}

/** Makes a component; what cannot be made for want of an input is refused like any other mistake. */
function make(
  construct: () => pulumi.ComponentResource,
  problems: InputProblem[],
): pulumi.ComponentResource | undefined {
  try {
    return construct();
  } catch (error) {
    // Of inputs that cannot be taken it is no wonder, and they are named already.
    if (problems.length === 0) problems.push({ path: "", message: messageOf(error) });
    return undefined;
  }
}

/** What the first gate of a component that is refused has found. */
function conclusions(): {
  readonly told: Promise<readonly Problem[]>;
  readonly tell: (found: readonly Problem[]) => void;
} {
  let tell: (found: readonly Problem[]) => void = () => undefined;
  const told = new Promise<readonly Problem[]>((resolve) => (tell = resolve));
  return {
    told,
    tell: (found) => {
      tell(found);
    },
  };
}

/** Waits until all gates have opened and all that was behind them is registered. */
async function registered(run: Run): Promise<undefined> {
  let opened: number;
  do {
    opened = run.gates.length;
    await Promise.all(run.gates);
    await allRegistered();
  } while (run.gates.length > opened);
}

/** The outputs of a component; those that it has to ask for first are waited for. */
async function stateOf(
  made: pulumi.Resource | undefined,
  { properties }: ComponentSpec,
): Promise<pulumi.Inputs> {
  const entries = Object.keys(made === undefined ? {} : properties).map(async (key) => {
    const value: unknown = Reflect.get(made ?? {}, key);
    return [key, value instanceof Promise ? ((await value) as unknown) : value] as const;
  });
  const known = await Promise.all(entries);
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}
