import type { KubeObject } from "../../../core/model";
import { mapAt, textAt, textsAt } from "../../../core/plain/fields";
import { identityOf } from "../../../core/manifests/manifest";
import { namespaceOf } from "../karmadaPolicies";

/**
 * Why a policy that selects an object may not have propagated it, or not as it says now; nothing for one
 * that acts by itself.
 */
export function idleReasons(policy: KubeObject, overrides: readonly KubeObject[]): string[] {
  const spec = mapAt(policy, "spec");
  const scheduler = textAt(spec, "schedulerName");
  return [
    ...waitingFor(policy, overrides).map(
      (name) => `it waits for the override policy "${name}", which is not there`,
    ),
    ...(spec.activationPreference === "Lazy"
      ? ["it is lazy, so an object follows only what it said when the object last changed"]
      : []),
    ...(scheduler === "" || scheduler === "default-scheduler"
      ? []
      : [`the scheduler "${scheduler}" decides, which is not Karmada's`]),
    ...(isSuspended(mapAt(spec, "suspension")) ? ["it is suspended"] : []),
  ];
}

function isSuspended({ scheduling, dispatching }: KubeObject): boolean {
  return scheduling === true || dispatching === true;
}

/** The dependentOverrides of a policy that are not there: nothing goes before they are. */
export function waitingFor(policy: KubeObject, overrides: readonly KubeObject[]): string[] {
  const isForAll = policy.kind === "ClusterPropagationPolicy";
  const kind = isForAll ? "ClusterOverridePolicy" : "OverridePolicy";
  const there = overrides
    .filter((each) => each.kind === kind)
    .filter((each) => isForAll || namespaceOf(each) === namespaceOf(policy))
    .map((each) => identityOf(each).name);
  return textsAt(mapAt(policy, "spec"), "dependentOverrides").filter(
    (name) => !there.includes(name),
  );
}

/** The clusters that a suspension keeps from being written to; undefined: all of them. */
export function suspendedClusters(suspension: KubeObject): readonly string[] | undefined {
  if (suspension.dispatching === true) return undefined;
  return textsAt(mapAt(suspension, "dispatchingOnClusters"), "clusterNames");
}
