import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  type EngineEvent,
  LocalWorkspace,
  type OutputMap,
  type ProjectSettings,
  type Stack,
} from "@pulumi/pulumi/automation";
import { ensureToolchain, type Toolchain } from "../toolchain";

const repository = resolve(__dirname, "../..");

/** One resource's step as the engine reported it. */
export interface Step {
  readonly op: string;
  readonly type: string;
  /** The resource's own name, the last part of its URN. */
  readonly name: string;
  /** Property paths that differ, sorted. */
  readonly diffs: readonly string[];
}

/** What one command of the engine did and said. */
export interface EngineRun {
  readonly succeeded: boolean;
  /** Everything the command printed. */
  readonly output: string;
  /** Steps that change something, sorted by name. */
  readonly changes: readonly Step[];
  /** Messages of the program and the plugins, by severity, without colour. */
  readonly diagnostics: readonly { readonly severity: string; readonly message: string }[];
  /** The stack's outputs after an update. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A real Pulumi stack on a local backend of its own, running one of `test/engine/programs`. */
export interface TestStack {
  /** Sets what the program reads as `with`. */
  configure(value: unknown): Promise<void>;
  /** Sets a plain value that the program reads by its key. */
  setConfig(key: string, value: string): Promise<void>;
  /** Sets a value that the program reads with `requireSecret`. */
  setSecret(key: string, value: string): Promise<void>;
  preview(options?: { target?: string[] }): Promise<EngineRun>;
  up(options?: { continueOnError?: boolean }): Promise<EngineRun>;
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
  /** A file of `test/engine/programs`, without its ending. */
  readonly program: string;
  /** @default "dev" */
  readonly stack?: string;
  /** Values that the program reads with `requireSecret`. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** A folder of an earlier stack, to share its backend. */
  readonly backend?: string;
}

/** Makes a stack; the toolchain is built first if need be. */
export async function createStack(spec: TestStackSpec): Promise<TestStack> {
  const toolchain = await ensureToolchain();
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-stack-"));
  const backend = spec.backend ?? join(directory, "backend");
  mkdirSync(backend, { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
  const program = join(repository, "test/engine/programs", `${spec.program}.ts`);
  // The language host would compile a program with full type checks; the test run checked it already.
  const main = `require("tsx/cjs");\nmodule.exports = require(${JSON.stringify(program)});\n`;
  writeFileSync(join(directory, "index.js"), main);
  writeFileSync(join(directory, "package.json"), `{ "main": "index.js" }\n`);
  return openStack({
    directory,
    backend,
    project: spec.program.toLowerCase(),
    stack: spec.stack ?? "dev",
    secrets: spec.secrets ?? {},
    toolchain,
    settings: { name: spec.program.toLowerCase(), runtime: "nodejs" },
    env: { TSX_TSCONFIG_PATH: join(repository, "tsconfig.json") },
  });
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

/** Makes a stack of a project on disk. */
export async function openStack(place: StackPlace): Promise<TestStack> {
  const { directory, backend, settings, toolchain } = place;
  const temporary = join(directory, "tmp");
  mkdirSync(temporary, { recursive: true });
  // The automation library looks the command line up on this process's own path.
  process.env.PATH = toolchain.env().PATH;
  const env = {
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    // The kubernetes plugin leaves kubeconfig files where temporary files go.
    TMPDIR: temporary,
    ...place.env,
  };
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: place.stack, workDir: directory },
    {
      envVars: { ...toolchain.env(), ...env },
      ...(settings === undefined ? {} : { projectSettings: settings }),
    },
  );
  for (const [key, value] of Object.entries(place.secrets)) {
    await stack.setConfig(key, { value, secret: true });
  }
  for (const [key, value] of Object.entries(place.config ?? {})) {
    await stack.setConfig(key, { value });
  }
  const stateFile = join(backend, ".pulumi/stacks", place.project, `${place.stack}.json`);
  return {
    configure: (value) => stack.setConfig("with", { value: JSON.stringify(value) }),
    setConfig: (key, value) => stack.setConfig(key, { value }),
    setSecret: (key, value) => stack.setConfig(key, { value, secret: true }),
    preview: (options) =>
      run(stack, (report) => stack.preview({ ...report, ...options, diff: true })),
    up: (options) => run(stack, (report) => stack.up({ ...report, ...options, diff: true })),
    refresh: () => run(stack, (report) => stack.refresh(report)),
    destroy: (options) => run(stack, (report) => stack.destroy({ ...report, ...options })),
    state: () => readFileSync(stateFile, "utf8"),
    shell: { directory, env },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

interface Report {
  onOutput(text: string): void;
  onError(text: string): void;
  onEvent(event: EngineEvent): void;
  color: "never";
}

/** The engine also reports what it would only show when asked for more. */
const shown: readonly string[] = ["info", "warning", "error"];

async function run(
  stack: Stack,
  command: (report: Report) => Promise<unknown>,
): Promise<EngineRun> {
  const texts: string[] = [];
  const steps: Step[] = [];
  const diagnostics: { severity: string; message: string }[] = [];
  const report: Report = {
    color: "never",
    onOutput: (text) => texts.push(text),
    onError: (text) => texts.push(text),
    onEvent: ({ resourcePreEvent, diagnosticEvent }) => {
      if (resourcePreEvent !== undefined) {
        const { op, urn, type, detailedDiff, diffs } = resourcePreEvent.metadata;
        const paths = Object.keys(detailedDiff ?? {});
        const name = urn.split("::").at(-1) ?? "";
        steps.push({ op, type, name, diffs: (paths.length > 0 ? paths : (diffs ?? [])).sort() });
      }
      if (diagnosticEvent !== undefined && shown.includes(diagnosticEvent.severity)) {
        const { severity, message } = diagnosticEvent;
        diagnostics.push({ severity, message: message.replace(/<\{%[^%]*%\}>/g, "").trim() });
      }
    },
  };
  const succeeded = await command(report).then(
    () => true,
    (error: unknown) => {
      // What the engine printed is in the error once more.
      if (texts.length === 0) texts.push(error instanceof Error ? error.message : String(error));
      return false;
    },
  );
  const outputs: OutputMap = succeeded ? await stack.outputs().catch(() => ({})) : {};
  return {
    succeeded,
    output: texts.join(""),
    changes: steps
      .filter(({ op }) => op !== "same" && op !== "read")
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.op < b.op ? -1 : 1)),
    diagnostics,
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([key, output]) => [key, output.value]),
    ),
  };
}
