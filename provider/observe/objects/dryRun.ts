import { liveObjects } from "../../adapters/kubernetes/liveObjects";
import { getObject } from "../../adapters/kubernetes/objects";
import { isPlainObject } from "../../core/plain/plainObject";
import type { ObjectKey } from "../../core/kinds/objectPath";
import type { KubeObject } from "../../core/model";
import { mapAt, textAt } from "../../core/plain/fields";
import type { Reached } from "./memberObject";

/** What an API server says of an object that it is not to store. */
export type DryRun =
  | { readonly kind: "taken" }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "not-asked"; readonly why: string };

/** Exists everywhere. */
const otherNamespace = "default";

/**
 * Asks for an object whose namespace is not there yet in one that is, without storing it: then what the
 * object itself lacks is known before anything is written. A refusal of rights or of admission is no
 * answer, for they may be other ones in the namespace that comes. Undefined where the namespace is there.
 */
export async function dryRunElsewhere(request: {
  readonly cluster: Reached;
  readonly key: ObjectKey;
  /** Absent where it is not known yet. */
  readonly object: KubeObject | undefined;
}): Promise<DryRun | undefined> {
  const { cluster, key, object } = request;
  const { api } = cluster;
  try {
    const namespace = key.namespace ?? cluster.namespace ?? otherNamespace;
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
    if ((await getObject(api, path)) !== undefined) return undefined;
    if (object === undefined) return { kind: "not-asked", why: "not all of it is known yet" };
    const name = `${key.name.slice(0, 50)}x-dry-run`;
    const metadata = { ...mapAt(object, "metadata"), name, namespace: otherNamespace };
    const body = { ...object, metadata };
    const place = await liveObjects(api).pathOf(body);
    if (place === undefined) return { kind: "not-asked", why: "its kind is not served yet" };
    const answer = await api.request({
      method: "PATCH",
      path: `${place}?dryRun=All&force=true&fieldManager=pulumi-kubefed-preview`,
      body,
      contentType: "application/apply-patch+yaml",
    });
    return answerOf(answer.status, answer.body);
  } catch (error) {
    return { kind: "not-asked", why: error instanceof Error ? error.message : String(error) };
  }
}

function answerOf(status: number, body: unknown): DryRun {
  const message = isPlainObject(body) ? textAt(body, "message") : "";
  if (status < 300) return { kind: "taken" };
  const isUnknownField = message.includes("field not declared in schema");
  if (status === 422 || status === 400 || isUnknownField) return { kind: "refused", message };
  return { kind: "not-asked", why: `its API server answered ${status}` };
}
