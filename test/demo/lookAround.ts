import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../fleet";
import type { DemoPlace } from "./place";

/** What a person can type while a demo is kept. */
export interface KeptDemo {
  readonly place: DemoPlace;
  readonly clusters: readonly Pick<Cluster, "name" | "kubeconfigPath">[];
  /** The full path of kubectl. */
  readonly kubectl: string;
}

/** Writes the variables that `pulumi` and `kubectl` need into a file for a shell to read. */
export function writeEnvironment(place: DemoPlace, env: Readonly<Record<string, string>>): void {
  const lines = Object.entries(env).map(([name, value]) => `export ${name}=${quote(value)}\n`);
  writeFileSync(environmentFile(place), lines.join(""), { mode: 0o600 });
}

/** Says how to look at clusters and stack, how to go on, and how to end it. */
export function renderLookAround({ place, clusters, kubectl }: KeptDemo): string {
  return [
    "the clusters:",
    ...clusters.map(
      ({ kubeconfigPath }) =>
        `  ${kubectl} --kubeconfig ${kubeconfigPath} -n shop get configmap,deployment,service`,
    ),
    "",
    "the stack (the first line sets PATH, KUBECONFIG, PULUMI_HOME, PULUMI_BACKEND_URL and the passphrase):",
    `  . ${environmentFile(place)}`,
    `  cd ${place.project}`,
    "  pulumi stack output plans",
    "  pulumi config set totalReplicas 15 && pulumi up",
    "",
    "to end it, clusters and files:",
    "  npm run demo -- --end",
  ]
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");
}

function environmentFile(place: DemoPlace): string {
  return join(place.directory, "env.sh");
}

/** A word that a shell takes as it is. */
function quote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
