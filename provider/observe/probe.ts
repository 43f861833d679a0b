import type * as pulumi from "@pulumi/pulumi";
import { setTimeout as pause } from "node:timers/promises";
import { connectToCluster, type KubeApi } from "../adapters/kubernetes/apiClient";
import { parseKubeconfig } from "../adapters/kubernetes/kubeconfig";
import { clusterHealth, type ProbeAnswer } from "../core/status/health";
import { hasRealEngine } from "../engine/engine";
import { knownText } from "../engine/knownText";
import type { Probe } from "../engine/run";
import { messageOf } from "../core/plain/text";

/** A cluster to be asked how it is. */
export interface ProbeRequest {
  /** Absent for a cluster whose credentials cannot be read. */
  readonly kubeconfig: pulumi.Output<string> | undefined;
  readonly context: string | undefined;
  /**
   * The scoped kubeconfig of a cluster that was joined before. It is what the cluster is worked with, so
   * its answer counts when it is good; the other one may have expired meanwhile. Must not reject.
   */
  readonly joined?: Promise<string | undefined> | undefined;
  /** For each attempt; a kubeconfig that is not known after this time is not waited for. */
  readonly timeoutMs: number;
  /** How many attempts in a row must fail. */
  readonly failureThreshold: number;
}

/**
 * Asks a member cluster for `/healthz`, as KubeFed's health check does, and says how it is. Never
 * rejects. A cluster whose kubeconfig is not known yet is not asked, nor is any under mocks.
 *
 * One that was joined is asked with both its kubeconfigs at the same time.
 */
export async function probeCluster(request: ProbeRequest): Promise<Probe> {
  if (!hasRealEngine()) return notAsked("the program is run by mocks");
  const given = askAsGiven(request);
  const joined = await request.joined;
  if (joined === undefined) return given;
  const probe = await ask({ ...request, context: undefined }, joined);
  return probe.kind === "asked" && probe.health.reachable ? probe : given;
}

async function askAsGiven(request: ProbeRequest): Promise<Probe> {
  const { kubeconfig, timeoutMs } = request;
  if (kubeconfig === undefined) {
    return notAsked("the credentials of a provider of one's own cannot be read");
  }
  const waiting = new AbortController();
  const late = pause(timeoutMs, undefined, { signal: waiting.signal }).catch(() => undefined);
  const text = await Promise.race([knownText(kubeconfig).catch(() => undefined), late]);
  waiting.abort();
  if (text === undefined) return notAsked("its kubeconfig is only known after this update");
  return ask(request, text);
}

async function ask(request: ProbeRequest, kubeconfig: string): Promise<Probe> {
  const { context, timeoutMs } = request;
  let api: KubeApi;
  try {
    api = connectToCluster({ kubeconfig, context, deadlineMs: timeoutMs });
  } catch (error) {
    const answer = { kind: "malformed", message: messageOf(error) } as const;
    return { kind: "asked", health: clusterHealth(answer), api: undefined };
  }
  let health = clusterHealth(await healthz(api));
  for (let failed = 1; !health.reachable && failed < request.failureThreshold; failed += 1) {
    health = clusterHealth(await healthz(api));
  }
  const { namespace } = parseKubeconfig(kubeconfig, context);
  return { kind: "asked", health, api, namespace };
}

/** No word of health is longer; what streams without end is found out soon. */
const probeBytes = 1024 * 1024;

async function healthz(api: KubeApi): Promise<ProbeAnswer> {
  const ask = (path: string) => api.request({ method: "GET", path, maxBytes: probeBytes });
  try {
    const { status, body } = await ask("/healthz");
    // One after the other, over one connection: the first answer alone may come from anything.
    return { kind: "answered", status, body: bodyText(body), version: await ask("/version") };
  } catch (error) {
    return { kind: "no-answer", message: messageOf(error) };
  }
}

function notAsked(why: string): Probe {
  return { kind: "not-asked", why };
}

/** A refusal comes as a Status object, whose message says what a person needs. */
function bodyText(body: unknown): string {
  if (typeof body === "string") return body;
  const message: unknown =
    typeof body === "object" && body !== null ? Reflect.get(body, "message") : undefined;
  return typeof message === "string" ? message : JSON.stringify(body);
}
