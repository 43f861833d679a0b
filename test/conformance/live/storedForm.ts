import { isPlainObject } from "../../../provider/core/plain/plainObject";
import type { KubeObject } from "../../../provider/core/model";
import { mapAt, textAt, textsOf, without } from "../reading";
import { fieldAt } from "./kubernetesFields";

/** What the API server writes into the metadata itself, whatever came; the recordings leave it out. */
const assigned = [
  "creationTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
];

/**
 * An object as the API server stores it, before defaults: names that the kind does not have are
 * dropped, a `null` is nothing or, in a map of texts, the empty text; `stringData` of a Secret is
 * written into `data`; fields of a Service that its type does not have are dropped.
 */
export function toStored(object: KubeObject): KubeObject {
  const kind = textAt(object, "kind");
  const known = mapAt({ known: withoutUnknown(object, kind, []) }, "known");
  const stored = { ...known, metadata: without(mapAt(known, "metadata"), ...assigned) };
  if (kind === "Secret") return withData(stored);
  return kind === "Service" ? withFieldsOfType(stored) : stored;
}

function withoutUnknown(value: unknown, kind: string, path: readonly string[]): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => withoutUnknown(item, kind, [...path, String(index)]));
  }
  if (!isPlainObject(value)) return value;
  const isFree = ["texts", "bytes"].some((field) => field === fieldAt(kind, path));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => {
      const at = [...path, key];
      if (fieldAt(kind, at) === "unknown") return [];
      if (each === null || each === undefined) return isFree ? [[key, ""]] : [];
      return [[key, withoutUnknown(each, kind, at)]];
    }),
  );
}

function withData(secret: KubeObject): KubeObject {
  const { stringData } = secret;
  if (!isPlainObject(stringData)) return secret;
  const written = Object.entries(textsOf(stringData)).map(([key, text]) => [
    key,
    Buffer.from(text, "utf8").toString("base64"),
  ]);
  return {
    ...without(secret, "stringData"),
    data: { ...mapAt(secret, "data"), ...Object.fromEntries(written) },
  };
}

const portTypes = ["NodePort", "LoadBalancer"];

function withFieldsOfType(service: KubeObject): KubeObject {
  const spec = mapAt(service, "spec");
  const type = textAt(spec, "type") || "ClusterIP";
  const isLocal = type === "LoadBalancer" && spec.externalTrafficPolicy === "Local";
  const dropped = [
    ...(isLocal ? [] : ["healthCheckNodePort"]),
    ...(type === "ExternalName" ? ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] : []),
  ];
  const kept = without(spec, ...dropped);
  if (portTypes.includes(type) || !Array.isArray(spec.ports)) return { ...service, spec: kept };
  const ports = spec.ports.map((port: unknown) =>
    isPlainObject(port) ? without(port, "nodePort") : port,
  );
  return { ...service, spec: { ...kept, ports } };
}
