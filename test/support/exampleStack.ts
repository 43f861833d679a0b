import { cpSync, mkdtempSync } from "node:fs";
import { join, resolve } from "node:path";
import { ensureToolchain } from "../toolchain";
import { packedPackage } from "./packedPackage";
import { openStack, type TestStack } from "./stack";

const examples = resolve(__dirname, "../../examples");

/** An example as a project. */
export interface ExampleProject {
  /** Its folder in `examples`. */
  readonly folder: string;
  /** Its name in `Pulumi.yaml`. @default the folder */
  readonly project?: string;
  /** Whether the language host checks types too, which reads all of @pulumi/kubernetes each time. @default false */
  readonly checked?: boolean;
}

/** An example and the stack of it that is wanted. */
export interface ExampleStackSpec extends ExampleProject {
  /** @default "dev" */
  readonly stack?: string;
  /** Values that the program reads with `requireSecret`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Values that the program reads as they are. @default {} */
  readonly config?: Readonly<Record<string, string>>;
  /** @default one of its own */
  readonly backend?: string;
}

/** A folder for states that several stacks share; it goes with the installed package. */
export async function sharedBackend(): Promise<string> {
  const { directory } = await packedPackage();
  return mkdtempSync(join(directory, "backend-"));
}

/** An example's folder as a user has it: a copy, below a project where the packed package is installed. */
export async function placeExample(folder: string): Promise<string> {
  const { directory } = await packedPackage();
  const place = mkdtempSync(join(directory, "example-"));
  // What somebody installed there to try it would hide the packed package.
  const filter = (path: string): boolean => !/node_modules$|\.tgz$/.test(path);
  cpSync(join(examples, folder), place, { recursive: true, filter });
  return place;
}

/** Makes a stack of an example as written, with its own settings, run by the language host. */
export async function exampleStack(spec: ExampleStackSpec): Promise<TestStack> {
  const directory = await placeExample(spec.folder);
  return openStack({
    directory,
    backend: spec.backend ?? (await sharedBackend()),
    project: spec.project ?? spec.folder,
    stack: spec.stack ?? "dev",
    secrets: spec.secrets,
    config: spec.config ?? {},
    toolchain: await ensureToolchain(),
    env: { PULUMI_NODEJS_TRANSPILE_ONLY: String(spec.checked !== true) },
  });
}
