import type { KubeObject } from "../../../provider/core/model";
import { identityOf } from "../../../provider/core/manifests/manifest";
import { mapAt, mapsAt, textAt } from "../reading";

/** What a person had applied to Karmada's control plane at one time of a recording. */
export interface ControlPlane {
  /** As they were applied and taken, by kind, namespace and name. */
  readonly objects: ReadonlyMap<string, KubeObject>;
  /** What admission refused, and nobody took back since. */
  readonly refused: ReadonlyMap<string, KubeObject>;
  readonly clusters: readonly KubeObject[];
  /** The members on which somebody else has changed something, past Karmada. */
  readonly touched: ReadonlySet<string>;
}

/** A control plane with nothing but its clusters. */
export function emptyControlPlane(meta: KubeObject, testCase: KubeObject): ControlPlane {
  const changes = mapAt(testCase, "clusters");
  const clusters = mapsAt(meta, "clusters").map((cluster) => {
    const name = textAt(cluster, "name");
    return withChange(
      {
        apiVersion: "cluster.karmada.io/v1alpha1",
        kind: "Cluster",
        metadata: { name, labels: mapAt(cluster, "labels") },
        spec: mapAt(cluster, "spec"),
      },
      mapAt(changes, name),
    );
  });
  return { objects: new Map(), refused: new Map(), clusters, touched: new Set() };
}

/** The control plane after what a step did to it. */
export function afterStep(before: ControlPlane, step: KubeObject): ControlPlane {
  const objects = new Map(before.objects);
  const refused = new Map(before.refused);
  const rejected = mapsAt(step, "rejected").map((each) => textAt(each, "object"));
  for (const object of mapsAt(step, "applied")) {
    const isRefused = rejected.includes(shortTitle(object));
    (isRefused ? refused : objects).set(keyOf(object), object);
    if (!isRefused) refused.delete(keyOf(object));
  }
  const deleted = Array.isArray(step.deleted) ? step.deleted.map(String) : [];
  for (const map of [objects, refused]) {
    for (const [key, object] of map) if (deleted.includes(shortTitle(object))) map.delete(key);
  }
  const changes = mapAt(step, "clusters");
  const clusters = before.clusters.map((cluster) =>
    withChange(cluster, mapAt(changes, identityOf(cluster).name)),
  );
  const touched = new Set([...before.touched, ...Object.keys(mapAt(step, "onMembers"))]);
  return { objects, refused, clusters, touched };
}

function withChange(cluster: KubeObject, change: KubeObject): KubeObject {
  const { labels, taints } = change;
  return {
    ...cluster,
    metadata: { ...mapAt(cluster, "metadata"), ...(labels === undefined ? {} : { labels }) },
    spec: { ...mapAt(cluster, "spec"), ...(taints === undefined ? {} : { taints }) },
  };
}

function shortTitle(object: KubeObject): string {
  const { kind, name } = identityOf(object);
  return `${kind} ${name}`;
}

function keyOf(object: KubeObject): string {
  const { apiVersion, kind, namespace, name } = identityOf(object);
  return `${apiVersion} ${kind} ${namespace}/${name}`;
}
