import { federatedType, type FederatedType } from "../kinds/federatedTypes";
import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";
import { mapAt, mapsAt, textAt } from "../plain/fields";

/** What an object of a manifest is, and what it is called. */
export interface ManifestIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** `""` where the manifest says none. */
  readonly namespace: string;
}

/** Reads kind and names of a manifest; `""` for what is not there. */
export function identityOf(object: KubeObject): ManifestIdentity {
  const metadata = mapAt(object, "metadata");
  return {
    apiVersion: textAt(object, "apiVersion"),
    kind: textAt(object, "kind"),
    name: textAt(metadata, "name"),
    namespace: textAt(metadata, "namespace"),
  };
}

/** The API group of an apiVersion; `""` for Kubernetes' unnamed one. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** How an object of the input is called in notes, whether or not it has a namespace. */
export function sourceOf(object: KubeObject): string {
  const { kind, name, namespace } = identityOf(object);
  const title = name === "" ? textAt(mapAt(object, "metadata"), "generateName") : name;
  return `${kind} ${namespace === "" ? "" : `${namespace}/`}${title}`;
}

/**
 * The objects of parsed documents in order, the items of lists in place of the list. What is no map
 * with a kind is left out: an empty document is none.
 *
 * @example
 * flattenManifests([{ kind: "List", items: [{ kind: "Secret" }] }, null, { kind: "Pod" }]).map(({ kind }) => kind)
 * //=> ["Secret", "Pod"]
 */
export function flattenManifests(documents: readonly unknown[]): KubeObject[] {
  return documents.filter(isPlainObject).flatMap((document) => {
    const kind = textAt(document, "kind");
    if (kind === "") return [];
    const isListOfObjects = kind.endsWith("List") && Array.isArray(document.items);
    if (!isListOfObjects) return [document];
    const itemKind = kind.slice(0, -"List".length);
    // The items of a typed list may leave out what the list says.
    const own = itemKind === "" ? {} : { apiVersion: document.apiVersion, kind: itemKind };
    return flattenManifests(mapsAt(document, "items").map((item) => ({ ...own, ...item })));
  });
}

/** Kinds as the CustomResourceDefinitions of a manifest define them, by `group/Kind`. */
export function definedTypes(
  objects: readonly KubeObject[],
): ReadonlyMap<string, "Cluster" | "Namespaced"> {
  return new Map(
    objects
      .filter(({ kind }) => kind === "CustomResourceDefinition")
      .map(({ spec }) => {
        const names = mapAt(spec, "names");
        const scope = mapAt(spec).scope === "Cluster" ? "Cluster" : "Namespaced";
        return [`${textAt(mapAt(spec), "group")}/${textAt(names, "kind")}`, scope] as const;
      }),
  );
}

/** The type of a manifest's object: as its definition says, as Kubernetes knows it, or as it is written. */
export function typeOfManifest(
  { apiVersion, kind, namespace }: ManifestIdentity,
  defined: ReadonlyMap<string, "Cluster" | "Namespaced">,
): FederatedType {
  const type = federatedType(apiVersion, kind);
  const scope = defined.get(`${groupOf(apiVersion)}/${kind}`);
  if (scope !== undefined) return { ...type, scope };
  // A kind of somebody's own that stands in a namespace is namespaced; that it stands in none says nothing.
  return namespace === "" ? type : { ...type, scope: "Namespaced" };
}
