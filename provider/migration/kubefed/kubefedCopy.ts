import { parseDottedPath, setDotted } from "../../core/paths/dottedPath";
import { errorsOf } from "../../core/issue";
import { applyPatch } from "../../core/paths/jsonPatch";
import type { ClusterOverride, KubeObject, MemberCluster } from "../../core/model";
import { mapAt, without } from "../../core/plain/fields";
import type { KubefedObject } from "./kubefedWorld";

/**
 * The object that KubeFed would write to one cluster where it is placed: the template, then the
 * operations for the cluster with the replicas of a preference among them; or why it could not.
 */
export function writeCopy(given: {
  readonly federated: KubefedObject;
  readonly cluster: MemberCluster;
  readonly replicas: number | undefined;
}): { readonly object?: KubeObject; readonly reason: string } {
  const { federated, cluster, replicas } = given;
  const operations = federated.overrides
    .filter(({ clusterName }) => clusterName === cluster.name)
    .flatMap((override) => override.operations);
  const path = federated.isOf2018 ? "spec.replicas" : "/spec/replicas";
  const scaled =
    replicas === undefined
      ? operations
      : [...operations.filter((each) => each.path !== path), { path, value: replicas }];
  const written = federated.isOf2018
    ? override2018(templateObject(federated), scaled)
    : overrideFinal(templateObject(federated), scaled);
  if ("problem" in written) return { reason: `ApplyOverridesFailed: ${written.problem}` };
  return { object: written.document, reason: "placed" };
}

function templateObject({
  template,
  apiVersion,
  kind,
  name,
  namespace,
  isClusterScoped,
  isOf2018,
}: KubefedObject): KubeObject {
  const dropped = isOf2018
    ? ["name", "namespace", "uid", "resourceVersion", "creationTimestamp", "selfLink"]
    : ["name", "namespace", "generateName", "annotations", "finalizers"];
  const metadata = without(mapAt(template, "metadata"), ...dropped);
  const body = without(template, "apiVersion", "kind", "metadata", ...(isOf2018 ? ["status"] : []));
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, name, ...(isClusterScoped ? {} : { namespace }) },
    ...(kind === "Namespace" ? without(body, "spec") : body),
  };
}

type Overridden = { readonly document: KubeObject } | { readonly problem: string };

function overrideFinal(object: KubeObject, operations: readonly KubeObject[]): Overridden {
  const bad = operations.find(({ path }) => typeof path !== "string" || !path.includes("/"));
  if (bad !== undefined) return { problem: `there is no path "${String(bad.path)}"` };
  const empty = operations.find(({ path }) => /.\/$/.test(String(path)));
  if (empty !== undefined) return { problem: `"${String(empty.path)}" names an empty key` };
  // Without a slash in front, or with nothing behind it, a field was made that the API server drops.
  const effective = operations.filter(({ path }) => /^\/./.test(String(path)));
  const { object: document, issues } = applyPatch(object, effective.map(toOperation));
  const [problem] = errorsOf(issues);
  return problem === undefined ? { document } : { problem: problem.message };
}

/** A JSON patch operation of KubeFed; a missing value is null. */
export function toOperation({ op, path, value }: KubeObject): ClusterOverride {
  return {
    path: String(path),
    ...(op === "add" || op === "remove" || op === "replace" ? { op } : {}),
    ...(op === "remove" ? {} : { value: value ?? null }),
  };
}

/** 2018 set fields by dotted paths and passed over what could not be set. */
function override2018(object: KubeObject, operations: readonly KubeObject[]): Overridden {
  let document = object;
  for (const { path, value } of operations) {
    const edited = setDotted(document, { path: parseDottedPath(String(path)), value });
    if ("document" in edited) document = edited.document;
  }
  return { document };
}
