import { component, type ComponentSpec } from "./schemaComponent";
import {
  anyValue,
  type ObjectSpec,
  ownType,
  plain,
  plainList,
  type PropertySpec,
} from "./schemaTypes";

/** Object types that only manifests and charts need. */
export const manifestTypes: Readonly<Record<string, ObjectSpec>> = {
  ManifestOverride: {
    properties: {
      apiVersion: plain("string", "Which objects: apiVersion, kind, namespace, name"),
      kind: plain("string"),
      namespace: plain("string"),
      name: plain("string"),
      clusterName: plain("string"),
      clusterSelector: ownType("LabelSelector"),
      clusterOverrides: plainList(ownType("ClusterOverride")),
      merge: anyValue("Part of an object, laid over it"),
    },
  },
};

/** The components that are made of many objects; `shared` is what each of them takes. */
export function manifestComponents(
  shared: Readonly<Record<string, PropertySpec>>,
): Record<string, ComponentSpec> {
  return {
    FederatedYaml: component("Manifests on the member clusters that the placement selects.", {
      inputs: {
        ...shared,
        files: oneOrMore("Files, folders and patterns such as ./guestbook/*.yaml"),
        yaml: oneOrMore("YAML or JSON text, of one or many documents"),
        overrides: plainList(ownType("ManifestOverride"), "Applied in order"),
        retainReplicas: plain("boolean", "Leaves replica counts to the member cluster"),
      },
      required: [],
      outputs: { plans: anyValue("The plan of each object, by Kind namespace/name") },
    }),
  };
}

function oneOrMore(description: string): PropertySpec {
  return { oneOf: [plain("string"), plainList(plain("string"))], description };
}
