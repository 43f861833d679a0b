import type { KubeObject } from "../../../core/model";
import { isPlainObject } from "../../../core/plain/plainObject";
import { identityOf } from "../../../core/manifests/manifest";
import { mapAt, mapsAt, textAt, textsAt } from "../../../core/plain/fields";

/** Where Karmada reads and writes the replicas of a kind. */
export type ReplicaField =
  /** Keys below `spec`; none: it counts as one replica that nothing writes. */
  | { readonly sort: "known"; readonly path: readonly string[] }
  /** It has no replicas, so every cluster gets it whole. */
  | { readonly sort: "none" }
  /** An interpreter does what nothing here can tell. */
  | { readonly sort: "unknown"; readonly why: string };

const replicas = { sort: "known", path: ["replicas"] } as const;
const parallelism = { sort: "known", path: ["parallelism"] } as const;

/** The kinds whose replicas Karmada knows by itself, by `apiVersion kind`. */
const builtIn: Readonly<Record<string, ReplicaField>> = {
  "apps/v1 Deployment": replicas,
  "apps/v1 ReplicaSet": replicas,
  "apps/v1 StatefulSet": replicas,
  "batch/v1 Job": parallelism,
  "v1 Pod": { sort: "known", path: [] },
  "apps.kruise.io/v1alpha1 BroadcastJob": parallelism,
  "apps.kruise.io/v1alpha1 CloneSet": replicas,
  "apps.kruise.io/v1alpha1 UnitedDeployment": replicas,
  "apps.kruise.io/v1beta1 StatefulSet": replicas,
  "argoproj.io/v1alpha1 Workflow": parallelism,
};

/** Kinds with an interpreter of Karmada's that does more than write one number. */
const interpreted = new Set([
  "apps.kruise.io/v1alpha1 SidecarSet",
  "batch.volcano.sh/v1alpha1 Job",
  "flink.apache.org/v1beta1 FlinkDeployment",
  "kubeflow.org/v1 Notebook",
  "kubeflow.org/v1 PyTorchJob",
  "kubeflow.org/v1 TFJob",
  "kubeflow.org/v2beta1 MPIJob",
  "ray.io/v1 RayCluster",
  "ray.io/v1 RayJob",
  "ray.io/v1 RayService",
  "sparkoperator.k8s.io/v1beta2 SparkApplication",
]);

/**
 * Where Karmada reads and writes the replicas of an object: as a ResourceInterpreterCustomization of the
 * input says, else as it knows by itself. Kinds are told apart by their group and version.
 *
 * Source: Karmada `pkg/resourceinterpreter`.
 *
 * @example
 * replicaField({ apiVersion: "example.io/v1", kind: "Deployment" }, [])
 * //=> { sort: "none" }
 */
export function replicaField(object: KubeObject, others: readonly KubeObject[]): ReplicaField {
  const { apiVersion, kind } = identityOf(object);
  const key = `${apiVersion} ${kind}`;
  if (others.some((other) => isWebhookFor(other, kind))) {
    return { sort: "unknown", why: "an interpreter webhook may decide about its replicas" };
  }
  const custom = others.find((other) => isCustomizationOf(other, key));
  const own = custom && customField(mapAt(custom, "spec", "customizations"));
  if (own !== undefined) return own;
  if (interpreted.has(key)) {
    return { sort: "unknown", why: `Karmada's interpreter of ${kind} decides about its replicas` };
  }
  return (Object.hasOwn(builtIn, key) ? builtIn[key] : undefined) ?? { sort: "none" };
}

/** A configuration without rules may be for anything. */
function isWebhookFor(object: KubeObject, kind: string): boolean {
  if (object.kind !== "ResourceInterpreterWebhookConfiguration") return false;
  const rules = mapsAt(object, "webhooks").flatMap((webhook) => mapsAt(webhook, "rules"));
  const kinds = rules.flatMap((rule) => textsAt(rule, "kinds"));
  return kinds.length === 0 || kinds.includes("*") || kinds.includes(kind);
}

function isCustomizationOf(object: KubeObject, key: string): boolean {
  const target = mapAt(object, "spec", "target");
  return (
    object.kind === "ResourceInterpreterCustomization" &&
    `${textAt(target, "apiVersion")} ${textAt(target, "kind")}` === key
  );
}

/** What a script reads and writes, where both are the plain `obj.spec.FIELD`. */
function customField(customizations: KubeObject): ReplicaField | undefined {
  const [reading, writing] = ["replicaResource", "replicaRevision"].map((key) =>
    isPlainObject(customizations[key])
      ? textAt(mapAt(customizations, key), "luaScript")
      : undefined,
  );
  if (reading === undefined && writing === undefined) return undefined;
  const read = /\bobj\.spec\.([A-Za-z][\w.]*)/.exec(reading ?? "")?.[1];
  const written = [...(writing ?? "").matchAll(/\bobj\.spec\.([A-Za-z][\w.]*)\s*=[^=]/g)].map(
    ([, path]) => path,
  );
  const [only] = written;
  if (written.length === 1 && only !== undefined && only === read) {
    return { sort: "known", path: only.split(".") };
  }
  return { sort: "unknown", why: "its ResourceInterpreterCustomization is a script" };
}

/** How many replicas an object asks for; undefined where it has none. */
export function replicasOf(object: KubeObject, field: ReplicaField): number | undefined {
  if (field.sort !== "known") return undefined;
  if (field.path.length === 0) return 1;
  const asked = numberAt(object, field.path) ?? 1;
  const completions = object.kind === "Job" ? numberAt(object, ["completions"]) : undefined;
  return completions === undefined ? asked : Math.min(asked, completions);
}

function numberAt(object: KubeObject, path: readonly string[]): number | undefined {
  const last = path.at(-1);
  const value = last === undefined ? undefined : mapAt(object, "spec", ...path.slice(0, -1))[last];
  return typeof value === "number" ? value : undefined;
}

/** An object with another number of replicas. */
export function withReplicas(
  object: KubeObject,
  { field, replicas: wanted }: { readonly field: ReplicaField; readonly replicas: number },
): KubeObject {
  if (field.sort !== "known" || field.path.length === 0) return object;
  const spec = mapAt(object, "spec");
  // One completion is what the API server fills in, but only where no parallelism is said.
  const isOne = object.kind === "Job" && spec.parallelism === undefined;
  const own = isOne ? { completions: 1, ...spec } : spec;
  return { ...object, spec: setAt(own, field.path, wanted) };
}

function setAt(map: KubeObject, path: readonly string[], value: number): KubeObject {
  const [key, ...rest] = path;
  if (key === undefined) return map;
  return { ...map, [key]: rest.length === 0 ? value : setAt(mapAt(map, key), rest, value) };
}
