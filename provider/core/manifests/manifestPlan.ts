/*
 * Objects as manifests have them: what a document declares, in which order, with which overrides; charts too.
 */

import type { FederatedType, Scope } from "../kinds/federatedTypes";
import { type Issue, sortIssues } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import {
  definedTypes,
  flattenManifests,
  groupOf,
  identityOf,
  type ManifestIdentity,
  typeOfManifest,
} from "./manifest";
import { mapAt } from "../plain/fields";
import { stripManifest } from "./strip";
import type { KubeObject, Override } from "../model";
import { type ManifestOverride, overridesFor } from "./manifestOverrides";

/** A parsed document, and how an issue says where it stands. */
export interface ManifestDocument {
  readonly path: string;
  readonly document: unknown;
}

/** The manifests of one component. */
export interface ManifestsToPlan {
  /** The component's name, with which the names of its children begin. */
  readonly name: string;
  readonly documents: readonly ManifestDocument[];
  /** Where all namespaced objects live. @default where each of them says */
  readonly namespace?: string;
  /** Whether that namespace is a federated one, which then cannot be among the objects. */
  readonly ownsNamespace: boolean;
  readonly overrides: readonly ManifestOverride[];
}

/** One object of a manifest, as it is to be federated. */
export interface ManifestPart extends ManifestIdentity {
  /** `Kind namespace/name`. Unique among the parts. */
  readonly title: string;
  /** The name of the federated component. Unique among the parts. */
  readonly child: string;
  readonly scope: Scope;
  /** What a person wrote, without what a cluster adds, and with its name. */
  readonly template: KubeObject;
  readonly overrides: readonly Override[];
  /** Titles of the definitions that must be there first. */
  readonly after: readonly string[];
  /** Title of the namespace, where it is among the parts. */
  readonly within?: string;
}

/** The objects, namespaces and definitions first, and what is wrong with them. */
export interface ManifestPlan {
  readonly parts: readonly ManifestPart[];
  readonly issues: readonly Issue[];
}

/**
 * Takes manifests apart: one part per object, lists included, in the order of the manifests but with
 * namespaces and CustomResourceDefinitions first.
 *
 * - A child is called `<name>-<kind>-<object>` in lower case; with its namespace before the object
 *   where only the manifest says it.
 * - Issues, which leave the object out: `manifest-invalid` (no object, or a part of its identity is
 *   missing), `manifest-namespace` (it says another namespace than the one given),
 *   `manifest-duplicate` (two objects are one, or their children would have one name).
 *
 * @example
 * planManifests({ name: "g", documents: [{ path: "yaml", document: { apiVersion: "v1", kind: "Service", metadata: { name: "web" } } }], namespace: "shop", ownsNamespace: true, overrides: [] }).parts.map(({ title, child }) => [title, child])
 * //=> [["Service shop/web", "g-service-web"]]
 */
export function planManifests(request: ManifestsToPlan): ManifestPlan {
  const found = request.documents.flatMap(objectsOf);
  const objects = found.map(({ object }) => object).filter((object) => object !== undefined);
  const defined = definedTypes(objects);
  const issues = found.map(({ problem }) => problem).filter((problem) => problem !== undefined);
  const parts = new Map<string, ManifestPart>();
  for (const { path, object } of found) {
    if (object === undefined) continue;
    const identity = identityOf(object);
    const type = typeOfManifest(identity, defined);
    const part = partOf({ object, identity, type, request });
    const wrong =
      invalidIdentity(object, path) ??
      wrongNamespace({ part, identity, request, path }) ??
      twice(part, [...parts.values()], path);
    if (wrong === undefined) parts.set(part.title, part);
    else issues.push(wrong);
  }
  const all = [...parts.values()].map((part) => withOrder(part, [...parts.values()], objects));
  return {
    parts: [...all].sort((a, b) => rankOf(a) - rankOf(b)),
    issues: sortIssues(issues),
  };
}

interface Found {
  readonly path: string;
  readonly object?: KubeObject;
  readonly problem?: Issue;
}

/** An empty document is none, as in kubectl; any other must be an object or a list of them. */
function objectsOf({ path, document }: ManifestDocument): Found[] {
  if (document === null || document === undefined) return [];
  if (!isPlainObject(document)) return [{ path, problem: invalid(path, "is no map") }];
  const objects = flattenManifests([document]);
  const isList = Array.isArray(document.items);
  if (objects.length === 0 && !isList) return [{ path, problem: invalid(path, "has no kind") }];
  return objects.map((object) => ({ path, object }));
}

function invalidIdentity(object: KubeObject, path: string): Issue | undefined {
  const { apiVersion, kind, name } = identityOf(object);
  if (apiVersion === "") return invalid(path, `a ${kind} has no apiVersion`);
  if (name !== "") return undefined;
  return mapAt(object, "metadata").generateName === undefined
    ? invalid(path, `a ${kind} has no metadata.name`)
    : invalid(path, `a ${kind} has a generateName, but is the same on every cluster; name it`);
}

function partOf(given: {
  readonly object: KubeObject;
  readonly identity: ManifestIdentity;
  readonly type: FederatedType;
  readonly request: ManifestsToPlan;
}): ManifestPart {
  const { object, identity, type, request } = given;
  const isNamespaced = type.scope === "Namespaced";
  const namespace = isNamespaced ? (request.namespace ?? identity.namespace) : "";
  const place = { ...identity, namespace };
  const own = request.namespace === undefined ? namespace : "";
  const words = [request.name, identity.kind, own, identity.name].filter((word) => word !== "");
  const template = stripManifest(object);
  return {
    ...place,
    title: `${identity.kind} ${namespace === "" ? "" : `${namespace}/`}${identity.name}`,
    child: words.join("-").toLowerCase(),
    scope: type.scope,
    template: { ...template, metadata: { name: identity.name, ...mapAt(template, "metadata") } },
    overrides: overridesFor(place, request.overrides),
    after: [],
  };
}

function wrongNamespace(given: {
  readonly part: ManifestPart;
  readonly identity: ManifestIdentity;
  readonly request: ManifestsToPlan;
  readonly path: string;
}): Issue | undefined {
  const { part, identity, request, path } = given;
  const { namespace, ownsNamespace } = request;
  if (namespace === undefined) return undefined;
  if (ownsNamespace && part.kind === "Namespace" && part.name === namespace) {
    const message = `${part.title} is the FederatedNamespace that is given as namespace; leave it out of the manifest`;
    return { code: "manifest-namespace", path, message };
  }
  const isOther = part.scope === "Namespaced" && ![namespace, ""].includes(identity.namespace);
  if (!isOther) return undefined;
  const message = `${part.kind} ${part.name} says namespace "${identity.namespace}", but "${namespace}" is given; leave out one of them`;
  return { code: "manifest-namespace", path, message };
}

function twice(
  part: ManifestPart,
  others: readonly ManifestPart[],
  path: string,
): Issue | undefined {
  const other = others.find(({ title, child }) => title === part.title || child === part.child);
  if (other === undefined) return undefined;
  const isSame =
    other.title === part.title && groupOf(other.apiVersion) === groupOf(part.apiVersion);
  const message = isSame
    ? `${part.title} is there twice`
    : `${part.title} (${part.apiVersion}) and ${other.title} (${other.apiVersion}) would both be called "${part.child}"; put one of them into a component of its own`;
  return { code: "manifest-duplicate", path, message };
}

/** What must be there before a part: the definition of its kind, and its namespace. */
function withOrder(
  part: ManifestPart,
  parts: readonly ManifestPart[],
  objects: readonly KubeObject[],
): ManifestPart {
  const type = `${groupOf(part.apiVersion)}/${part.kind}`;
  const definitions = objects.filter((object) => definedTypes([object]).has(type));
  const names = definitions.map((object) => identityOf(object).name);
  const after = parts
    .filter(({ kind, name }) => kind === "CustomResourceDefinition" && names.includes(name))
    .map(({ title }) => title);
  const within = parts.find(
    ({ kind, apiVersion, name }) =>
      kind === "Namespace" && apiVersion === "v1" && name === part.namespace,
  );
  return { ...part, after, ...(within === undefined ? {} : { within: within.title }) };
}

function rankOf({ apiVersion, kind }: ManifestPart): number {
  if (kind === "Namespace" && apiVersion === "v1") return 0;
  return kind === "CustomResourceDefinition" ? 1 : 2;
}

function invalid(path: string, what: string): Issue {
  const allowed = "an object with apiVersion, kind and metadata.name, or a list of such";
  return { code: "manifest-invalid", path, message: `${what}; allowed is ${allowed}` };
}
