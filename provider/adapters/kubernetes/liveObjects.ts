import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeApi } from "./apiClient";
import { getObject } from "./objects";
import { mapAt } from "../../core/plain/fields";

/** Reads objects of one cluster, of any kind that its API server serves. */
export interface LiveObjects {
  /**
   * The live object that a manifest names; undefined where there is none, or no such kind.
   *
   * @throws KubeApiError when there is no answer, KubeStatusError when it is refused
   */
  read(manifest: unknown): Promise<unknown>;
  /** Where the object that a manifest names is read and written; undefined where there is no such kind. */
  pathOf(manifest: unknown): Promise<string | undefined>;
}

/** Finds out once per API version how its kinds are called in paths. */
export function liveObjects(api: KubeApi): LiveObjects {
  const served = new Map<string, Promise<ReadonlyMap<string, ServedKind>>>();
  const kindsOf = (apiVersion: string): Promise<ReadonlyMap<string, ServedKind>> => {
    const known = served.get(apiVersion) ?? readKinds(api, apiVersion);
    served.set(apiVersion, known);
    // What was no answer is asked again by the next one who wants to know.
    known.catch(() => served.delete(apiVersion));
    return known;
  };
  const pathOf = async (manifest: unknown): Promise<string | undefined> => {
    const { apiVersion, kind, metadata } = mapAt(manifest);
    const { name, namespace } = mapAt(metadata);
    if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
    const served = (await kindsOf(apiVersion)).get(kind);
    if (served === undefined || typeof name !== "string") return undefined;
    const within = typeof namespace === "string" ? namespace : "default";
    const place = served.isNamespaced ? `/namespaces/${encodeURIComponent(within)}` : "";
    return `${rootOf(apiVersion)}${place}/${served.plural}/${encodeURIComponent(name)}`;
  };
  return {
    pathOf,
    read: async (manifest) => {
      const path = await pathOf(manifest);
      return path === undefined ? undefined : getObject(api, path);
    },
  };
}

interface ServedKind {
  readonly plural: string;
  readonly isNamespaced: boolean;
}

async function readKinds(
  api: KubeApi,
  apiVersion: string,
): Promise<ReadonlyMap<string, ServedKind>> {
  const list = await getObject(api, rootOf(apiVersion));
  const resources = Array.isArray(list?.resources) ? list.resources : [];
  return new Map(
    resources.filter(isPlainObject).flatMap(({ kind, name, namespaced }) => {
      // A name with a slash is a part of another one, such as deployments/scale.
      if (typeof kind !== "string" || typeof name !== "string" || name.includes("/")) return [];
      return [[kind, { plural: name, isNamespaced: namespaced === true }]] as const;
    }),
  );
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
