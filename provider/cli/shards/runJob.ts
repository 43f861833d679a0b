import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  connectToCluster,
  type KubeApi,
  type KubeRequest,
} from "../../adapters/kubernetes/apiClient";
import { readKubeconfigFiles } from "../../adapters/files/kubeconfigFiles";
import { mapAt, textAt } from "../../core/plain/fields";
import { isPlainObject } from "../../core/plain/plainObject";
import { messageOf } from "../../core/plain/text";
import { type JobEnd, jobEnd, preparedJob } from "../../core/shards/shardJob";
import { parseManifests } from "../engine/manifestFiles";
import { CommandFailure } from "../options/commandFailure";
import { tell } from "../terminal/output";
import type { ShardStack } from "./shardStacks";

/** Where shards run as an Indexed Job. */
export interface JobPlace {
  /** The manifest's file. */
  readonly job: string;
  /** A file, or a list of them. @default `KUBECONFIG`, else `~/.kube/config` */
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
}

const intervalMs = 2000;

/**
 * Starts the Indexed Job of a manifest with what all shards must divide, and follows it to its end. One that has
 * ended is deleted first; one that runs is left alone, and refused. Gives the exit code.
 */
export async function runShardJob(
  place: JobPlace,
  of: {
    readonly shards: readonly ShardStack[];
    readonly division: string | undefined;
    readonly parallel: number | undefined;
    readonly signal: AbortSignal;
  },
): Promise<number> {
  const manifest = jobIn(place.job);
  const names = of.shards.map(({ name }) => name);
  const { job, problems } = preparedJob(manifest, { ...of, names });
  if (problems.length > 0) throw new CommandFailure(`${place.job}: ${problems.join("; ")}`);
  const api = connectToCluster({ kubeconfig: kubeconfigText(place), context: place.context });
  const name = textAt(mapAt(job, "metadata"), "name");
  const namespace = textAt(mapAt(job, "metadata"), "namespace") || "default";
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  await removeEnded(api, `${jobs}/${name}`);
  await call(api, { method: "POST", path: jobs, body: job });
  await tell(`Job ${namespace}/${name}: ${names.length} shards\n`);
  return follow(api, { path: `${jobs}/${name}`, names, signal: of.signal });
}

async function follow(
  api: KubeApi,
  of: { readonly path: string; readonly names: readonly string[]; readonly signal: AbortSignal },
): Promise<number> {
  let said = "";
  for (;;) {
    const { body } = await call(api, { method: "GET", path: of.path });
    const end = jobEnd(body, of.names);
    if (end.text !== said) await tell(`${end.text}\n`);
    said = end.text;
    if (end.isEnded) return codeOf(end);
    if (of.signal.aborted) {
      throw new CommandFailure(
        "interrupted; the Job goes on: kubectl delete job ends it, and each update in the engine's own way",
      );
    }
    await pause(intervalMs, undefined, { signal: of.signal }).catch(() => undefined);
  }
}

function codeOf({ isGood }: JobEnd): number {
  return isGood ? 0 : 1;
}

/** A Job that has ended makes place for the next one; a second one beside it would update the same shards. */
async function removeEnded(api: KubeApi, path: string): Promise<void> {
  const found = await api.request({ method: "GET", path });
  if (found.status === 404) return;
  if (found.status !== 200) throw refused(path, found);
  if (!jobEnd(found.body, []).isEnded) {
    throw new CommandFailure(
      `${path} runs: wait for its end, or kubectl delete it; two of them would update the same shards`,
    );
  }
  await call(api, { method: "DELETE", path: `${path}?propagationPolicy=Foreground` });
  for (;;) {
    const { status } = await api.request({ method: "GET", path });
    if (status === 404) return;
    await pause(250);
  }
}

async function call(api: KubeApi, request: KubeRequest) {
  const answer = await api.request(request);
  if (answer.status >= 300) throw refused(request.path, answer);
  return answer;
}

function refused(path: string, { status, body }: { status: number; body: unknown }) {
  const said = textAt(mapAt(body), "message");
  return new CommandFailure(
    `${path}: the API server answered ${status}${said === "" ? "" : `: ${said}`}`,
  );
}

function jobIn(file: string) {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new CommandFailure(`--job: ${messageOf(error)}`);
  }
  const jobs = parseManifests(text)
    .filter(isPlainObject)
    .filter(({ kind }) => kind === "Job");
  const [job] = jobs;
  if (job === undefined || jobs.length > 1)
    throw new CommandFailure(`--job: "${file}" must have one Job; it has ${jobs.length}`);
  return job;
}

function kubeconfigText({ kubeconfig }: JobPlace): string {
  const path = kubeconfig ?? process.env.KUBECONFIG ?? join(homedir(), ".kube/config");
  try {
    return readKubeconfigFiles(path);
  } catch (error) {
    throw new CommandFailure(`--kubeconfig: "${path}" cannot be read: ${messageOf(error)}`);
  }
}
