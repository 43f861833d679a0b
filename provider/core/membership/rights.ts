import { type FederatedType, federatedType, federatedTypes } from "../kinds/federatedTypes";
import { type PolicyRule, rulesForKinds } from "./rules";

/** What a join's credentials may do: a word for a set of rules, or the rules themselves. */
export type JoinRights = PolicyRule[] | "federated-kinds" | "everything";

/** The words for sets of rules. */
export const namedRights = ["federated-kinds", "everything"] as const;

/**
 * The rules that a word stands for; undefined for everything that the scope allows, which no rule limits.
 *
 * - `"federated-kinds"`: the kinds that have a component of their own, and what tells whether they are
 *   ready. Nobody can grant by them what he has not, for `bind` and `escalate` are not among them.
 *
 * @example
 * rulesOf("everything")
 * //=> undefined
 */
export function rulesOf(rights: JoinRights): PolicyRule[] | undefined {
  if (rights === "everything") return undefined;
  return rights === "federated-kinds"
    ? rulesForKinds(federatedTypes.map(({ kind }) => kind))
    : rights;
}

/** What rules amount to beyond the objects that they name. */
export interface BroadRight {
  /** What whoever holds the credentials may do, after "may". */
  readonly may: string;
  /** By which of the resources in the rules, sorted. */
  readonly by: readonly string[];
}

/** All that runs pods which its writer describes. */
const workloads: readonly string[] = [
  "cronjobs",
  "daemonsets",
  "deployments",
  "jobs",
  "pods",
  "replicasets",
  "replicationcontrollers",
  "statefulsets",
];

const broad: readonly {
  readonly may: string;
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
}[] = [
  {
    may: "run pods in every namespace, kube-system included, and so come to all rights in the cluster",
    verbs: ["create", "patch", "update"],
    resources: workloads,
  },
  {
    may: "read the Secrets of every namespace, tokens included",
    verbs: ["get", "list", "watch"],
    resources: ["secrets"],
  },
  {
    may: "grant rights that it has not itself",
    verbs: ["bind", "escalate"],
    resources: ["clusterroles", "roles"],
  },
  {
    may: "act as others",
    verbs: ["impersonate"],
    resources: ["groups", "serviceaccounts", "uids", "users"],
  },
];

/**
 * What rules for a whole cluster let their holder do that one does not see from the names of the kinds.
 *
 * @example
 * broadRights([{ apiGroups: ["batch"], resources: ["jobs"], verbs: ["create"] }]).map(({ by }) => by)
 * //=> [["jobs"]]
 */
export function broadRights(rules: readonly PolicyRule[]): BroadRight[] {
  return broad.flatMap(({ may, verbs, resources }) => {
    const by = resources.filter((resource) =>
      rules.some(
        (rule) =>
          // A name that is given bounds it, but for creating, which knows no name.
          (rule.resourceNames ?? []).length === 0 &&
          holds(rule.resources, resource) &&
          verbs.some((verb) => holds(rule.verbs, verb)),
      ),
    );
    return by.length === 0 ? [] : [{ may, by }];
  });
}

/**
 * Whether rules let objects of a kind be created. Of a kind whose plural is only guessed the group
 * decides.
 *
 * @example
 * coversKind([{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["*"] }], "apps/v1", "Deployment")
 * //=> true
 */
export function coversKind(
  rules: readonly PolicyRule[],
  apiVersion: string,
  kind: string,
): boolean {
  const type = federatedType(apiVersion, kind);
  const isKnown = federatedTypes.some((each) => isSameKind(each, type));
  return rules.some(
    ({ verbs, apiGroups, resources }) =>
      holds(verbs, "create") &&
      holds(apiGroups, groupOf(apiVersion)) &&
      (isKnown ? holds(resources, type.plural) : (resources ?? []).length > 0),
  );
}

function isSameKind(one: FederatedType, other: FederatedType): boolean {
  return one.kind === other.kind && groupOf(one.apiVersion) === groupOf(other.apiVersion);
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

function holds(words: readonly string[] | undefined, word: string): boolean {
  return words !== undefined && (words.includes("*") || words.includes(word));
}
