import type { KubeObject } from "../../../core/model";
import { identityOf } from "../../../core/manifests/manifest";
import { stripManifest } from "../../../core/manifests/strip";
import { listAt, mapAt, mapsAt, textAt, without } from "../../../core/plain/fields";

/**
 * What Karmada sends of an object: without what its API server added and without its own marks, but with
 * node ports and with the secrets of a service account; the lifetime of a Job is taken off, and a token of
 * the control plane never travels.
 *
 * Source: Karmada `pkg/resourceinterpreter/default/native/prune/prune.go`.
 *
 * @example
 * sentTemplate({ apiVersion: "batch/v1", kind: "Job", metadata: { name: "j", labels: { "karmada.io/x": "1" } }, spec: { ttlSecondsAfterFinished: 9 } })
 * //=> { apiVersion: "batch/v1", kind: "Job", metadata: { name: "j" }, spec: {} }
 */
export function sentTemplate(object: KubeObject): KubeObject {
  const { apiVersion, kind, name, namespace } = identityOf(object);
  const stripped = stripManifest(object);
  const metadata = mapAt(stripped, "metadata");
  const [labels, annotations] = [
    ownKeys(labelsOf(kind, mapAt(metadata, "labels"))),
    ownKeys(annotationsOf(object, metadata)),
  ];
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace === "" ? {} : { namespace }),
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    ...ofKind(object, without(stripped, "metadata")),
  };
}

/** Every API server labels a namespace with its name. */
function labelsOf(kind: string, labels: KubeObject): KubeObject {
  return kind === "Namespace" ? without(labels, "kubernetes.io/metadata.name") : labels;
}

/** The keys of a map that Karmada does not keep for itself. */
export function ownKeys(map: KubeObject): KubeObject {
  return Object.fromEntries(
    Object.entries(map).filter(([key]) => !/(^|\.)karmada\.io(\/|$)/.test(key)),
  );
}

function annotationsOf(object: KubeObject, metadata: KubeObject): KubeObject {
  const annotations = mapAt(metadata, "annotations");
  return isToken(object) ? without(annotations, "kubernetes.io/service-account.uid") : annotations;
}

function isToken({ kind, type }: KubeObject): boolean {
  return kind === "Secret" && type === "kubernetes.io/service-account-token";
}

function ofKind(object: KubeObject, body: KubeObject): KubeObject {
  if (isToken(object)) return without(body, "data", "stringData");
  switch (object.kind) {
    case "Job":
      return body.spec === undefined
        ? body
        : { ...body, spec: without(mapAt(body, "spec"), "ttlSecondsAfterFinished") };
    case "Service":
      return withPorts(object, body);
    case "ServiceAccount":
      return withSecrets(object, body);
    default:
      return body;
  }
}

/** A node port of the control plane is the members' too. */
function withPorts(object: KubeObject, body: KubeObject): KubeObject {
  const ports = listAt(mapAt(object, "spec"), "ports");
  const isPort = ["NodePort", "LoadBalancer"].includes(textAt(mapAt(object, "spec"), "type"));
  if (ports.length === 0 || !isPort) return body;
  return { ...body, spec: { ...mapAt(body, "spec"), ports } };
}

/** Tokens that the API server made for it stay where they are. */
function withSecrets(object: KubeObject, body: KubeObject): KubeObject {
  const made = `${identityOf(object).name}-token-`;
  const secrets = mapsAt(object, "secrets").filter(
    (each) => !textAt(each, "name").startsWith(made),
  );
  return secrets.length === 0 ? body : { ...body, secrets };
}
