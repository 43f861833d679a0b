import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import type { Fleet } from "../fleet";
import type { Toolchain } from "../toolchain";
import type { DemoPlace } from "./place";

const repository = resolve(__dirname, "../..");

/** The labels of a member cluster of the demo. */
export interface DemoMember {
  readonly tier: string;
  readonly region: string;
}

/** The demo's stack, and the variables that a person needs to use it. */
export interface DemoProject {
  readonly stack: Stack;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Makes a Pulumi project of examples/shop with a local backend. Its packages are links to this
 * repository and its own, so that there is one copy of `@pulumi/pulumi`.
 */
export async function createProject(request: {
  place: DemoPlace;
  fleet: Fleet;
  members: Readonly<Record<string, DemoMember>>;
  toolchain: Toolchain;
}): Promise<DemoProject> {
  const { place, fleet, members, toolchain } = request;
  writeProject(place.project);
  const clusters = Object.values(fleet.clusters);
  const env: Record<string, string> = {
    ...toolchain.env(),
    PULUMI_BACKEND_URL: `file://${place.state}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    // The kubernetes plugin leaves files where temporary files go.
    TMPDIR: place.temporary,
  };
  // The automation library looks the command line up on this process's own path.
  process.env.PATH = toolchain.env().PATH;
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "dev", workDir: place.project },
    { envVars: env },
  );
  await stack.setAllConfig({
    members: { value: JSON.stringify(members) },
    ...Object.fromEntries(
      clusters.map(({ name, kubeconfig }) => [
        `${name}-kubeconfig`,
        { value: kubeconfig, secret: true },
      ]),
    ),
  });
  const KUBECONFIG = clusters.map(({ kubeconfigPath }) => kubeconfigPath).join(delimiter);
  return { stack, env: { ...env, KUBECONFIG } };
}

function writeProject(directory: string): void {
  // Not the whole folder: a stack's settings there are somebody's own, with secrets of another passphrase.
  for (const file of ["Pulumi.yaml", "index.ts", "tsconfig.json"]) {
    copyFileSync(join(repository, "examples/shop", file), join(directory, file));
  }
  const packages = join(directory, "node_modules");
  mkdirSync(packages);
  for (const name of ["@pulumi", "tsx"]) {
    symlinkSync(join(repository, "node_modules", name), join(packages, name));
  }
  symlinkSync(repository, join(packages, "pulumi-kubefed"));
  // The language host would check all types of @pulumi/kubernetes first, which takes longer than the demo.
  const main = `require("tsx/cjs");\nmodule.exports = require("./index.ts");\n`;
  writeFileSync(join(directory, "main.js"), main);
  writeFileSync(join(directory, "package.json"), `{ "main": "main.js" }\n`);
}
