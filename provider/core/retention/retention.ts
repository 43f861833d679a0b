/*
 * Fields that the member cluster owns: which they are, where they are in a list, and which value they get.
 */

import { notPlain } from "../paths/editProblem";
import type { Issue } from "../issue";
import { ownValue } from "../plain/ownKey";
import { isPlainObject } from "../plain/plainObject";
import { compareText } from "../plain/text";
import { parsePointer, valueAt } from "../paths/jsonPointer";
import type { KubeObject } from "../model";
import { formatPropertyPath, parsePropertyPath, type PropertyPath } from "../paths/propertyPath";
import { describeKind } from "../plain/valueKind";

/** An object and what its owner says about the fields of the member cluster. */
export interface RetentionRequest {
  readonly apiVersion?: string;
  readonly kind: string;
  /** Tells whether a ServiceAccount lists secrets, and list indexes from keys in `retain`. */
  readonly template?: KubeObject | null;
  /** The member cluster scales the workload, an autoscaler for instance. @default false */
  readonly retainReplicas?: boolean;
  /** JSON pointer of the replica count. @default "/spec/replicas" */
  readonly replicasPath?: string | undefined;
  /** More paths that the member cluster owns: JSON pointers or Pulumi property paths; `*` for every item. */
  readonly retain?: readonly string[] | null;
}

/** Paths as Pulumi's `ignoreChanges` takes them, sorted, each once. */
export interface RetainedPaths {
  readonly paths: readonly string[];
  /** `retain-path` and `not-plain`, with paths such as `retain[0]`. */
  readonly issues: readonly Issue[];
}

const addressPaths = ["spec.clusterIP", "spec.clusterIPs"];

/**
 * The fields of an object that its member cluster owns, so that an update leaves them alone.
 *
 * | kind | retained |
 * |---|---|
 * | Service | clusterIP, clusterIPs, healthCheckNodePort, the nodePort of each port; each where the template gives none |
 * | ServiceAccount | secrets, if the template lists none |
 * | any other | spec.replicas or what `replicasPath` names, if `retainReplicas` |
 * | all | what `retain` names |
 *
 * KubeFed also retained annotations, finalizers and resourceVersion; with server-side apply what
 * others wrote there is theirs anyway. Source: KubeFed `pkg/controller/sync/dispatch/retain.go`.
 *
 * @example
 * retainedPaths({ kind: "Deployment", retainReplicas: true, retain: ["/metadata/annotations/x.io~1y"] }).paths
 * //=> ['metadata.annotations["x.io/y"]', "spec.replicas"]
 */
export function retainedPaths(request: RetentionRequest): RetainedPaths {
  const retain: unknown = request.retain ?? [];
  if (!Array.isArray(retain)) {
    return { paths: pathsOfKind(request), issues: [notPlain("retain", "a list of paths")] };
  }
  const paths = new Set(pathsOfKind(request));
  const issues: Issue[] = [];
  for (const [index, each] of retain.entries()) {
    const read = readPath(each, request.template ?? {});
    if ("path" in read) paths.add(formatPropertyPath(read.path));
    else issues.push({ code: "retain-path", path: `retain[${index}]`, message: read.problem });
  }
  return { paths: [...paths].sort(compareText), issues };
}

function pathsOfKind(request: RetentionRequest): string[] {
  const { apiVersion, kind, template } = request;
  const isCore = apiVersion === undefined || apiVersion === "v1";
  if (isCore && kind === "Service") return pathsOfService(template ?? {});
  if (isCore && kind === "ServiceAccount") return listsSecrets(template ?? {}) ? [] : ["secrets"];
  const scaled = scaledField(request);
  return scaled === undefined ? [] : [scaled];
}

/**
 * The property path of the replica count that a member cluster scales; undefined where it does not.
 *
 * @example
 * scaledField({ kind: "Pool", retainReplicas: true, replicasPath: "/spec/pool/size" })
 * //=> "spec.pool.size"
 */
export function scaledField(request: RetentionRequest): string | undefined {
  if (request.retainReplicas !== true) return undefined;
  const path = fromPointer(request.replicasPath ?? "/spec/replicas", request.template ?? {});
  return formatPropertyPath(path ?? ["spec", "replicas"]);
}

/** What a template gives itself is the template's; a Service without addresses has none to retain. */
function pathsOfService(template: KubeObject): string[] {
  const given = (key: string) => !isAbsent(valueAt(template, ["spec", key]));
  if (valueAt(template, ["spec", "type"]) === "ExternalName") return [];
  return [
    ...(given("clusterIP") || given("clusterIPs") ? [] : addressPaths),
    ...(given("healthCheckNodePort") ? [] : ["spec.healthCheckNodePort"]),
    ...nodePortPaths(valueAt(template, ["spec", "ports"])),
  ];
}

/**
 * Whether retained paths are only those of a kind's own fields, which API servers fill in.
 *
 * @example
 * [isOwnOfKind(["spec.clusterIP", "spec.ports[*].nodePort"]), isOwnOfKind(["spec.clusterIP", "data"])]
 * //=> [true, false]
 */
export function isOwnOfKind(paths: readonly string[]): boolean {
  const own = [...addressPaths, "spec.healthCheckNodePort", "secrets"];
  return paths.every((path) => own.includes(path) || /^spec\.ports\[.*\]\.nodePort$/.test(path));
}

function nodePortPaths(ports: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(ports) ? ports : [];
  const open = [...list.keys()].filter((index) => isAbsent(valueAt(list[index], ["nodePort"])));
  return open.length === list.length
    ? ["spec.ports[*].nodePort"]
    : open.map((index) => `spec.ports[${index}].nodePort`);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function listsSecrets(template: KubeObject): boolean {
  const secrets = ownValue(template, "secrets");
  return Array.isArray(secrets) ? secrets.length > 0 : secrets !== undefined && secrets !== null;
}

function readPath(
  text: unknown,
  template: KubeObject,
): { readonly path: PropertyPath } | { readonly problem: string } {
  if (typeof text !== "string")
    return { problem: `must be a plain text, came ${describeKind(text)}` };
  const path = text.startsWith("/") ? fromPointer(text, template) : parsePropertyPath(text);
  if (path === undefined) return { problem: `"${text}" is no path; ${allowedForms}` };
  const [first, second, third] = path;
  const isInMap = first === "metadata" && (second === "annotations" || second === "labels");
  if (isInMap && path.length > 3) {
    const key = path.slice(2).join(text.startsWith("/") ? "/" : ".");
    const whole = formatPropertyPath([first, second, key]);
    return {
      problem: `"${text}" leads into "${String(third)}", a key without anything inside; write ${whole}`,
    };
  }
  return { path };
}

/** `*` stands for every item; a number is an index, except where the template has a map. */
function fromPointer(pointer: string, template: KubeObject): PropertyPath | undefined {
  const tokens = parsePointer(pointer);
  if (
    tokens === undefined ||
    tokens.some((token) => token === "" || token === "-" || token.includes("\\"))
  ) {
    return undefined;
  }
  return tokens.map((token, depth) => {
    const isIndex = /^(0|[1-9][0-9]*)$/.test(token);
    return isIndex && !isPlainObject(valueAt(template, tokens.slice(0, depth)))
      ? Number(token)
      : token;
  });
}

const allowedForms = `allowed: a JSON pointer such as "/spec/ports/*/nodePort", or a property path such as spec.ports[*].nodePort, metadata.annotations["x.io/y"]`;
