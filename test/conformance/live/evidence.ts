import { isDeepStrictEqual } from "node:util";
import { isPlainObject } from "../../../provider/core/plain/plainObject";
import { readOverridePath } from "../../../provider/core/overrides/overridePath";
import { findCandidates } from "../../../provider/core/replicas/candidate";
import { divideAsKubeFed } from "../../../provider/core/replicas/kubefed/kubefed";
import type { KubeObject } from "../../../provider/core/model";
import { mapAt, without } from "../reading";
import { compareObjects } from "./comparison";
import { type Finding, observedOn } from "./finding";
import { managedLabel, preferenceFor, toScheduling } from "./translation";
import { identityOf } from "./world";

// What the rules look for in the inputs and in the recording, without asking the code under test.

/** The paths of all overrides for a member cluster. */
export function overridePathsOn({ request }: Finding, cluster: string): string[] {
  return (request?.overrides ?? [])
    .filter(({ clusterName }) => clusterName === cluster)
    .flatMap(({ clusterOverrides }) => (clusterOverrides ?? []).map(({ path }) => path));
}

/** Whether a path is one of 2018, with dots. */
export function isDotted(path: string): boolean {
  const read = readOverridePath(path);
  return "form" in read && read.form === "dotted";
}

/** Whether a name in the placement, an override or a preference is that of no member cluster. */
export function namesUnknownCluster({ federated, host, request }: Finding): boolean {
  if (federated === undefined || request === undefined) return false;
  const namespace = host.get(
    `FederatedNamespace/${request.namespace ?? ""}/${request.namespace ?? ""}`,
  );
  const names = [
    ...namesOf(federated),
    ...(namespace === undefined ? [] : namesOf(namespace)),
    ...Object.keys(mapAt(preferenceFor(host, federated), "clusters")),
  ];
  const known = request.clusters.map(({ name }) => name);
  return names.some((name) => name !== "*" && name !== "" && !known.includes(name));
}

function namesOf(federated: KubeObject): string[] {
  const spec = mapAt(federated, "spec");
  const { clusters } = mapAt(spec, "placement");
  const placed = Array.isArray(clusters) ? clusters.filter(isPlainObject) : [];
  const overridden = Array.isArray(spec.overrides) ? spec.overrides.filter(isPlainObject) : [];
  return [
    ...placed.map(({ name }) => String(name)),
    ...overridden.map((each) => String(each.clusterName)),
  ];
}

/** Whether the preference has a number below 0, or a minimum above its maximum. */
export function hasSenselessPreference({ federated, host }: Finding): boolean {
  const spec = federated === undefined ? {} : (preferenceFor(host, federated) ?? {});
  const numbers = [spec, ...Object.values(mapAt(spec, "clusters")).filter(isPlainObject)];
  return numbers.some(
    (each) =>
      Object.values(each).some((value) => typeof value === "number" && value < 0) ||
      Number(each.minReplicas ?? 0) > Number(each.maxReplicas ?? Infinity),
  );
}

/** Whether a member cluster has what the original's planner gives it, whatever the numbers mean. */
export function hasPlannedReplicas(finding: Finding, cluster: string): boolean {
  const { federated, host, request, observation } = finding;
  const spec = federated === undefined ? undefined : preferenceFor(host, federated);
  if (spec === undefined || request === undefined) return false;
  const { totalReplicas, rebalance = false, clusters: preferences } = toScheduling(spec);
  const names = request.clusters.map(({ name }) => name).sort();
  const candidates = findCandidates(names, { preferences }).filter((each) => each !== undefined);
  const { namespace, name } = identityOf(observation.federated);
  const key = `${namespace}/${name}`;
  const { decisions } = divideAsKubeFed({ candidates, totalReplicas, rebalance, key });
  const place = candidates.findIndex((candidate) => candidate.name === cluster);
  const observed = mapAt(observedOn(finding, cluster), "spec").replicas;
  return observed === (decisions[place]?.replicas ?? 0);
}

/** Whether a member cluster has exactly what another plan says. */
export function hasObject(
  finding: Finding,
  cluster: string,
  object: KubeObject | undefined,
): boolean {
  const observed = observedOn(finding, cluster);
  if (object === undefined || observed === undefined) return object === observed;
  return compareObjects(object, observed).length === 0;
}

/** Whether the API server took other objects of this plan elsewhere, but never one like this. */
export function isNowhereElse({ plan, observation }: Finding, cluster: string): boolean {
  const planned = plan.objects.get(cluster);
  const taken = [...plan.objects].filter(([name]) => observation.statuses[name] === "");
  return taken.length > 0 && taken.every(([, object]) => !isDeepStrictEqual(object, planned));
}

/** The maps of the metadata that the original dropped from a template. */
export function isDroppedMap(key: string): boolean {
  return key === "annotations" || key === "finalizers";
}

/** Whether a member cluster's object has nothing at a place in the metadata. */
export function lacksMetadata(
  finding: Finding,
  cluster: string,
  { key, name }: { readonly key: string; readonly name: string },
): boolean {
  const observed = observedOn(finding, cluster);
  if (observed === undefined) return false;
  const there = mapAt(observed, "metadata")[key];
  return name === "" || !isPlainObject(there) ? there === undefined : there[name] === undefined;
}

/** Whether two objects are equal but for the managed label. */
export function isEqualButLabel(one: unknown, two: unknown): boolean {
  return isDeepStrictEqual(unlabelled(one), unlabelled(two));
}

function unlabelled(object: unknown): unknown {
  if (!isPlainObject(object)) return object;
  const labels = without(mapAt(object, "metadata", "labels"), managedLabel);
  const metadata = without(mapAt(object, "metadata"), "labels");
  const isLabelled = Object.keys(labels).length > 0;
  return { ...object, metadata: isLabelled ? { ...metadata, labels } : metadata };
}
