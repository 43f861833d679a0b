import { compareText } from "../../core/plain/text";
import type { KubeObject } from "../../core/model";
import { mapAt, mapsAt, textAt } from "../../core/plain/fields";
import { identityOf, type ManifestIdentity } from "../../core/manifests/manifest";
import { podSpecPath } from "./podSpec";

/**
 * The objects that a workload or an Ingress needs beside it, as Karmada's `propagateDeps` finds them:
 * ConfigMaps, Secrets, its ServiceAccount, claims; each once, sorted by name within its kind.
 *
 * Source: Karmada `pkg/resourceinterpreter/default/native/dependencies.go`.
 *
 * @example
 * workloadReferences({ kind: "Pod", metadata: { name: "p", namespace: "n" }, spec: { serviceAccountName: "sa" } })
 * //=> [{ apiVersion: "v1", kind: "ServiceAccount", namespace: "n", name: "sa" }]
 */
export function workloadReferences(object: KubeObject): ManifestIdentity[] {
  const { kind, namespace } = identityOf(object);
  const place = podSpecPath(kind);
  if (place === undefined) {
    const isIngress = kind === "Ingress";
    const secrets = isIngress ? mapsAt(mapAt(object, "spec"), "tls").map(secretNameOf) : [];
    return toIdentities("Secret", { names: secrets, namespace });
  }
  const pod = mapAt(object, ...place);
  const templates = mapsAt(mapAt(object, "spec"), "volumeClaimTemplates").map(({ metadata }) =>
    textAt(mapAt(metadata), "name"),
  );
  const account = textAt(pod, "serviceAccountName");
  const named = (kindOfName: string, names: readonly string[]): ManifestIdentity[] =>
    toIdentities(kindOfName, { names, namespace });
  return [
    ...named("ConfigMap", configMapsOf(pod)),
    ...named("Secret", secretsOf(pod)),
    ...named("ServiceAccount", account === "default" ? [] : [account]),
    ...named(
      "PersistentVolumeClaim",
      volumesOf(pod)
        .map(({ persistentVolumeClaim }) => textAt(mapAt(persistentVolumeClaim), "claimName"))
        .filter((name) => !templates.includes(name)),
    ),
  ];
}

function toIdentities(
  kind: string,
  { names, namespace }: { readonly names: readonly string[]; readonly namespace: string },
): ManifestIdentity[] {
  return [...new Set(names.filter((name) => name !== ""))]
    .sort(compareText)
    .map((name) => ({ apiVersion: "v1", kind, namespace, name }));
}

function volumesOf(pod: KubeObject): readonly KubeObject[] {
  const volumes = mapsAt(pod, "volumes");
  return [...volumes, ...volumes.flatMap(({ projected }) => mapsAt(mapAt(projected), "sources"))];
}

function containersOf(pod: KubeObject): readonly KubeObject[] {
  return ["initContainers", "containers", "ephemeralContainers"].flatMap((key) => mapsAt(pod, key));
}

function configMapsOf(pod: KubeObject): string[] {
  return [
    ...volumesOf(pod).map(({ configMap }) => textAt(mapAt(configMap), "name")),
    ...containersOf(pod).flatMap((container) => [
      ...mapsAt(container, "env").map((env) => nameAt(env, "valueFrom", "configMapKeyRef")),
      ...mapsAt(container, "envFrom").map((from) => nameAt(from, "configMapRef")),
    ]),
  ];
}

/** Volumes that name a Secret by `secretRef`. */
const volumesWithSecretRef = [
  "cephfs",
  "csi",
  "flexVolume",
  "iscsi",
  "rbd",
  "scaleIO",
  "storageos",
];

function secretsOf(pod: KubeObject): string[] {
  return [
    ...mapsAt(pod, "imagePullSecrets").map((each) => textAt(each, "name")),
    ...containersOf(pod).flatMap((container) => [
      ...mapsAt(container, "env").map((env) => nameAt(env, "valueFrom", "secretKeyRef")),
      ...mapsAt(container, "envFrom").map((from) => nameAt(from, "secretRef")),
    ]),
    ...volumesOf(pod).flatMap((volume) => [
      secretNameOf(mapAt(volume, "azureFile")),
      secretNameOf(mapAt(volume, "secret")),
      nameAt(volume, "secret"),
      nameAt(volume, "csi", "nodePublishSecretRef"),
      ...volumesWithSecretRef.map((kind) => nameAt(volume, kind, "secretRef")),
    ]),
  ];
}

function nameAt(map: KubeObject, ...path: readonly string[]): string {
  return textAt(mapAt(map, ...path), "name");
}

function secretNameOf(map: KubeObject): string {
  return textAt(map, "secretName");
}
