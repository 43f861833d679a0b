import * as pulumi from "@pulumi/pulumi";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Registered } from "./pulumiMocks";
import { kubefedProvider } from "../../provider/plugin/host/provider";

/** A program in another language, as the plugin meets it: it asks for components and refers to them by URN. */
export interface ServedProgram {
  /** Constructs a component; inputs are as the runtime reads them off the wire. */
  readonly construct: (name: string, type: string, inputs: object) => Promise<ServedComponent>;
  /** Calls a function by its token; arguments are as they come over the wire. */
  readonly invoke: (token: string, args: object) => Promise<pulumi.provider.InvokeResult>;
  /** What a reference to a component is read as. */
  readonly refer: (urn: string) => unknown;
  /** What was registered with the engine, in order. */
  readonly registered: readonly Registered[];
}

/** A component as the program gets it. */
export interface ServedComponent {
  readonly urn: string;
  readonly state: Readonly<Record<string, unknown>>;
}

/** What the plugin answers in place of a component, as a person reads it: each path with what is wrong there. */
export class Refused extends Error {
  readonly paths: readonly string[];

  constructor({ message, errors }: pulumi.InputPropertiesError) {
    super([message, ...errors.map((each) => `${each.propertyPath}: ${each.reason}`)].join("\n"));
    this.paths = errors.map(({ propertyPath }) => propertyPath);
  }
}

/** As the wire has them where a program says nothing. */
const options = {
  ...{ aliases: [], dependsOn: [], ignoreChanges: [], providers: {}, replaceOnChanges: [] },
  ...{ customTimeouts: undefined, parent: undefined, protect: false, retainOnDelete: false },
};

/** A process has one: the runtime takes the module of its references once. */
let provider: pulumi.provider.Provider | undefined;

/** What a mocked engine says to one of its own functions; throws what it would refuse. */
export type EngineAnswers = (
  token: string,
  inputs: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>>;

/** Starts a program against a mocked engine; each has a connection of its own. */
export async function servedProgram(answers: EngineAnswers = () => ({})): Promise<ServedProgram> {
  const registered: Registered[] = [];
  const mocks: pulumi.runtime.Mocks = {
    call: ({ token, inputs }) => answers(token, inputs as Readonly<Record<string, unknown>>),
    newResource: ({ type, name, inputs, provider }) => {
      registered.push({ type, name, inputs: inputs as Registered["inputs"], provider });
      return { id: `${name}-id`, state: inputs as object };
    },
  };
  await pulumi.runtime.setMocks(mocks, "shop", "dev");
  provider ??= kubefedProvider();
  const { construct, invoke } = provider;
  if (construct === undefined || invoke === undefined)
    throw new Error("the provider serves neither components nor functions");
  return {
    registered,
    invoke,
    construct: async (name, type, inputs) => {
      const made = construct(name, `kubefed:index:${type}`, { ...inputs }, options);
      const { urn, state } = await made.catch((error: unknown) => {
        throw pulumi.InputPropertiesError.isInstance(error) ? new Refused(error) : error;
      });
      const known = await new Promise<string>((done) => pulumi.output(urn).apply(done));
      return { urn: known, state };
    },
    refer: (urn) => {
      const reference = { "4dabf18193072939515e22adb298388d": resourceSignature, urn };
      const wire = Struct.fromJavaScript({ reference });
      const read = pulumi.runtime.deserializeProperties(wire) as { readonly reference: unknown };
      return read.reference;
    },
  };
}

/** By this the engine's messages tell a reference from a map. */
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
