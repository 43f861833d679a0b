import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ProjectSettings } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { leanEnv } from "../../provider/adapters/pulumi/leanEnv";
import { ensureToolchain, type Toolchain } from "../toolchain";
import { compiledProgram, compiledRuntime } from "./compiledProgram";
import { type Engine, type EngineRun, pulumi, runEngine } from "./engineRun";

export type { EngineRun } from "./engineRun";

const repository = resolve(__dirname, "../..");
/** What the command line loads before a program: most of what an engine's run costs is Node that loads. */
const preload = join(repository, "dist/provider/adapters/pulumi/leanLoading.js");

/** A real Pulumi stack on a local backend of its own, running one of `test/drills/programs`. */
export interface TestStack {
  /** Sets what the program reads as `with`. */
  configure(value: unknown): Promise<void>;
  /** Sets a plain value that the program reads by its key. */
  setConfig(key: string, value: string): Promise<void>;
  /** Sets a value that the program reads with `requireSecret`. */
  setSecret(key: string, value: string): Promise<void>;
  preview(options?: { target?: string[] }): Promise<EngineRun>;
  up(options?: {
    continueOnError?: boolean;
    refresh?: boolean;
    target?: string[];
  }): Promise<EngineRun>;
  refresh(): Promise<EngineRun>;
  destroy(options?: { continueOnError?: boolean }): Promise<EngineRun>;
  /** The state file, as text. */
  state(): string;
  /** Where a command line of its own finds the project, and the variables that it needs. */
  readonly shell: { readonly directory: string; readonly env: Readonly<Record<string, string>> };
  remove(): void;
}

/** Where the stack's program is and what it is called. */
export interface TestStackSpec {
  /** A file of `test/drills/programs`, without its ending; or of the repository, from `examples/` on. */
  readonly program: string;
  /** @default the program, in small letters */
  readonly project?: string;
  /** @default "dev" */
  readonly stack?: string;
  /** Values that the program reads with `requireSecret`. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** A folder of an earlier stack, to share its backend. */
  readonly backend?: string;
  /** More of `Pulumi.yaml`, such as where plugins are. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** More variables of the engine, such as another backend. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Makes a stack; the toolchain is built first if need be. */
export async function createStack(spec: TestStackSpec): Promise<TestStack> {
  const toolchain = await ensureToolchain();
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-stack-"));
  const backend = spec.backend ?? join(directory, "backend");
  mkdirSync(backend, { recursive: true });
  linkModules(directory);
  const { source, javascript } = compiledProgram(spec.program);
  // It finds the package that this repository is, as built, from where its source is.
  const start = `require = require("node:module").createRequire(${JSON.stringify(source)});\n`;
  writeFileSync(join(directory, "index.js"), start + javascript);
  writeFileSync(join(directory, "package.json"), `{ "main": "index.js" }\n`);
  const project = spec.project ?? spec.program.toLowerCase();
  return openStack({
    directory,
    backend,
    project,
    stack: spec.stack ?? "dev",
    secrets: spec.secrets ?? {},
    toolchain,
    settings: { ...spec.settings, name: project, runtime: compiledRuntime },
    ...(spec.env === undefined ? {} : { env: spec.env }),
  });
}

/**
 * Gives a project what the repository has installed, and the repository itself as the package that it is:
 * what dynamic resources do is looked for by its name from the project's folder.
 */
function linkModules(directory: string): void {
  const installed = join(repository, "node_modules");
  const modules = join(directory, "node_modules");
  mkdirSync(modules);
  for (const name of readdirSync(installed))
    symlinkSync(join(installed, name), join(modules, name));
  symlinkSync(repository, join(modules, "pulumi-kubefed"));
}

/** A project on disk, and the stack of it that is wanted. */
export interface StackPlace {
  readonly directory: string;
  /** The folder where states are kept; it exists. */
  readonly backend: string;
  /** The project's name, under which the backend keeps its stacks. */
  readonly project: string;
  readonly stack: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** Values that the program reads as they are. @default {} */
  readonly config?: Readonly<Record<string, string>>;
  readonly toolchain: Toolchain;
  /** Written to the project's folder. @default what its `Pulumi.yaml` says */
  readonly settings?: ProjectSettings;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Loaded by Node before a program in JavaScript. That it is JavaScript the engine tells its host by a message that the
 * toolchain's host, the last one that the Go proxy has, does not know: each run would load the compiler. And each
 * resource's call sites would be mapped to lines of Pulumi's own sources, a fifth of what a small program costs.
 */
const javascriptOnly = `
process.env.PULUMI_NODEJS_TYPESCRIPT = "false";
const Module = require("node:module");
const load = Module._load;
Module._load = (request, parent, isMain) =>
  request === "source-map-support/register" ? {} : load(request, parent, isMain);
`;

/** The variables by which the engine's Node processes load less. */
function loadingEnv(directory: string, settings?: ProjectSettings): Record<string, string> {
  const lean = leanEnv(process.env, preload);
  const runtime = settings?.runtime;
  if (typeof runtime !== "object" || runtime.options?.typescript !== false) return lean;
  const file = join(directory, "tmp/javascriptOnly.js");
  writeFileSync(file, javascriptOnly);
  return { ...lean, ...leanEnv({ ...process.env, ...lean }, file) };
}

/** Makes a stack of a project on disk. */
export async function openStack(place: StackPlace): Promise<TestStack> {
  const { directory, backend, settings, toolchain, project, stack } = place;
  const temporary = join(directory, "tmp");
  mkdirSync(temporary, { recursive: true });
  if (settings !== undefined) writeFileSync(join(directory, "Pulumi.yaml"), stringify(settings));
  const env = {
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    // The kubernetes plugin leaves kubeconfig files where temporary files go.
    TMPDIR: temporary,
    ...loadingEnv(directory, settings),
    ...place.env,
  };
  const stateFile = join(backend, ".pulumi/stacks", project, `${stack}.json`);
  const engine: Engine = {
    directory,
    stack,
    env: { ...process.env, ...toolchain.env(), ...env },
    stateFile,
  };
  await pulumi(engine, ["stack", "select", "--create"]);
  const configFile = join(directory, `Pulumi.${stack}.yaml`);
  // Plain values go into the file that the command would write; each command costs half a second.
  const setPlain = (values: Readonly<Record<string, string>>): void => {
    const text = existsSync(configFile) ? readFileSync(configFile, "utf8") : "";
    const file = (parse(text) ?? {}) as { config?: object };
    const own = Object.entries(values).map(([key, value]) => [`${project}:${key}`, value] as const);
    file.config = { ...file.config, ...Object.fromEntries(own) };
    writeFileSync(configFile, stringify(file));
  };
  const setSecrets = async (values: Readonly<Record<string, string>>): Promise<void> => {
    const words = Object.entries(values).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
    if (words.length > 0) await pulumi(engine, ["config", "set-all", ...words]);
  };
  setPlain(place.config ?? {});
  await setSecrets(place.secrets);
  const goOn = ({ continueOnError }: { continueOnError?: boolean } = {}): string[] =>
    continueOnError === true ? ["--continue-on-error"] : [];
  const now = ["--yes", "--skip-preview"];
  const targets = (urns: readonly string[] = []): string[] =>
    urns.flatMap((urn) => ["--target", urn]);
  return {
    configure: (value) => Promise.resolve(setPlain({ with: JSON.stringify(value) })),
    setConfig: (key, value) => Promise.resolve(setPlain({ [key]: value })),
    setSecret: (key, value) => setSecrets({ [key]: value }),
    preview: ({ target } = {}) => runEngine(engine, ["preview", "--diff", ...targets(target)]),
    up: ({ refresh, target, ...options } = {}) =>
      runEngine(engine, [
        ...["up", "--diff", ...now, ...goOn(options)],
        ...(refresh === true ? ["--refresh"] : []),
        ...targets(target),
      ]),
    refresh: () => runEngine(engine, ["refresh", ...now]),
    destroy: (options) => runEngine(engine, ["destroy", ...now, ...goOn(options)]),
    state: () => readFileSync(stateFile, "utf8"),
    shell: { directory, env },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
