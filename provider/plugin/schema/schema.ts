import { type FederatedType, federatedTypes } from "../../core/kinds/federatedTypes";
import { dnsComponents, dnsTypes } from "./schemaDns";
import { objectTypes } from "./schemaModel";
import { manifestComponents, manifestTypes } from "./schemaManifests";
import { component, type ComponentSpec } from "./schemaComponent";
import { preferenceFor, preferences } from "./schemaPreferences";
import {
  anyValue,
  ownResource,
  ownType,
  plain,
  plainList,
  plainMap,
  type PropertySpec,
} from "./schemaTypes";

/** Versions that the schema names. */
export interface SchemaVersions {
  readonly package: string;
  /** Of the kubernetes package whose types the templates are. */
  readonly kubernetes: string;
}

/** Builds the package schema from the table of federated types and the components beside it. */
export function buildSchema(versions: SchemaVersions): object {
  const typed = federatedTypes
    .filter(({ kind }) => kind !== "Namespace")
    .map((type) => [`Federated${type.kind}`, federatedKind(type, versions.kubernetes)] as const);
  const components: Record<string, ComponentSpec> = {
    ...Object.fromEntries(typed),
    ...Object.fromEntries(
      Object.entries(dnsComponents).map(([name, spec]) => [
        name,
        component(spec.description, spec),
      ]),
    ),
    ClusterRegistry: clusterRegistry(),
    FederatedCustomResource: customResource(),
    FederatedNamespace: namespace(versions.kubernetes),
    ...manifestComponents({ ...where, adopt: settings.adopt, managedLabel: settings.managedLabel }),
    KubeFedCluster: kubeFedCluster(versions.kubernetes),
    ...preferences(),
  };
  return {
    name: "kubefed",
    version: versions.package,
    displayName: "KubeFed",
    description: "One definition, previewed and deployed to every member cluster.",
    license: "Apache-2.0",
    keywords: ["pulumi", "kubernetes", "kubefed", "category/infrastructure", "kind/component"],
    meta: { moduleFormat: "(.*)" },
    language: { nodejs: { respectSchemaVersion: true } },
    types: sorted({ ...objectTypes, ...dnsTypes, ...manifestTypes }, (type) => ({
      type: "object",
      ...type,
    })),
    resources: sorted(components, (component) => component),
  };
}

function federatedKind(type: FederatedType, kubernetes: string): ComponentSpec {
  const object = kubernetesToken(type);
  return component(`${type.kind} on the member clusters that its placement selects.`, {
    inputs: {
      ...where,
      ...settings,
      ...schedulable(type),
      template: { $ref: `/kubernetes/v${kubernetes}/schema.json#/types/${object}` },
    },
    required: ["template"],
    outputs: expansion({ $ref: `/kubernetes/v${kubernetes}/schema.json#/resources/${object}` }),
  });
}

function customResource(): ComponentSpec {
  return component("An object of any kind on the member clusters that its placement selects.", {
    inputs: {
      ...where,
      ...settings,
      ...scalable,
      apiVersion: plain("string"),
      kind: plain("string"),
      scope: plain("string", "Namespaced, which is the default for custom resources, or Cluster"),
      template: anyValue("Everything but apiVersion and kind"),
    },
    required: ["apiVersion", "kind", "template"],
    outputs: expansion(anyValue()),
  });
}

function namespace(kubernetes: string): ComponentSpec {
  const object = "kubernetes:core%2Fv1:Namespace";
  return component("A namespace on the member clusters that its placement selects.", {
    inputs: {
      ...settings,
      clusters: where.clusters,
      placement: where.placement,
      template: { $ref: `/kubernetes/v${kubernetes}/schema.json#/types/${object}` },
    },
    required: ["clusters", "placement"],
    outputs: expansion({ $ref: `/kubernetes/v${kubernetes}/schema.json#/resources/${object}` }),
  });
}

function kubeFedCluster(kubernetes: string): ComponentSpec {
  const identity = {
    labels: plainMap(plain("string"), "What a clusterSelector matches"),
    region: plain("string"),
    zones: plainList(plain("string")),
  };
  return component("A member cluster: its provider, its labels, its place in the world.", {
    inputs: {
      ...identity,
      kubeconfig: {
        type: "string",
        secret: true,
        description: "A kubeconfig, as YAML or JSON text",
      },
      kubeconfigPath: plain("string"),
      context: plain("string", "The current context of the kubeconfig if not given"),
      provider: { $ref: `/kubernetes/v${kubernetes}/schema.json#/provider` },
      unreachable: plain("string", '"fail" or "keep": what an update does while it is away'),
      retire: plain("boolean", "Drains the cluster: no placement selects it"),
      join: ownType("Join", "Joins it with these credentials; its own are then used"),
      health: plainMap(plain("integer"), "timeoutSeconds and failureThreshold of its probe"),
    },
    required: [],
    outputs: {
      ...identity,
      clusterName: { type: "string" },
      retire: { type: "boolean" },
      status: anyValue("How it is, its version and its place"),
    },
  });
}

function clusterRegistry(): ComponentSpec {
  const place = {
    kind: plain("string", "Cluster, the default, or KubeFedCluster"),
    namespace: plain("string", "That of the kind if not given"),
  };
  return component("Member clusters, listed in a host cluster.", {
    inputs: {
      ...place,
      host: ownResource("KubeFedCluster"),
      clusters: plainList(ownResource("KubeFedCluster")),
      definitions: plain("string", '"own" or "existing": who keeps the kind\'s definition'),
    },
    required: ["clusters", "host"],
    outputs: { ...place, clusters: { type: "array", items: { type: "string" } } },
  });
}

const where = {
  clusters: plainList(ownResource("KubeFedCluster"), "Not together with a FederatedNamespace"),
  namespace: {
    oneOf: [ownResource("FederatedNamespace"), plain("string")],
    description: "A FederatedNamespace, or the name of a namespace together with clusters",
  },
  placement: ownType(
    "Placement",
    "Needed with clusters; in a FederatedNamespace it narrows that one's",
  ),
} satisfies Record<string, PropertySpec>;

const settings = {
  overrides: plainList(ownType("Override"), "Applied in order"),
  retain: plainList(plain("string"), "Fields that the member cluster owns"),
  adopt: plain("boolean", "Takes over objects that exist already, keeping their uid"),
  deleteContents: plain(
    "boolean",
    "Deleting a namespace or a definition takes along what others have in it",
  ),
  managedLabel: plain("string", "Key of the label that marks the objects"),
} satisfies Record<string, PropertySpec>;

const scalable = {
  retainReplicas: plain("boolean", "Leaves the replica count to the member cluster"),
  scheduling: ownResource("ReplicaSchedulingPreference"),
  scale: ownType("Scale", "Where the replica count is, if not where the kind has it"),
} satisfies Record<string, PropertySpec>;

/** What can be divided of a kind. */
function schedulable({ kind, replicasPath }: FederatedType): Record<string, PropertySpec> {
  const preference = preferenceFor(kind);
  if (preference !== undefined) return { scheduling: ownResource(preference) };
  return replicasPath === undefined ? {} : scalable;
}

function expansion(resource: PropertySpec): Record<string, PropertySpec> {
  return {
    plan: anyValue("Per cluster: selected or not and why, replicas and why, overrides applied"),
    status: { $ref: "#/types/kubefed:index:FederatedStatus" },
    resources: { type: "object", additionalProperties: resource, description: "By cluster name" },
  };
}

/** The token of a kind in the kubernetes package, with its slash escaped for use in a reference. */
function kubernetesToken({ apiVersion, kind }: FederatedType): string {
  const module = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
  return `kubernetes:${module.replace("/", "%2F")}:${kind}`;
}

function sorted<Spec>(
  specs: Readonly<Record<string, Spec>>,
  toEntry: (spec: Spec) => object,
): object {
  return Object.fromEntries(
    Object.keys(specs)
      .sort()
      .flatMap((name) => {
        const spec = specs[name];
        return spec === undefined ? [] : [[`kubefed:index:${name}`, toEntry(spec)]];
      }),
  );
}
