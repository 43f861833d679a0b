import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";
import type { KubeApi } from "./apiClient";
import { askApi, refusal } from "./kubeStatusError";

/** The object at a path, undefined where there is none (404). */
export async function getObject(api: KubeApi, path: string): Promise<KubeObject | undefined> {
  const call = { method: "GET", path } as const;
  const answer = await api.request(call);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refusal({ api, call, answer });
  return asObject(answer.body);
}

/** All objects of a collection, page by page; `query` may hold selectors. */
export async function listObjects(
  api: KubeApi,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<KubeObject[]> {
  const objects: KubeObject[] = [];
  let next = "";
  do {
    const parameters = new URLSearchParams({ ...query, limit: "500" });
    if (next !== "") parameters.set("continue", next);
    const page = asObject(
      await askApi(api, { method: "GET", path: `${path}?${parameters.toString()}` }),
    );
    if (Array.isArray(page["items"])) objects.push(...page["items"].map(asObject));
    const more = asObject(page["metadata"])["continue"];
    next = typeof more === "string" ? more : "";
  } while (next !== "");
  return objects;
}

/** Creates an object in a collection and gives it as stored. Throws KubeStatusError `AlreadyExists`. */
export async function createObject(
  api: KubeApi,
  path: string,
  body: KubeObject,
): Promise<KubeObject> {
  return asObject(await askApi(api, { method: "POST", path, body }));
}

/** An object to be applied by the server. */
export interface ServerSideApply {
  /** Of the object itself, not of its collection. */
  readonly path: string;
  readonly body: KubeObject;
  /** Who will own the fields. */
  readonly fieldManager: string;
  /** What happens to fields that another manager owns. @default "refuse" */
  readonly onConflict?: "refuse" | "take";
}

/**
 * Creates or changes an object by server-side apply and gives it as stored.
 *
 * @throws KubeStatusError `Conflict` where another manager owns a field, unless it is to be taken
 */
export async function applyObject(api: KubeApi, apply: ServerSideApply): Promise<KubeObject> {
  const query = new URLSearchParams({
    fieldManager: apply.fieldManager,
    force: String(apply.onConflict === "take"),
  });
  const answer = await askApi(api, {
    method: "PATCH",
    path: `${apply.path}?${query.toString()}`,
    body: apply.body,
    contentType: "application/apply-patch+yaml",
  });
  return asObject(answer);
}

/**
 * Deletes an object; tells whether there was one. With `uid`, only that very object: another one of the
 * same name stays and counts as none.
 */
export async function deleteObject(api: KubeApi, path: string, uid?: string): Promise<boolean> {
  const call = {
    method: "DELETE",
    path,
    body: {
      apiVersion: "v1",
      kind: "DeleteOptions",
      ...(uid === undefined ? {} : { preconditions: { uid } }),
    },
  } as const;
  const answer = await api.request(call);
  if (answer.status === 404 || (uid !== undefined && answer.status === 409)) return false;
  if (answer.status >= 200 && answer.status < 300) return true;
  throw refusal({ api, call, answer });
}

function asObject(value: unknown): KubeObject {
  return isPlainObject(value) ? value : {};
}
