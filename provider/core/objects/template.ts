import { validateName } from "../kinds/federatedTypes";
import type { Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import { validateLabels } from "../kinds/labels";
import type { KubeObject } from "../model";

/** The label that every propagated object carries, unless `managedLabel` says otherwise. */
export const defaultManagedLabel = "pulumi-kubefed/managed";

/** A template and what becomes of it. */
export interface TemplateRequest {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly template?: unknown;
  readonly managedLabel?: string | false;
}

/**
 * All that is wrong with a template before any cluster is looked at: its name, its labels, and maps
 * that the planner must write into but that are only known after apply.
 */
export function validateTemplate(request: TemplateRequest): Issue[] {
  const { kind, name, namespace, template, managedLabel } = request;
  if (template !== undefined && template !== null && !isPlainObject(template)) {
    return [notPlainMap("template")];
  }
  return [
    ...validateName({ kind, name, path: "template.metadata.name" }),
    ...validateNamespace(namespace),
    ...validateManagedLabel(managedLabel),
    ...validateMetadata(template?.metadata ?? {}, name),
    ...objectLabels(template ?? {}, "template"),
  ];
}

function validateNamespace(namespace: string | undefined): Issue[] {
  if (namespace === undefined) return [];
  return validateName({ kind: "Namespace", name: namespace, path: "namespace" });
}

function validateManagedLabel(key: string | false | undefined): Issue[] {
  return key === undefined || key === false
    ? []
    : validateLabels({ [key]: "true" }, "managedLabel");
}

/**
 * Labels that the API server would refuse in an object: its own, those of its selector and those of
 * the pods it makes.
 */
export function objectLabels(object: KubeObject, path: string): Issue[] {
  const places = [
    ["metadata", "labels"],
    ["spec", "selector", "matchLabels"],
    ["spec", "template", "metadata", "labels"],
  ];
  return places.flatMap((place) => {
    const labels = place.reduce<unknown>(
      (at, key) => (isPlainObject(at) ? at[key] : undefined),
      object,
    );
    // Labels that are known as a whole only after apply are refused where the planner must add one.
    if (!isPlainObject(labels) && place[0] !== "metadata") return [];
    return validateLabels(labels, [path, ...place].join("."));
  });
}

function validateMetadata(metadata: unknown, name: string): Issue[] {
  if (!isPlainObject(metadata)) return [notPlainMap("template.metadata")];
  const issues: Issue[] = [];
  if (metadata.generateName !== undefined) {
    const message = `names are never generated, the object is called "${name}" on every cluster; leave it out`;
    issues.push(invalid("template.metadata.generateName", message));
  }
  if (metadata.name !== undefined && typeof metadata.name !== "string") {
    issues.push(invalid("template.metadata.name", "must be a plain string, known at preview"));
  }
  return issues;
}

function notPlainMap(path: string): Issue {
  return invalid(path, "must be a plain map; only values inside it may be known after apply");
}

function invalid(path: string, message: string): Issue {
  return { code: "template-invalid", path, message };
}
