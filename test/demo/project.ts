import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type EngineEvent, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import type { Fleet } from "../fleet";
import type { Toolchain } from "../toolchain";

const repository = resolve(__dirname, "../..");

/** Where a member cluster of the demo stands. */
export interface DemoMember {
  readonly tier: string;
  readonly region: string;
}

/** The demo's stack, and how a person gets at it. */
export interface DemoProject {
  readonly stack: Stack;
  readonly directory: string;
  /** Variables that the `pulumi` command line needs in `directory`. */
  readonly env: Readonly<Record<string, string>>;
}

/** Makes a Pulumi project of examples/shop in `directory`, with a local backend beside it. */
export async function createProject(request: {
  directory: string;
  fleet: Fleet;
  members: Readonly<Record<string, DemoMember>>;
  toolchain: Toolchain;
}): Promise<DemoProject> {
  const { fleet, members, toolchain } = request;
  const directory = join(request.directory, "shop");
  const backend = join(request.directory, "state");
  const temporary = join(request.directory, "tmp");
  for (const folder of [join(directory, "node_modules"), backend, temporary])
    mkdirSync(folder, { recursive: true });
  cpSync(join(repository, "examples/shop"), directory, { recursive: true });
  for (const name of ["@pulumi", "tsx"]) {
    symlinkSync(join(repository, "node_modules", name), join(directory, "node_modules", name));
  }
  symlinkSync(repository, join(directory, "node_modules/pulumi-kubefed"));
  // The language host would check all types of @pulumi/kubernetes first, which takes far longer than the demo.
  writeFileSync(
    join(directory, "main.js"),
    `require("tsx/cjs");\nmodule.exports = require("./index.ts");\n`,
  );
  writeFileSync(join(directory, "package.json"), `{ "main": "main.js" }\n`);
  const env: Record<string, string> = {
    ...toolchain.env(),
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    // The kubernetes plugin leaves kubeconfig files where temporary files go.
    TMPDIR: temporary,
  };
  // The automation library looks the command line up on this process's own path.
  process.env.PATH = toolchain.env().PATH;
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "dev", workDir: directory },
    { envVars: env },
  );
  await stack.setConfig("members", { value: JSON.stringify(members) });
  for (const { name, kubeconfig } of Object.values(fleet.clusters)) {
    await stack.setConfig(`${name}-kubeconfig`, { value: kubeconfig, secret: true });
  }
  return { stack, directory, env };
}

/** An engine command that failed, with what the engine said. */
export class EngineFailure extends Error {}

/** Runs a command of the engine and returns its events; throws an EngineFailure when it fails. */
export async function collect(
  command: (options: { onEvent: (event: EngineEvent) => void }) => Promise<unknown>,
): Promise<EngineEvent[]> {
  const events: EngineEvent[] = [];
  try {
    await command({ onEvent: (event) => events.push(event) });
    return events;
  } catch (error) {
    const said = events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent?.severity === "error"
        ? [diagnosticEvent.message.replace(/<\{%[^%]*%\}>/g, "")]
        : [],
    );
    const text =
      said.length > 0 ? said.join("\n") : error instanceof Error ? error.message : String(error);
    throw new EngineFailure(text, { cause: error });
  }
}
