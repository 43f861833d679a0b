/*
 * Questions that a program asks of its clusters while it runs; each in turn, none for ever, and no answer is never
 * taken for a "no". `objects/` asks for objects, the rest for clusters.
 */

import type * as pulumi from "@pulumi/pulumi";
import { setTimeout as pause } from "node:timers/promises";
import { connectToCluster, type KubeApi } from "../adapters/kubernetes/apiClient";
import { parseKubeconfig } from "../adapters/kubernetes/kubeconfig/kubeconfig";
import { afterListening } from "../adapters/time/listeningTime";
import type { ClusterIdentity } from "../core/membership/identity";
import { clusterHealth, type ProbeAnswer } from "../core/status/health";
import { hasRealEngine } from "../engine/engine";
import { knownText } from "../engine/knownText";
import type { Probe } from "../engine/run";
import { messageOf } from "../core/plain/text";
import { askIdentity, type IdentityRequest } from "./clusterIdentity";

/** A cluster to be asked how it is. */
export interface ProbeRequest {
  /** Absent for a cluster whose credentials cannot be read. */
  readonly kubeconfig: pulumi.Output<string | undefined> | undefined;
  readonly context: string | undefined;
  /**
   * The scoped kubeconfig of a cluster that was joined before. It is what the cluster is worked with, so
   * its answer counts when it is good; the other one may have expired meanwhile. Must not reject.
   */
  readonly joined?: Promise<string | undefined> | undefined;
  /** For each attempt; a kubeconfig that is not known after this time is not waited for. */
  readonly timeoutMs: number;
  /** How many attempts in a row must fail; two at least are made before a cluster counts as away. */
  readonly failureThreshold: number;
  /** Which cluster the stack knows it to be. Must not reject. */
  readonly recorded?: Promise<ClusterIdentity | undefined> | undefined;
}

/** Between two attempts, so that the second does not meet the very same moment. */
const pauseMs = 200;

/**
 * Asks a member cluster for `/healthz`, as KubeFed's health check does, and which cluster it is, over the
 * same connection; says how it is. Never rejects. A cluster whose kubeconfig is not known yet is not asked,
 * nor is any under mocks.
 *
 * - Only time in which an answer could be heard is counted, and no cluster is given up after one attempt.
 * - One that was joined is asked with both its kubeconfigs at the same time.
 */
export async function probeCluster(request: ProbeRequest): Promise<Probe> {
  if (!hasRealEngine()) return notAsked("the program is run by mocks");
  const asked = askAsGiven(request);
  const joined = await request.joined;
  if (joined === undefined) return asked;
  const probe = await probeWith({ ...request, context: undefined }, joined);
  const given = await asked;
  return probe.kind === "asked" && probe.health.reachable ? { ...probe, given } : given;
}

async function askAsGiven(request: ProbeRequest): Promise<Probe> {
  const { kubeconfig, timeoutMs } = request;
  if (kubeconfig === undefined) return notAsked(unreadable);
  const text = await inTime(
    timeoutMs,
    knownText(kubeconfig).catch(() => undefined),
  );
  if (text === undefined) return notAsked("its kubeconfig is only known after this update");
  return probeWith(request, text);
}

const unreadable = "the credentials of a provider of one's own cannot be read";

/** Asks with a kubeconfig that is known. Never rejects. */
export async function probeWith(
  request: Omit<ProbeRequest, "kubeconfig">,
  kubeconfig: string,
): Promise<Probe> {
  const { context, timeoutMs, failureThreshold } = request;
  let api: KubeApi;
  try {
    api = connectToCluster({ kubeconfig, context, deadlineMs: timeoutMs });
  } catch (error) {
    const answer = { kind: "malformed", message: messageOf(error) } as const;
    return { kind: "asked", health: clusterHealth(answer), api: undefined };
  }
  const { namespace } = parseKubeconfig(kubeconfig, context);
  const recorded = await request.recorded;
  const ask = () => askOnce({ api, namespace, recorded });
  let answer = await ask();
  const attempts = Math.max(2, failureThreshold);
  for (let failed = 1; !answer.health.reachable && failed < attempts; failed += 1) {
    await pause(pauseMs);
    answer = await ask();
  }
  return { kind: "asked", api, namespace, ...answer };
}

/** How it is and which it is. */
type Answer = Pick<Extract<Probe, { kind: "asked" }>, "health" | "identities">;

async function askOnce(request: IdentityRequest): Promise<Answer> {
  const answer = await healthz(request.api);
  const health = clusterHealth(answer);
  if (!health.reachable) return { health };
  const identity = await askIdentity(request);
  if (identity.kind === "known") {
    const { identities } = identity;
    return { health: clusterHealth(answer, identities), identities };
  }
  return { health: clusterHealth({ kind: "no-answer", message: identity.why }) };
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

/** What a promise gives within a time in which it could be heard; undefined where it does not. */
function inTime<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = afterListening(ms, () => {
      resolve(undefined);
    });
    void promise.then(resolve, reject).finally(timer.stop);
  });
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
