import type { KubeObject } from "../../../core/model";
import { mapAt, textAt } from "../../../core/plain/fields";

/** The policy that an object or a binding says it belongs to. */
export interface Claim {
  readonly kind: "PropagationPolicy" | "ClusterPropagationPolicy";
  readonly name: string;
  /** `""` for a ClusterPropagationPolicy. */
  readonly namespace: string;
}

/**
 * The policy that has claimed an object or a binding: Karmada writes it into annotations, and it stays
 * with the first policy whatever policies come later.
 *
 * Source: Karmada `pkg/detector/{detector,policy}.go`.
 *
 * @example
 * claimOf({ metadata: { annotations: { "clusterpropagationpolicy.karmada.io/name": "all" } } })
 * //=> { kind: "ClusterPropagationPolicy", name: "all", namespace: "" }
 */
export function claimOf(object: KubeObject): Claim | undefined {
  const annotations = mapAt(object, "metadata", "annotations");
  const name = textAt(annotations, "propagationpolicy.karmada.io/name");
  const namespace = textAt(annotations, "propagationpolicy.karmada.io/namespace");
  if (name !== "") return { kind: "PropagationPolicy", name, namespace };
  const all = textAt(annotations, "clusterpropagationpolicy.karmada.io/name");
  if (all !== "") return { kind: "ClusterPropagationPolicy", name: all, namespace: "" };
  return undefined;
}
