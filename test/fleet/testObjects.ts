/** A pod with one container. */
export function podSpec(resources?: object, image = "shop/web:1") {
  return {
    containers: [{ name: "main", image, ...(resources === undefined ? {} : { resources }) }],
  };
}

/** A Deployment whose pods carry the label `app`. */
export function deployment(name: string, replicas: number, resources?: object, image?: string) {
  const labels = { app: name };
  return {
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(resources, image) },
    },
  };
}

/** The definition of a custom resource, `gadgets.example.com`. */
export const gadgetDefinition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "gadgets.example.com" },
  spec: {
    group: "example.com",
    scope: "Namespaced",
    names: { kind: "Gadget", plural: "gadgets", singular: "gadget" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: { spec: { type: "object", properties: { size: { type: "integer" } } } },
          },
        },
      },
    ],
  },
};
