import type * as k8s from "@pulumi/kubernetes";

const text = { type: "string" };
const texts = { type: "object", additionalProperties: text };

/**
 * The definition of external-dns's `DNSEndpoint`, with the fields of its Go type `endpoint.Endpoint`.
 *
 * The annotation is what Kubernetes demands of definitions in groups of its own domain.
 */
export const dnsEndpointDefinition: k8s.types.input.apiextensions.v1.CustomResourceDefinition = {
  metadata: {
    name: "dnsendpoints.externaldns.k8s.io",
    annotations: {
      "api-approved.kubernetes.io": "https://github.com/kubernetes-sigs/external-dns/pull/2007",
    },
  },
  spec: {
    group: "externaldns.k8s.io",
    scope: "Namespaced",
    names: {
      kind: "DNSEndpoint",
      listKind: "DNSEndpointList",
      plural: "dnsendpoints",
      singular: "dnsendpoint",
    },
    versions: [
      {
        name: "v1alpha1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              apiVersion: text,
              kind: text,
              metadata: { type: "object" },
              spec: {
                type: "object",
                properties: { endpoints: { type: "array", items: endpointSchema() } },
              },
              status: {
                type: "object",
                properties: { observedGeneration: { type: "integer", format: "int64" } },
              },
            },
          },
        },
      },
    ],
  },
};

function endpointSchema(): k8s.types.input.apiextensions.v1.JSONSchemaProps {
  return {
    type: "object",
    properties: {
      dnsName: text,
      recordType: text,
      targets: { type: "array", items: text },
      recordTTL: { type: "integer", format: "int64" },
      labels: texts,
      setIdentifier: text,
      providerSpecific: {
        type: "array",
        items: { type: "object", properties: { name: text, value: text } },
      },
    },
  };
}
