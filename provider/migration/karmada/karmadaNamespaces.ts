import type { KubeObject } from "../../core/model";
import { mapAt } from "../../core/plain/fields";

/** Namespaces whose objects Karmada leaves alone; `default` is everywhere by itself. */
export function isIgnoredNamespace(name: string): boolean {
  return (
    name.startsWith("kube-") ||
    name === "karmada-system" ||
    name === "karmada-cluster" ||
    name.startsWith("karmada-es-")
  );
}

/** Whether a namespace says that Karmada shall not propagate it. */
export function skipsPropagation(namespace: KubeObject): boolean {
  return isTrue(
    mapAt(namespace, "metadata", "labels")["namespace.karmada.io/skip-auto-propagation"],
  );
}

/** Whether a label or an annotation says `true`. */
export function isTrue(value: unknown): boolean {
  return typeof value === "string" && value.toLowerCase() === "true";
}
