import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { parse } from "yaml";

const execute = promisify(execFile);
const pipelines = resolve(__dirname, "../../examples/pipelines");

type Env = Readonly<Record<string, string>>;

/** A job of a pipeline, as its runner goes through it. */
export interface PipelineJob {
  /** Each is one shell; `outputs` are what steps before it have written. */
  readonly steps: readonly {
    readonly id?: string;
    readonly script: string;
    readonly env: (outputs: Env) => Env;
  }[];
}

interface GithubStep {
  readonly id?: string;
  readonly run?: string;
  readonly env?: Env;
}
interface GithubFile {
  readonly env: Env;
  readonly jobs: Record<string, { readonly env?: Env; readonly steps: readonly GithubStep[] }>;
}

/** A job of the GitHub workflow; `given` has what its expressions give, by their text. */
export function githubJob(name: string, given: Env): PipelineJob {
  const file = parse(readFileSync(join(pipelines, "github/fleet.yml"), "utf8")) as GithubFile;
  const job = file.jobs[name];
  if (job === undefined) throw new Error(`the workflow has no job "${name}"`);
  const steps = job.steps.flatMap(({ id, run, env }) =>
    run === undefined
      ? []
      : [
          {
            ...(id === undefined ? {} : { id }),
            script: `set -eo pipefail\n${run}`,
            env: (outputs: Env) =>
              valuesOf({ ...file.env, ...job.env, ...env }, { ...given, ...outputs }),
          },
        ],
  );
  return { steps };
}

function valuesOf(env: Env, given: Env): Env {
  const value = (text: string): string =>
    text.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
      const found = given[expression];
      if (found === undefined) throw new Error(`nothing is given for "${expression}"`);
      return found;
    });
  return Object.fromEntries(Object.entries(env).map(([key, text]) => [key, value(text)]));
}

interface GitlabFile {
  readonly variables: Env;
  readonly default: { readonly before_script: readonly string[] };
  readonly [job: string]: unknown;
}

/** A job of the GitLab pipeline, all of whose lines run in one shell, with the variables that are set. */
export function gitlabJob(name: string, given: Env): PipelineJob {
  const file = parse(readFileSync(join(pipelines, "gitlab/.gitlab-ci.yml"), "utf8")) as GitlabFile;
  const { script } = file[name] as { script: readonly string[] };
  const lines = ["set -eo pipefail", ...file.default.before_script, ...script];
  return { steps: [{ script: lines.join("\n"), env: () => ({ ...file.variables, ...given }) }] };
}

/** How a job ended: the exit code of the first step that failed, 0 for none. */
export interface PipelineEnd {
  readonly code: number;
  readonly said: string;
}

/** Runs the steps of a job one after the other, until one fails. */
export async function runJob(
  job: PipelineJob,
  place: {
    readonly directory: string;
    readonly env: NodeJS.ProcessEnv;
    /** What stands in the pipeline for its own project. @default nothing */
    readonly set?: Env;
  },
): Promise<PipelineEnd> {
  const outputs: Record<string, string> = {};
  const outputFile = join(place.directory, "github-output");
  let said = "";
  for (const { id, script, env } of job.steps) {
    writeFileSync(outputFile, "");
    const end = await runShell(script, {
      ...place,
      env: { ...place.env, ...env(outputs), ...place.set, GITHUB_OUTPUT: outputFile },
    });
    said += end.said;
    if (end.code !== 0) return { code: end.code, said };
    for (const line of readFileSync(outputFile, "utf8").split("\n").filter(Boolean)) {
      const [key = "", value = ""] = line.split("=");
      outputs[`steps.${id ?? ""}.outputs.${key}`] = value;
    }
  }
  return { code: 0, said };
}

async function runShell(
  script: string,
  { directory, env }: { readonly directory: string; readonly env: NodeJS.ProcessEnv },
): Promise<PipelineEnd> {
  try {
    const given = ["--noprofile", "--norc", "-c", script];
    const { stdout, stderr } = await execute("bash", given, { cwd: directory, env });
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

/** Commands of a vendor, and others that a test stands in for: what each was called with, and what it keeps. */
export interface StandIns {
  /** A search path that has them first. */
  readonly path: string;
  /** Every call in its order, its command first. */
  calls(): string[][];
  /** Comments, notes or issues by number. */
  kept(): Record<
    string,
    { readonly title?: string; readonly body: string; readonly state?: string }
  >;
}

/** Puts stand-ins for some commands into a folder. */
export function standIns(folder: string, names: readonly string[]): StandIns {
  mkdirSync(folder, { recursive: true });
  const source = readFileSync(join(__dirname, "pipelineStandIn.ts"), "utf8");
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  for (const name of names) {
    const file = join(folder, name);
    writeFileSync(file, `#!${process.execPath}\n${outputText}`);
    chmodSync(file, 0o755);
  }
  const read = (name: string): string => {
    const file = join(folder, name);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };
  return {
    path: [folder, process.env.PATH].join(delimiter),
    calls: () =>
      read("calls")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as string[]),
    kept: () => JSON.parse(read("kept.json") || "{}") as ReturnType<StandIns["kept"]>,
  };
}
