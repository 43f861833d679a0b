import type { KubeObject } from "../model";
import type { PolicyRule } from "./rules";

/** What a join puts into a member cluster. */
export interface Membership {
  /** The member cluster's name. */
  readonly clusterName: string;
  /** The name of the cluster for which it is joined. */
  readonly hostClusterName: string;
  /** Where the service account is. */
  readonly namespace: string;
  /** Whether its rights are of the whole cluster or of that namespace. */
  readonly scope: "Cluster" | "Namespaced";
  /** Instead of everything that the scope allows. */
  readonly rules?: readonly PolicyRule[] | undefined;
  /** Another text gives another token. */
  readonly rotate?: string | undefined;
  /** Who keeps this membership: the id of a stack. */
  readonly owner: string;
}

/** One object of a join, and where it is. */
export interface MembershipObject {
  /** Its collection's path. */
  readonly collection: string;
  /** Its own path. */
  readonly path: string;
  readonly object: KubeObject;
}

/** Says on an object who made it by joining; what lacks it is not ours. */
export const ownerAnnotation = "pulumi-kubefed/joined-by";
/** Says on an object which host cluster it was made for. */
export const hostAnnotation = "pulumi-kubefed/host-cluster";
/** Joins the names of roles and bindings, as in KubeFed. */
export const rolePrefix = "kubefed-controller-manager:";

const rbac = "rbac.authorization.k8s.io";

/**
 * The name of a join's service account.
 *
 * @example
 * serviceAccountName({ clusterName: "us-east", hostClusterName: "host" })
 * //=> "us-east-host"
 */
export function serviceAccountName(of: {
  readonly clusterName: string;
  readonly hostClusterName: string;
}): string {
  return `${of.clusterName}-${of.hostClusterName}`;
}

/**
 * The objects of a join in the order in which they are made: namespace, service account, roles before
 * their bindings, the token last, so that it may do everything from its first moment.
 *
 * Names are KubeFed's (`join.go`), the token's of its v0.10; a rotated token has a name of its own, so
 * that both are valid while one takes over from the other. `tokenSuffix` is that of `membership.rotate`.
 *
 * @example
 * membershipObjects({ clusterName: "us", hostClusterName: "host", namespace: "fed", scope: "Cluster", owner: "o" }, "").map(({ path }) => path.split("/").slice(-2).join("/"))
 * //=> ["namespaces/fed", "serviceaccounts/us-host", "clusterroles/kubefed-controller-manager:us-host", "clusterrolebindings/kubefed-controller-manager:us-host", "secrets/us-host"]
 */
export function membershipObjects(membership: Membership, tokenSuffix: string): MembershipObject[] {
  const { namespace, scope } = membership;
  const account = serviceAccountName(membership);
  const isCluster = scope === "Cluster";
  const main = {
    membership,
    name: `${rolePrefix}${account}`,
    namespace: isCluster ? undefined : namespace,
    rules: isCluster ? clusterRules(membership) : (membership.rules ?? [everything]),
  };
  const health = {
    membership,
    name: `${rolePrefix}${namespace}:healthcheck-${account}`,
    namespace: undefined,
    rules: healthRules,
  };
  return [
    at(
      "/api/v1/namespaces",
      made(membership, { apiVersion: "v1", kind: "Namespace", name: namespace }),
    ),
    at(`/api/v1/namespaces/${namespace}/serviceaccounts`, accountOf(membership, account)),
    ...roleAndBinding(main),
    ...(isCluster ? [] : roleAndBinding(health)),
    at(
      `/api/v1/namespaces/${namespace}/secrets`,
      tokenOf({ membership, account, name: `${account}${tokenSuffix}` }),
    ),
  ];
}

/** KubeFed's role for everything. */
const everything: PolicyRule = { apiGroups: ["*"], resources: ["*"], verbs: ["*"] };

/** What probing needs. KubeFed wrote the verb as `Get`, which no request ever has. */
const healthRules: readonly PolicyRule[] = [
  { nonResourceURLs: ["/healthz"], verbs: ["get"] },
  { apiGroups: [""], resources: ["nodes"], verbs: ["list"] },
  // Its uid tells this cluster from every other one.
  { apiGroups: [""], resources: ["namespaces"], resourceNames: ["kube-system"], verbs: ["get"] },
];

function clusterRules({ rules }: Membership): readonly PolicyRule[] {
  return rules === undefined
    ? [everything, { nonResourceURLs: ["*"], verbs: ["get"] }]
    : [...rules, ...healthRules];
}

function accountOf(membership: Membership, name: string): MadeObject {
  return {
    ...made(membership, {
      apiVersion: "v1",
      kind: "ServiceAccount",
      name,
      annotations: { "kubernetes.io/enforce-mountable-secrets": "true" },
    }),
    automountServiceAccountToken: false,
  };
}

function tokenOf(of: { membership: Membership; account: string; name: string }): MadeObject {
  return {
    ...made(of.membership, {
      apiVersion: "v1",
      kind: "Secret",
      name: of.name,
      annotations: { "kubernetes.io/service-account.name": of.account },
    }),
    type: "kubernetes.io/service-account-token",
  };
}

function roleAndBinding(role: {
  readonly membership: Membership;
  readonly name: string;
  /** Absent for the whole cluster. */
  readonly namespace: string | undefined;
  readonly rules: readonly PolicyRule[];
}): MembershipObject[] {
  const { membership, name, namespace, rules } = role;
  const kind = namespace === undefined ? "ClusterRole" : "Role";
  const place = namespace === undefined ? "" : `/namespaces/${namespace}`;
  const base = `/apis/${rbac}/v1${place}`;
  const apiVersion = `${rbac}/v1`;
  const account = serviceAccountName(membership);
  return [
    at(`${base}/${kind.toLowerCase()}s`, {
      ...made(membership, { apiVersion, kind, name }),
      rules,
    }),
    at(`${base}/${kind.toLowerCase()}bindings`, {
      ...made(membership, { apiVersion, kind: `${kind}Binding`, name }),
      roleRef: { apiGroup: rbac, kind, name },
      subjects: [{ kind: "ServiceAccount", name: account, namespace: membership.namespace }],
    }),
  ];
}

interface MadeObject extends KubeObject {
  readonly metadata: KubeObject & { readonly name: string };
}

function made(
  { owner, hostClusterName }: Membership,
  of: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
  },
): MadeObject {
  const { apiVersion, kind, name, annotations } = of;
  const marks = { [ownerAnnotation]: owner, [hostAnnotation]: hostClusterName };
  return { apiVersion, kind, metadata: { name, annotations: { ...annotations, ...marks } } };
}

function at(collection: string, object: MadeObject): MembershipObject {
  return { collection, path: `${collection}/${object.metadata.name}`, object };
}
