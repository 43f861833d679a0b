import * as pulumi from "@pulumi/pulumi";
import { setTimeout as pause } from "node:timers/promises";
import { connectToCluster, type KubeApi } from "../adapters/kubernetes/apiClient";
import { knownText } from "../engine/knownText";
import { messageOf } from "../core/plain/text";

/** A member cluster, as far as asking it goes; a KubeFedCluster is one. */
export interface AskableCluster {
  readonly name: string;
  /** Absent for a cluster whose credentials cannot be read. */
  readonly memberKubeconfig: pulumi.Output<string> | undefined;
  /** @default the kubeconfig's current context */
  readonly context?: string | undefined;
}

/** A question to every cluster of a fleet. */
export interface ClusterQuestion<Answer> {
  /** What is asked about, for messages. */
  readonly subject: string;
  readonly clusters: readonly AskableCluster[];
  /** For all that is asked of one cluster; the clusters are asked at the same time. @default 10 */
  readonly timeoutSeconds?: number | undefined;
  readonly ask: (api: KubeApi) => Promise<Answer>;
}

/** What they said. */
export interface ClusterAnswers<Answer> {
  /** By name, sorted. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** By name: why there is no answer. */
  readonly unreachable: Readonly<Record<string, string>>;
}

/**
 * Asks every cluster at the same time. A cluster that does not answer, or whose kubeconfig is not known
 * yet, is reported with the reason and a warning; nothing is guessed about it. Never rejects.
 */
export async function askClusters<Answer>(
  question: ClusterQuestion<Answer>,
): Promise<ClusterAnswers<Answer>> {
  const asked = await Promise.all(
    question.clusters.map(async (cluster) => ({ cluster, ...(await askOne(question, cluster)) })),
  );
  asked.sort((a, b) => (a.cluster.name < b.cluster.name ? -1 : 1));
  const answers = new Map<string, Answer>();
  const unreachable: Record<string, string> = {};
  for (const { cluster, answer, problem } of asked) {
    if (answer !== undefined) answers.set(cluster.name, answer);
    if (problem === undefined) continue;
    unreachable[cluster.name] = problem;
    await pulumi.log.warn(
      `${question.subject}: nothing is known of member cluster "${cluster.name}": ${problem}`,
    );
  }
  return { answers, unreachable };
}

type Asked<Answer> =
  | { readonly answer: Answer; readonly problem?: undefined }
  | { readonly answer?: undefined; readonly problem: string };

async function askOne<Answer>(
  { ask, timeoutSeconds = 10 }: ClusterQuestion<Answer>,
  cluster: AskableCluster,
): Promise<Asked<Answer>> {
  const waiting = new AbortController();
  const late = pause(timeoutSeconds * 1000, undefined, { signal: waiting.signal }).then(
    () => ({ problem: `no answer within ${timeoutSeconds} s` }),
    () => ({ problem: "not waited for" }),
  );
  const asked = connect(cluster, timeoutSeconds * 1000)
    .then(async (api) => ({ answer: await ask(api) }))
    .catch((error: unknown) => ({ problem: messageOf(error) }));
  const first = await Promise.race([asked, late]);
  waiting.abort();
  return first;
}

async function connect(cluster: AskableCluster, deadlineMs: number): Promise<KubeApi> {
  const { memberKubeconfig, context } = cluster;
  if (memberKubeconfig === undefined) {
    throw new Error("the credentials of a provider of one's own cannot be read");
  }
  const kubeconfig = await knownText(memberKubeconfig);
  if (kubeconfig === undefined) throw new Error("its kubeconfig is only known after this update");
  return connectToCluster({ kubeconfig, context, deadlineMs });
}
