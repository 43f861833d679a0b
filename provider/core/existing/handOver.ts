import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";
import { ownValue } from "../plain/ownKey";
import type { PropertyPath } from "../paths/propertyPath";
import { mapAt, mapsAt, textAt } from "../plain/fields";

/** Who takes an object over, and which of its fields stay with whoever has them. */
export interface HandOver {
  /** The field manager that is to own what the former owners own. */
  readonly to: string;
  readonly retained: readonly PropertyPath[];
}

/**
 * The JSON merge patch by which the fields of an object's former owners become those of another manager;
 * undefined where there are none. Then what the new owner does not declare goes away when it applies.
 *
 * - Former owners are those that deploy objects, by name, and whoever owns most of this one; controllers of
 *   Kubernetes keep what they have, and so does whoever owns parts of it through its status or its scale.
 * - Retained fields stay with their owner.
 * - It holds the object's uid and resourceVersion, so that the server refuses it (409) once the object is
 *   another one than was read.
 *
 * @example
 * handOver({ metadata: { uid: "u", resourceVersion: "7", managedFields: [{ manager: "helm", operation: "Update", apiVersion: "v1", fieldsV1: { "f:data": { "f:a": {} } } }] } }, { to: "ours", retained: [] })
 * //=> { metadata: { uid: "u", resourceVersion: "7", managedFields: [{ manager: "ours", operation: "Apply", apiVersion: "v1", fieldsType: "FieldsV1", fieldsV1: { "f:data": { "f:a": {} } } }] } }
 */
export function handOver(live: KubeObject, { to, retained }: HandOver): KubeObject | undefined {
  const { uid, resourceVersion } = mapAt(live, "metadata");
  const entries = mapsAt(mapAt(live, "metadata"), "managedFields");
  const former = formerOwners(entries, to);
  if (former.length === 0) return undefined;
  const apiVersion = former[0]?.apiVersion;
  const taken = former.filter((entry) => entry.apiVersion === apiVersion);
  const split = taken.map((entry) => splitFields(mapAt(entry, "fieldsV1"), retained));
  const isOwn = (entry: KubeObject) => entry.manager === to && entry.operation === "Apply";
  const own = entries.filter(isOwn).map((entry) => mapAt(entry, "fieldsV1"));
  const fieldsV1 = [...own, ...split.map(({ free }) => free)].reduce(union, {});
  const ours = { manager: to, operation: "Apply", apiVersion, fieldsType: "FieldsV1", fieldsV1 };
  const others = entries.filter((entry) => !isOwn(entry) && !taken.includes(entry));
  const left = taken.flatMap((entry, index) => {
    const kept = split[index]?.kept ?? {};
    return Object.keys(kept).length === 0 ? [] : [{ ...entry, fieldsV1: kept }];
  });
  return { metadata: { uid, resourceVersion, managedFields: [...others, ...left, ours] } };
}

/** Tools that write whole objects, by the beginning of the names that they give themselves. */
const deployers =
  /^(kubectl|before-first-apply|helm|kubefed|hyperfed|controller-manager|karmada|pulumi|argocd|kustomize|flux|terraform|rancher|fleetagent)/i;

/** Parts of Kubernetes, which write into everybody's objects. */
const controllers = /^(kube-|kubelet|cloud-controller-manager|cluster-autoscaler|vpa-)/;

/** Whether a field manager is a part of Kubernetes. */
export function isController(manager: string): boolean {
  return controllers.test(manager);
}

/** The entries that are handed over when an object is taken over. */
export function formerOwners(entries: readonly KubeObject[], to: string): readonly KubeObject[] {
  const whole = entries.filter(
    (entry) => textAt(entry, "subresource") === "" && !isController(textAt(entry, "manager")),
  );
  const most = Math.max(...whole.map((entry) => countFields(entry.fieldsV1)));
  return whole.filter(({ manager, fieldsV1 }) => {
    if (manager === to) return false;
    return deployers.test(String(manager)) || countFields(fieldsV1) === most;
  });
}

function countFields(fields: unknown): number {
  if (!isPlainObject(fields)) return 0;
  return Object.values(fields).reduce<number>((sum, each) => sum + 1 + countFields(each), 0);
}

/** What of a set of fields is retained, and what is free. An index stands for every item. */
function splitFields(
  fields: KubeObject,
  retained: readonly PropertyPath[],
): { readonly free: KubeObject; readonly kept: KubeObject } {
  const free: [string, unknown][] = [];
  const kept: [string, unknown][] = [];
  for (const [key, below] of Object.entries(fields)) {
    const further = retained.flatMap((path) => (leadsTo(path[0], key) ? [path.slice(1)] : []));
    if (further.some((path) => path.length === 0)) kept.push([key, below]);
    else if (further.length === 0 || !isPlainObject(below)) free.push([key, below]);
    else {
      const parts = splitFields(below, further);
      free.push([key, parts.free]);
      if (Object.keys(parts.kept).length > 0) kept.push([key, parts.kept]);
    }
  }
  return { free: Object.fromEntries(free), kept: Object.fromEntries(kept) };
}

/** Whether a step of a path leads to a key of `managedFields`. An index stands for every item. */
export function leadsTo(step: string | number | undefined, key: string): boolean {
  if (key.startsWith("k:") || key.startsWith("i:")) return typeof step === "number" || step === "*";
  return key.startsWith("f:") && (step === "*" || key === `f:${String(step)}`);
}

function union(one: KubeObject, other: KubeObject): KubeObject {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    keys.map((key) => {
      const [a, b] = [ownValue(one, key), ownValue(other, key)];
      return [key, isPlainObject(a) && isPlainObject(b) ? union(a, b) : (a ?? b)];
    }),
  );
}
