import { isPlainObject } from "../plain/plainObject";
import { plainText } from "../plain/plainText";
import { describeKind } from "../plain/valueKind";
import type { Condition } from "./status";

/** What a cluster said when it was asked how it is. */
export type ProbeAnswer =
  /** It answered `/healthz`, with this HTTP status and this text. */
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly body: string;
      /** What it answered to `/version`, which tells an API server from anything else that says `ok`. */
      readonly version?: VersionAnswer | undefined;
    }
  /** No answer came: why. */
  | { readonly kind: "no-answer"; readonly message: string }
  /** It could not even be asked: what is wrong with its kubeconfig. */
  | { readonly kind: "malformed"; readonly message: string };

/** The answer to `/version`: its HTTP status, and its body parsed where that is JSON. */
export interface VersionAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** How a member cluster is, in KubeFed's words. */
export interface ClusterHealth {
  readonly ready: boolean;
  /** Whether it can be worked with: a Kubernetes API answered, and takes our credentials. */
  readonly reachable: boolean;
  /** `ClusterReady`, `ClusterNotReady`, `ClusterNotReachable` or `ClusterConfigMalformed`. */
  readonly reason: string;
  readonly message: string;
  readonly conditions: readonly Condition[];
}

/**
 * Reads the answer to `GET /healthz` as KubeFed does: the body `ok` in any case is Ready; another body
 * is not ready but reachable; no answer, or an answer other than 2xx, is Offline; a kubeconfig that
 * cannot be used is ConfigMalformed.
 *
 * - What answers, but not as an API server answers `/version`, is something else at that address, such as
 *   a portal or a default backend: Offline, where KubeFed believes whatever says `ok`.
 * - 403 says that the server is there and knows us, only not for `/healthz`: Ready, where KubeFed says Offline.
 *   403 to `/version` too, which any account may read unless it is forbidden, is reachable and not ready, and
 *   Offline where it refuses to say which cluster it is as well: nothing there is for these credentials.
 *
 * Source: KubeFed `pkg/controller/kubefedcluster/clusterclient.go`, `GetClusterHealthStatus`.
 *
 * @example
 * clusterHealth({ kind: "answered", status: 200, body: "OK" })
 * //=> { ready: true, reachable: true, reason: "ClusterReady", message: "/healthz responded with ok", conditions: [{ type: "Ready", status: "True", reason: "ClusterReady", message: "/healthz responded with ok" }] }
 */
export function clusterHealth(
  answer: ProbeAnswer,
  /** What told which cluster it is; absent where that was not asked. */
  identities?: readonly unknown[],
): ClusterHealth {
  if (answer.kind === "malformed") return malformed(answer.message);
  if (answer.kind === "no-answer") return offline(answer.message);
  const { status, body, version } = answer;
  // What is down says so in words of its own, whatever stands before it.
  const isDown = status === 429 || status >= 500;
  const impostor = isDown ? undefined : impostorProblem(body, version);
  if (impostor !== undefined) {
    return offline(`what answers there is no Kubernetes API: ${impostor}`);
  }
  if (status === 403) return forbidden(version, identities);
  if (status < 200 || status > 299) return offline(describeRefusal(status, body));
  if (body.trim().toLowerCase() === "ok") return ready("/healthz responded with ok");
  return notReady("/healthz responded without ok");
}

function ready(message: string): ClusterHealth {
  const reason = "ClusterReady";
  const conditions = [{ type: "Ready", status: "True", reason, message }];
  return { ready: true, reachable: true, reason, message, conditions };
}

/** Why what answers is no API server; undefined for one that may be. */
function impostorProblem(body: string, version: VersionAnswer | undefined): string | undefined {
  return version === undefined ? pageProblem(body) : versionProblem(version);
}

/** A page where `/healthz` would say a word: without further evidence, all that gives something else away. */
function pageProblem(body: string): string | undefined {
  return /^\s*<(!doctype|html)\b/i.test(body) ? "/healthz gave a web page" : undefined;
}

/**
 * Why an answer to `/version` is not an API server's; undefined for one that may be.
 *
 * @example
 * versionProblem({ status: 403, body: { kind: "Status" } })
 * //=> undefined
 */
export function versionProblem({ status, body }: VersionAnswer): string | undefined {
  const answer = isPlainObject(body) ? body : {};
  // Every refusal of an API server is a Status.
  if (answer.kind === "Status") return undefined;
  if (status >= 200 && status <= 299 && typeof answer.gitVersion === "string") return undefined;
  return `/version gave ${describeKind(body)} with status ${status}, and neither a version nor a refusal of Kubernetes`;
}

function forbidden(
  version: VersionAnswer | undefined,
  identities: readonly unknown[] | undefined,
): ClusterHealth {
  if (version === undefined || version.status < 400) {
    return ready("/healthz is not for us, but the server takes our credentials");
  }
  if (identities?.length === 0) {
    return offline(
      `it answered 403 to /healthz, ${version.status} to /version and nothing to who asks which cluster it is: nothing there is for these credentials`,
    );
  }
  return notReady(
    `it answered 403 to /healthz and ${version.status} to /version: nothing that was asked is for these credentials`,
  );
}

function notReady(message: string): ClusterHealth {
  const reason = "ClusterNotReady";
  const reachable = {
    type: "Offline",
    status: "False",
    reason: "ClusterReachable",
    message: "cluster is reachable",
  };
  const conditions = [{ type: "Ready", status: "False", reason, message }, reachable];
  return { ready: false, reachable: true, reason, message, conditions };
}

function offline(why: string): ClusterHealth {
  const [reason, message] = ["ClusterNotReachable", `cluster is not reachable: ${why}`];
  const conditions = [{ type: "Offline", status: "True", reason, message }];
  return { ready: false, reachable: false, reason, message, conditions };
}

function malformed(why: string): ClusterHealth {
  const reason = "ClusterConfigMalformed";
  const message = "cluster's configuration may be malformed";
  const conditions = [{ type: "ConfigMalformed", status: "True", reason, message }];
  return { ready: false, reachable: false, reason, message: `${message}: ${why}`, conditions };
}

function describeRefusal(status: number, body: string): string {
  if (status === 401) return "it answered 401, it does not take the credentials (any more)";
  const text = plainText(body.trim().slice(0, 200));
  return `it answered ${status}${text === "" ? "" : ` "${text}"`}`;
}
