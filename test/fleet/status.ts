import { get } from "lodash";
import { readFileSync } from "node:fs";
import { isRunning } from "../toolchain/processIdentity";
import { readDescription, type ClusterDescription } from "./description";
import { callKubeApi } from "./kubeApi";
import { parseKubeconfig } from "./kubeconfig";
import { hasSupervisor, readProcessRecord } from "./processRecord";
import { programNames } from "./programs";
import { readyNodes } from "./settle";

/** What can be seen of a cluster from outside. */
export interface ClusterStatus {
  readonly description: ClusterDescription;
  /** Kubernetes' version and how many nodes are Ready, or why the cluster does not answer. */
  readonly answer: { readonly version: string; readonly nodes: number } | { readonly no: string };
}

/** The clusters of the fleet that runs in `directory`; `undefined` when none does. */
export function runningClusters(directory: string): readonly ClusterDescription[] | undefined {
  return hasSupervisor(directory) ? readDescription(directory)?.clusters : undefined;
}

/** Whether every program of every cluster of the fleet in `directory` runs. */
export function isWhole(directory: string): boolean {
  const programs = readProcessRecord(directory)?.programs ?? {};
  const clusters = runningClusters(directory) ?? [];
  return clusters.every(({ name }) =>
    programNames.every((program) => {
      const identity = programs[`${name}/${program}`];
      return identity !== undefined && isRunning(identity);
    }),
  );
}

/** Asks a cluster for its version and nodes. */
export async function readStatus(description: ClusterDescription): Promise<ClusterStatus> {
  try {
    const access = parseKubeconfig(readFileSync(description.kubeconfigPath, "utf8"));
    const version = await callKubeApi(access, { path: "/version", timeoutMs: 3000 });
    const nodes = await callKubeApi(access, { path: "/api/v1/nodes", timeoutMs: 3000 });
    const text: unknown = get(version.body, "gitVersion");
    return { description, answer: { version: String(text), nodes: readyNodes(nodes.body) } };
  } catch (error) {
    return { description, answer: { no: error instanceof Error ? error.message : String(error) } };
  }
}

/** A cluster's line in the output of `status`. */
export function formatStatus({ description, answer }: ClusterStatus): string {
  const { name, apiEndpoint, region, zones } = description;
  const state =
    "no" in answer ? `does not answer: ${answer.no}` : `${answer.version}, ${answer.nodes} nodes`;
  return `${name}: ${state}, ${apiEndpoint}, ${region} (${zones.join(", ")})`;
}
