import type { Condition } from "./status";

/** What a cluster said when it was asked how it is. */
export type ProbeAnswer =
  /** It answered `/healthz`, with this HTTP status and this text. */
  | { readonly kind: "answered"; readonly status: number; readonly body: string }
  /** No answer came: why. */
  | { readonly kind: "no-answer"; readonly message: string }
  /** It could not even be asked: what is wrong with its kubeconfig. */
  | { readonly kind: "malformed"; readonly message: string };

/** How a member cluster is, in KubeFed's words. */
export interface ClusterHealth {
  readonly ready: boolean;
  /** Whether it can be worked with: it answers and takes our credentials. */
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
 * - 403 says that the server is there and knows us, only not for `/healthz`: Ready, where KubeFed says Offline.
 *
 * Source: KubeFed `pkg/controller/kubefedcluster/clusterclient.go`, `GetClusterHealthStatus`.
 *
 * @example
 * clusterHealth({ kind: "answered", status: 200, body: "OK" })
 * //=> { ready: true, reachable: true, reason: "ClusterReady", message: "/healthz responded with ok", conditions: [{ type: "Ready", status: "True", reason: "ClusterReady", message: "/healthz responded with ok" }] }
 */
export function clusterHealth(answer: ProbeAnswer): ClusterHealth {
  if (answer.kind === "malformed") return malformed(answer.message);
  if (answer.kind === "no-answer") return offline(answer.message);
  const { status, body } = answer;
  if (status === 403) return ready("/healthz is not for us, but the server takes our credentials");
  if (status < 200 || status > 299) return offline(describeRefusal(status, body));
  if (body.trim().toLowerCase() === "ok") return ready("/healthz responded with ok");
  return notReady();
}

function ready(message: string): ClusterHealth {
  const reason = "ClusterReady";
  const conditions = [{ type: "Ready", status: "True", reason, message }];
  return { ready: true, reachable: true, reason, message, conditions };
}

function notReady(): ClusterHealth {
  const [reason, message] = ["ClusterNotReady", "/healthz responded without ok"];
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
  const text = body.trim().slice(0, 200);
  return `it answered ${status}${text === "" ? "" : ` ${JSON.stringify(text)}`}`;
}
