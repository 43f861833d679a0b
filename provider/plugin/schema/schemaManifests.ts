import { component, type ComponentSpec } from "./schemaComponent";
import {
  anyValue,
  type ObjectSpec,
  ownResource,
  ownType,
  plain,
  plainList,
  plainMap,
  type PropertySpec,
} from "./schemaTypes";

/** Which objects of a manifest. */
const pick = {
  apiVersion: plain("string", "Which objects: apiVersion, kind, namespace, name"),
  kind: plain("string"),
  namespace: plain("string"),
  name: plain("string"),
} satisfies Record<string, PropertySpec>;

/** Object types that only manifests and charts need. */
export const manifestTypes: Readonly<Record<string, ObjectSpec>> = {
  ChartOverride: {
    properties: {
      clusterName: plain("string"),
      clusterSelector: ownType("LabelSelector"),
      values: anyValue("Laid over the values"),
      version: plain("string", "Another version of the chart"),
      clusterOverrides: plainList(ownType("ClusterOverride"), "Below /values, or on /version"),
    },
  },
  ManifestScheduling: {
    properties: {
      ...pick,
      preference: {
        oneOf: [
          ownResource("HorizontalPodAutoscalerPreference"),
          ownResource("JobSchedulingPreference"),
          ownResource("ReplicaSchedulingPreference"),
        ],
      },
    },
    required: ["preference"],
  },
  ManifestOverride: {
    properties: {
      ...pick,
      clusterName: plain("string"),
      clusterSelector: ownType("LabelSelector"),
      clusterOverrides: plainList(ownType("ClusterOverride")),
      merge: anyValue("Part of an object, laid over it"),
    },
  },
};

/** What a chart is, as Pulumi's own class for charts takes it. */
const chartInputs = {
  chart: { type: "string", description: "Its name, a path, or an oci:// address" },
  name: plain("string", "The release's name; the resource's if not given"),
  version: plain("string"),
  repositoryOpts: anyValue("Where it comes from"),
  values: anyValue(),
  valueYamlFiles: { type: "array", items: { $ref: "pulumi.json#/Asset" } },
  dependencyUpdate: { type: "boolean" },
  devel: { type: "boolean" },
  keyring: { $ref: "pulumi.json#/Asset" },
  plainHttp: { type: "boolean" },
  postRenderer: anyValue("A command that changes what was rendered"),
  skipAwait: { type: "boolean" },
  skipCrds: { type: "boolean" },
  verify: { type: "boolean" },
} satisfies Record<string, PropertySpec>;

/** The components that are made of many objects; `shared` is what each of them takes. */
export function manifestComponents(
  shared: Readonly<
    Record<"adopt" | "clusters" | "managedLabel" | "namespace" | "placement", PropertySpec>
  >,
): Record<string, ComponentSpec> {
  return {
    FederatedHelmChart: component("A Helm chart on the clusters that its placement selects.", {
      inputs: {
        clusters: shared.clusters,
        namespace: shared.namespace,
        placement: shared.placement,
        ...chartInputs,
        overrides: plainList(ownType("ChartOverride"), "Applied in order"),
      },
      required: ["chart"],
      outputs: {
        plan: anyValue("Per cluster: selected or not and why, overrides applied"),
        resources: plainMap(anyValue(), "The chart of every selected cluster, by its name"),
      },
    }),
    FederatedYaml: component("Manifests on the member clusters that the placement selects.", {
      inputs: {
        ...shared,
        files: oneOrMore("Files, folders and patterns such as ./guestbook/*.yaml"),
        yaml: oneOrMore("YAML or JSON text, of one or many documents"),
        overrides: plainList(ownType("ManifestOverride"), "Applied in order"),
        scheduling: plainList(
          ownType("ManifestScheduling"),
          "The first that picks an object counts",
        ),
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
