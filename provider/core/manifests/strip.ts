import type { KubeObject } from "../model";
import { mapAt, mapsAt, textAt, without } from "../plain/fields";

/** Annotations that a tool or a controller writes for itself; a copy of them misleads it. */
const foreignAnnotations = [
  "autoscaling.alpha.kubernetes.io/",
  "batch.kubernetes.io/job-tracking",
  "control-plane.alpha.kubernetes.io/leader",
  "deployment.kubernetes.io/",
  "deprecated.daemonset.template.generation",
  "kubectl.kubernetes.io/last-applied-configuration",
  "pv.kubernetes.io/",
  "volume.beta.kubernetes.io/storage-provisioner",
  "volume.kubernetes.io/",
];

/** Labels that the job controller makes up for each Job. */
const generatedJobLabels = [
  "batch.kubernetes.io/controller-uid",
  "batch.kubernetes.io/job-name",
  "controller-uid",
  "job-name",
];

/**
 * The template of an object as it is on a cluster or in a manifest: what a person wrote, without what
 * the cluster added.
 *
 * | what | goes |
 * |---|---|
 * | all | apiVersion, kind, status; of metadata everything but labels and annotations |
 * | annotations | those that tools and controllers keep for themselves |
 * | Namespace | spec.finalizers |
 * | ServiceAccount | secrets |
 * | Service | clusterIP (but "None"), clusterIPs, healthCheckNodePort; from a cluster, every nodePort |
 * | Job | the selector and labels made up for it |
 * | PersistentVolumeClaim | volumeName of a claim that is bound |
 *
 * KubeFed dropped every annotation and nodePort, and kept healthCheckNodePort.
 * Source: KubeFed `pkg/kubefedctl/federate/federate.go`.
 *
 * @example
 * stripManifest({ kind: "ServiceAccount", metadata: { name: "sa", uid: "u", labels: { a: "b" } }, secrets: [{ name: "tok" }] })
 * //=> { metadata: { labels: { a: "b" } } }
 */
export function stripManifest(object: KubeObject): KubeObject {
  const { metadata, ...rest } = without(object, "apiVersion", "kind", "status");
  const kept = stripMetadata(mapAt(metadata));
  const body = Object.keys(kept).length === 0 ? rest : { metadata: kept, ...rest };
  switch (textAt(object, "kind")) {
    case "Namespace":
      return withoutEmptySpec({ ...body, spec: without(mapAt(body, "spec"), "finalizers") });
    case "ServiceAccount":
      return without(body, "secrets");
    case "Service":
      return body.spec === undefined ? body : { ...body, spec: stripService(object) };
    case "Job":
      return stripJob(body);
    case "PersistentVolumeClaim":
      return isBound(object) ? { ...body, spec: without(mapAt(body, "spec"), "volumeName") } : body;
    default:
      return body;
  }
}

function stripMetadata(metadata: KubeObject): KubeObject {
  const annotations = Object.entries(mapAt(metadata, "annotations")).filter(
    ([key]) => !foreignAnnotations.some((foreign) => key.startsWith(foreign)),
  );
  const labels = mapAt(metadata, "labels");
  return {
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
  };
}

/** Addresses and ports that the cluster assigned; a port that a person chose stays. */
function stripService(object: KubeObject): KubeObject {
  const spec = mapAt(object, "spec");
  // A Service without an address of its own is made so on purpose.
  const assigned = spec.clusterIP === "None" ? ["clusterIPs"] : ["clusterIP", "clusterIPs"];
  const kept = without(spec, "healthCheckNodePort", ...assigned);
  if (spec.ports === undefined || !isFromCluster(object)) return kept;
  return { ...kept, ports: mapsAt(spec, "ports").map((port) => without(port, "nodePort")) };
}

/** Whether an object was read from a cluster, rather than written by a person. */
function isFromCluster(object: KubeObject): boolean {
  const { uid, resourceVersion } = mapAt(object, "metadata");
  return uid !== undefined || resourceVersion !== undefined;
}

function stripJob(body: KubeObject): KubeObject {
  const spec = mapAt(body, "spec");
  const isGenerated = (labels: KubeObject): boolean =>
    generatedJobLabels.some((key) => key.endsWith("controller-uid") && labels[key] !== undefined);
  if (spec.manualSelector === true || !isGenerated(mapAt(spec, "selector", "matchLabels"))) {
    return body;
  }
  const template = mapAt(spec, "template");
  const metadata = mapAt(template, "metadata");
  const labels = without(mapAt(metadata, "labels"), ...generatedJobLabels);
  const own = without(mapAt(body, "metadata", "labels"), ...generatedJobLabels);
  return {
    ...body,
    ...(body.metadata === undefined
      ? {}
      : { metadata: { ...mapAt(body, "metadata"), labels: own } }),
    spec: {
      ...without(spec, "selector"),
      template: { ...template, metadata: { ...metadata, labels } },
    },
  };
}

function isBound(object: KubeObject): boolean {
  return (
    mapAt(object, "status").phase === "Bound" ||
    mapAt(object, "metadata", "annotations")["pv.kubernetes.io/bind-completed"] === "yes"
  );
}

function withoutEmptySpec(body: KubeObject): KubeObject {
  return Object.keys(mapAt(body, "spec")).length === 0 ? without(body, "spec") : body;
}
