import { federatedType, type Scope } from "./federatedTypes";

/** Which Kubernetes object. */
export interface ObjectKey {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** @default "default"; left out for kinds that belong to the whole cluster */
  readonly namespace?: string | undefined;
  /** @default that of the kind */
  readonly scope?: Scope | undefined;
}

/**
 * The path of an object at its API server. The plural of a kind that is not built in is guessed as
 * KubeFed does.
 *
 * @example
 * objectPath({ apiVersion: "apps/v1", kind: "Deployment", name: "web", namespace: "shop" })
 * //=> "/apis/apps/v1/namespaces/shop/deployments/web"
 */
export function objectPath(key: ObjectKey): string {
  const type = federatedType(key.apiVersion, key.kind);
  const root = key.apiVersion.includes("/") ? "/apis" : "/api";
  const isNamespaced = (key.scope ?? type.scope) === "Namespaced";
  const within = isNamespaced ? ["namespaces", key.namespace ?? "default"] : [];
  const parts = [...within, type.plural, key.name].map(encodeURIComponent);
  return [root, key.apiVersion, ...parts].join("/");
}
