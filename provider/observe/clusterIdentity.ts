import { createHash } from "node:crypto";
import type { KubeApi } from "../adapters/kubernetes/apiClient";
import { isPlainObject } from "../core/plain/plainObject";
import { type ClusterIdentity, identityKind } from "../core/membership/identity";

/** What came of asking a cluster which one it is. */
export type IdentityAnswer =
  /** Every kind of identity that was asked for and may be read, the best first. */
  | { readonly kind: "known"; readonly identities: readonly ClusterIdentity[] }
  /** It did not say, for now. */
  | { readonly kind: "no-answer"; readonly why: string }
  /** What answers is no Kubernetes API. */
  | { readonly kind: "something-else"; readonly why: string };

/** Which cluster, and what it is to be compared with. */
export interface IdentityRequest {
  readonly api: KubeApi;
  /** The namespace that the credentials are for. */
  readonly namespace: string | undefined;
  /** What is known of it already, so that the same kind is asked for. */
  readonly recorded: ClusterIdentity | undefined;
}

/** An answer that is neither yes nor no. */
class Unanswered extends Error {
  constructor(
    readonly kind: "no-answer" | "something-else",
    message: string,
  ) {
    super(message);
    this.name = "Unanswered";
  }
}

/**
 * Asks a cluster which one it is, one question after the other over the connection that is there. Only a
 * refusal counts as "may not be read". Never rejects.
 */
export async function askIdentity(request: IdentityRequest): Promise<IdentityAnswer> {
  const { api, namespace = "default", recorded } = request;
  const ways = {
    cluster: async () => {
      const uid = await uidOf(api, "kube-system");
      return uid;
    },
    namespace: async () => {
      const uid = await uidOf(api, namespace);
      return uid && `namespace ${namespace} ${uid}`;
    },
    keys: () => keysOf(api),
  } as const;
  const wanted = recorded === undefined ? undefined : identityKind(recorded);
  const identities: ClusterIdentity[] = [];
  try {
    for (const kind of ["cluster", "namespace", "keys"] as const) {
      if (identities.length > 0 && kind !== wanted) continue;
      const found = await ways[kind]();
      if (found !== undefined) identities.push(found);
    }
    return { kind: "known", identities };
  } catch (error) {
    if (error instanceof Unanswered) return { kind: error.kind, why: error.message };
    return { kind: "no-answer", why: error instanceof Error ? error.message : String(error) };
  }
}

/** The uid of a namespace; undefined where it may not be read, or is not there. */
async function uidOf(api: KubeApi, namespace: string): Promise<string | undefined> {
  const object = await read(api, `/api/v1/namespaces/${encodeURIComponent(namespace)}`);
  const metadata = isPlainObject(object?.["metadata"]) ? object["metadata"] : {};
  if (object === undefined) return undefined;
  if (typeof metadata["uid"] === "string") return metadata["uid"];
  throw new Unanswered(
    "something-else",
    `asked for a namespace, ${api.server} gave something else; no Kubernetes API answers there`,
  );
}

async function keysOf(api: KubeApi): Promise<ClusterIdentity | undefined> {
  const found = (await read(api, "/openid/v1/jwks"))?.["keys"];
  if (!Array.isArray(found) || found.length === 0) return undefined;
  const keys = found.map((key) => JSON.stringify(key)).sort();
  const hash = createHash("sha256").update(keys.join("\n")).digest("hex");
  return `keys ${hash.slice(0, 32)}`;
}

async function read(
  api: KubeApi,
  path: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { status, body } = await api.request({ method: "GET", path });
  if (status === 429 || status >= 500) {
    throw new Unanswered(
      "no-answer",
      `it answered ${status} when it was asked which cluster it is`,
    );
  }
  if (status === 200 && isPlainObject(body) && body["kind"] !== "Status") return body;
  if (isPlainObject(body) && body["kind"] === "Status") return undefined;
  throw new Unanswered(
    "something-else",
    `it answered ${status} to ${path}, in a form that no Kubernetes API has`,
  );
}
