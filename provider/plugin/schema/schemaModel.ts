import { anyValue, type ObjectSpec, ownType, plain, plainList, plainMap } from "./schemaTypes";

const texts = plainList(plain("string"));
const optionalCount = (what: string) => plain("integer", what);

/** Our object types: the nouns of the core, as other languages see them. */
export const objectTypes: Readonly<Record<string, ObjectSpec>> = {
  LabelSelectorRequirement: {
    properties: {
      key: plain("string"),
      operator: plain("string", "In, NotIn, Exists or DoesNotExist"),
      values: texts,
    },
    required: ["key", "operator"],
  },
  LabelSelector: {
    properties: {
      matchLabels: plainMap(plain("string")),
      matchExpressions: plainList(ownType("LabelSelectorRequirement")),
    },
  },
  Placement: {
    properties: {
      clusterNames: plainList(
        plain("string"),
        "Beats clusterSelector; an empty list selects no cluster",
      ),
      clusterSelector: ownType("LabelSelector", "An empty selector selects every cluster"),
    },
  },
  ClusterOverride: {
    properties: {
      op: plain("string", "add, remove or replace, which is the default"),
      path: plain("string", "A JSON pointer"),
      value: anyValue(),
    },
    required: ["path"],
  },
  Override: {
    properties: {
      clusterName: plain("string"),
      clusterSelector: ownType("LabelSelector"),
      clusterOverrides: plainList(ownType("ClusterOverride")),
      merge: anyValue("Part of a template, laid over it"),
    },
  },
  Join: {
    properties: {
      hostClusterName: plain("string", "A part of the names of what is made"),
      scope: plain("string", "Cluster, the default, or Namespaced"),
      namespace: plain("string", "kube-federation-system if not given"),
      rules: anyValue('`"federated-kinds"`, `"everything"`, or a list of rules of a Role'),
      rotate: plain("string", "Another text gives another token"),
      adopt: plain("boolean", "Takes over what others have made under our names"),
      forget: plain("boolean", "Lets a cluster that cannot be reached be forgotten"),
      apiEndpoint: plain("string", "The kubeconfig's server if not given"),
      proxyURL: plain("string", "The kubeconfig's if not given"),
      disabledTLSValidations: plainList(plain("string"), "* or SubjectName"),
    },
    required: ["hostClusterName"],
  },
  ReplicaPreference: {
    properties: {
      weight: optionalCount("Share of what remains after the minimums"),
      minReplicas: optionalCount("0 if not given"),
      maxReplicas: optionalCount("No limit if not given"),
    },
  },
  JobPreference: { properties: { weight: optionalCount("0 if not given") } },
  ReplicaTarget: {
    properties: {
      kind: plain("string"),
      apiVersion: plain("string", "That of the built-in kind if not given"),
      namespace: plain("string"),
      name: plain("string"),
      scale: ownType("Scale", "Where the replica count is, if not where the kind has it"),
    },
    required: ["kind", "namespace", "name"],
  },
  Scale: {
    properties: { path: plain("string", "A JSON pointer, such as /spec/replicas") },
    required: ["path"],
  },
  ObservedReplicas: {
    properties: { current: plainMap(plain("integer")), capacity: plainMap(plain("integer")) },
  },
  SpreadConstraint: {
    properties: {
      topologyKey: plain("string", "region, zone, or a label of the clusters"),
      maxSkew: plain("integer", "How many replicas more one domain may have than another"),
      minDomains: optionalCount("With fewer domains, none may have more than maxSkew"),
      whenUnsatisfiable: plain("string", "refuse, which is the default, or prefer"),
    },
    required: ["topologyKey", "maxSkew"],
  },
  Condition: {
    properties: {
      type: { type: "string" },
      status: { type: "string" },
      reason: { type: "string" },
      message: { type: "string" },
    },
    required: ["type", "status"],
  },
  ObjectStatus: { properties: statusProperties(), required: ["conditions", "loadBalancer"] },
  FederatedStatus: {
    properties: {
      ...statusProperties(),
      clusters: {
        type: "object",
        additionalProperties: { $ref: "#/types/kubefed:index:ObjectStatus" },
      },
    },
    required: ["conditions", "loadBalancer", "clusters"],
  },
};

function statusProperties(): ObjectSpec["properties"] {
  return {
    desired: { type: "integer" },
    ready: { type: "integer" },
    updated: { type: "integer" },
    conditions: { type: "array", items: { $ref: "#/types/kubefed:index:Condition" } },
    loadBalancer: {
      type: "array",
      items: { type: "string" },
      description: "Addresses or host names of load balancers",
    },
  };
}
