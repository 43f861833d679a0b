import { isPlainObject } from "../../core/plain/plainObject";
import { describeKind } from "../../core/plain/valueKind";
import type { KubeObject } from "../../core/model";
import { UnfitAnswer } from "./answerBody";
import type { KubeApi } from "./apiClient";
import { toKubeApiError } from "./kubeApiError";
import { askApi, refusal } from "./kubeStatusError";

/** The object at a path, undefined where there is none (404). */
export async function getObject(api: KubeApi, path: string): Promise<KubeObject | undefined> {
  const call = { method: "GET", path } as const;
  const answer = await api.request(call);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refusal({ api, call, answer });
  return objectIn(api, path, answer.body);
}

/** No more of an object than its metadata, whatever its kind. */
const metadataOnly = {
  one: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json",
  all: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json",
};

/** The metadata of the object at a path, undefined where there is none (404). */
export async function getMetadata(api: KubeApi, path: string): Promise<KubeObject | undefined> {
  const call = { method: "GET", path, accept: metadataOnly.one } as const;
  const answer = await api.request(call);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refusal({ api, call, answer });
  return asObject(objectIn(api, path, answer.body).metadata);
}

/** The metadata of the objects of a collection that a label selector picks. */
export async function listMetadata(
  api: KubeApi,
  path: string,
  labelSelector: string,
): Promise<KubeObject[]> {
  const objects = await listObjects(api, path, { labelSelector }, metadataOnly.all);
  return objects.map(({ metadata }) => asObject(metadata));
}

/** How many pages of 500 are read; a server that always has one more would be read for ever. */
const mostPages = 2000;

/**
 * All objects of a collection, page by page; `query` may hold selectors.
 *
 * @throws KubeApiError `answer` where the pages do not end
 */
export async function listObjects(
  api: KubeApi,
  path: string,
  query: Readonly<Record<string, string>> = {},
  accept?: string,
): Promise<KubeObject[]> {
  const objects: KubeObject[] = [];
  for await (const page of listPages(api, path, query, accept)) objects.push(...page);
  return objects;
}

/** The same, a page at a time, for who may have seen enough. */
export async function* listPages(
  api: KubeApi,
  path: string,
  query: Readonly<Record<string, string>> = {},
  accept?: string,
): AsyncGenerator<KubeObject[]> {
  let next = "";
  let pages = 0;
  do {
    const parameters = new URLSearchParams({ ...query, limit: "500" });
    if (next !== "") parameters.set("continue", next);
    const question = `${path}?${parameters.toString()}`;
    const call = {
      method: "GET",
      path: question,
      ...(accept !== undefined && { accept }),
    } as const;
    const page = objectIn(api, path, await askApi(api, call));
    yield Array.isArray(page["items"]) ? page["items"].map(asObject) : [];
    const more = asObject(page["metadata"])["continue"];
    const before = next;
    next = typeof more === "string" ? more : "";
    pages += 1;
    if (next !== "" && (next === before || pages === mostPages)) {
      const what = `its list at ${path} does not end`;
      throw toKubeApiError(api.server, new UnfitAnswer(what));
    }
  } while (next !== "");
}

/** Creates an object in a collection and gives it as stored. Throws KubeStatusError `AlreadyExists`. */
export async function createObject(
  api: KubeApi,
  path: string,
  body: KubeObject,
): Promise<KubeObject> {
  return objectIn(api, path, await askApi(api, { method: "POST", path, body }));
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
  return objectIn(api, apply.path, answer);
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
      // Else the pods of a Job would stay.
      propagationPolicy: "Background",
      ...(uid === undefined ? {} : { preconditions: { uid } }),
    },
  } as const;
  const answer = await api.request(call);
  if (answer.status === 404 || (uid !== undefined && answer.status === 409)) return false;
  if (answer.status < 200 || answer.status > 299) throw refusal({ api, call, answer });
  objectIn(api, path, answer.body);
  return true;
}

/** A 2xx of an API server always has an object; a page with it comes from something else. */
function objectIn(api: KubeApi, path: string, body: unknown): KubeObject {
  if (isPlainObject(body)) return body;
  const what = `its answer to ${path} is no object but ${describeKind(body)}`;
  throw toKubeApiError(api.server, new UnfitAnswer(what));
}

function asObject(value: unknown): KubeObject {
  return isPlainObject(value) ? value : {};
}
