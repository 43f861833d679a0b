import type { Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import { compareText } from "../plain/text";
import { federatedType, federatedTypes } from "../kinds/federatedTypes";

/** What may be done to which resources: a rule of a Role or ClusterRole, `rbac.authorization.k8s.io/v1`. */
export interface PolicyRule {
  /** What may be done, such as `get`. */
  verbs: string[];
  /** The groups of the resources; `""` is the unnamed one. */
  apiGroups?: string[];
  /** The resources, such as `deployments`. */
  resources?: string[];
  /** Only resources of these names. @default all */
  resourceNames?: string[];
  /** Paths that are no resources. Only in scope `"Cluster"`. */
  nonResourceURLs?: string[];
}

/** A kind that federated components put on member clusters. */
export interface RuledKind {
  apiVersion: string;
  kind: string;
}

const writing = ["create", "delete", "get", "list", "patch", "update", "watch"];
const reading = ["get", "list", "watch"];
/** What the kubernetes plugin watches until an object is ready; where it may not, it waits for ever. */
const readiness = ["endpoints", "events", "persistentvolumeclaims", "pods", "services"];

/**
 * The least rules for federating some kinds: everything on these kinds, and reading what tells whether
 * they are ready (Pods, ReplicaSets, claims, Services, endpoints, Events). Kinds of ours are named by kind alone; others
 * with their apiVersion.
 *
 * - Who may write a kind that runs pods may run them in every namespace that the rules are for; with scope
 *   `"Cluster"` that is kube-system too, from where all rights can be had. Scope `"Namespaced"` bounds it.
 * - A kind that grants rights (Role, ClusterRoleBinding, …) also needs the verbs `bind` and `escalate`,
 *   without which Kubernetes lets nobody grant what he has not; they are not given.
 *
 * @example
 * rulesForKinds(["Secret"])[0]
 * //=> { apiGroups: [""], resources: ["secrets"], verbs: ["create", "delete", "get", "list", "patch", "update", "watch"] }
 */
export function rulesForKinds(kinds: readonly (string | RuledKind)[]): PolicyRule[] {
  const types = kinds.map((kind) =>
    typeof kind === "string" ? knownType(kind) : federatedType(kind.apiVersion, kind.kind),
  );
  const groups = new Map<string, Set<string>>();
  for (const { apiVersion, plural } of types) {
    const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
    groups.set(group, (groups.get(group) ?? new Set()).add(plural));
  }
  const written = [...groups.keys()].sort(compareText).map((group) => ({
    apiGroups: [group],
    resources: [...(groups.get(group) ?? [])].sort(compareText),
    verbs: writing,
  }));
  return [
    ...written,
    { apiGroups: [""], resources: readiness, verbs: reading },
    { apiGroups: ["apps"], resources: ["replicasets"], verbs: reading },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: reading },
  ];
}

/** All that is wrong with a list of rules. */
export function validateRules(rules: unknown, path: string): Issue[] {
  if (!Array.isArray(rules)) {
    return [ruleIssue(path, 'must be "federated-kinds", "everything" or a plain list of rules')];
  }
  if (rules.length === 0) {
    return [ruleIssue(path, "has no rule; leave rules out for those of the federated kinds")];
  }
  return rules.flatMap((rule: unknown, index) => {
    const at = `${path}[${index}]`;
    if (!isPlainObject(rule) || !isTexts(rule["verbs"]) || rule["verbs"].length === 0) {
      return [ruleIssue(at, "needs verbs, a plain list")];
    }
    const covered =
      isTexts(rule["nonResourceURLs"]) ||
      (isTexts(rule["apiGroups"]) && isTexts(rule["resources"]));
    const message = "needs apiGroups and resources, or nonResourceURLs, plain lists";
    return covered ? [] : [ruleIssue(at, message)];
  });
}

function knownType(kind: string) {
  const known = federatedTypes.find((type) => type.kind === kind);
  // A kind that has no component of ours has an apiVersion that only its user knows.
  return known ?? federatedType("v1", kind);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function ruleIssue(path: string, message: string): Issue {
  return { code: "join-invalid", path, message };
}
