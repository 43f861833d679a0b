import { federatedTypes } from "../../core/kinds/federatedTypes";
import { groupOf } from "../../core/manifests/manifest";

/** How a program gets the component class of a kind. */
export type ComponentClass =
  /** A class of this package. */
  | { readonly sort: "typed"; readonly name: string }
  /** Made by `kubefed.federate` from a class of `@pulumi/kubernetes`. */
  | { readonly sort: "federated"; readonly name: string; readonly objectClass: string }
  /** FederatedCustomResource, which is told apiVersion and kind. */
  | { readonly sort: "custom"; readonly name: "FederatedCustomResource" };

/** Kinds of Kubernetes that `@pulumi/kubernetes` has a class for and this package none, by apiVersion. */
export const otherKinds: Readonly<Record<string, readonly string[]>> = {
  v1: [
    "Endpoints",
    "LimitRange",
    "PersistentVolume",
    "Pod",
    "PodTemplate",
    "ReplicationController",
    "ResourceQuota",
  ],
  "admissionregistration.k8s.io/v1": [
    "MutatingWebhookConfiguration",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
  ],
  "apiregistration.k8s.io/v1": ["APIService"],
  "apps/v1": ["ControllerRevision"],
  "autoscaling/v1": ["HorizontalPodAutoscaler"],
  "certificates.k8s.io/v1": ["CertificateSigningRequest"],
  "coordination.k8s.io/v1": ["Lease"],
  "discovery.k8s.io/v1": ["EndpointSlice"],
  "flowcontrol.apiserver.k8s.io/v1": ["FlowSchema", "PriorityLevelConfiguration"],
  "networking.k8s.io/v1": ["IngressClass"],
  "node.k8s.io/v1": ["RuntimeClass"],
  "scheduling.k8s.io/v1": ["PriorityClass"],
  "storage.k8s.io/v1": ["CSIDriver", "StorageClass", "VolumeAttachment"],
};

/**
 * The component class of a kind.
 *
 * @example
 * [componentClass("apps/v1", "Deployment"), componentClass("storage.k8s.io/v1", "StorageClass"), componentClass("velero.io/v1", "Schedule")]
 * //=> [{ sort: "typed", name: "FederatedDeployment" }, { sort: "federated", name: "FederatedStorageClass", objectClass: "k8s.storage.v1.StorageClass" }, { sort: "custom", name: "FederatedCustomResource" }]
 */
export function componentClass(apiVersion: string, kind: string): ComponentClass {
  const isTyped = federatedTypes.some(
    (type) => type.apiVersion === apiVersion && type.kind === kind,
  );
  if (isTyped) return { sort: "typed", name: `Federated${kind}` };
  const kinds = Object.hasOwn(otherKinds, apiVersion) ? otherKinds[apiVersion] : undefined;
  if (kinds?.includes(kind) !== true) return { sort: "custom", name: "FederatedCustomResource" };
  const isClash = federatedTypes.some((type) => type.kind === kind);
  const version = apiVersion.split("/").at(-1) ?? "";
  const suffix = isClash ? `${version.charAt(0).toUpperCase()}${version.slice(1)}` : "";
  return {
    sort: "federated",
    name: `Federated${kind}${suffix}`,
    objectClass: `k8s.${moduleOf(groupOf(apiVersion))}.${version}.${kind}`,
  };
}

function moduleOf(group: string): string {
  return group === "" ? "core" : (group.split(".")[0] ?? group);
}
