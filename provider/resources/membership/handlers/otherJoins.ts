import { isPlainObject } from "../../../core/plain/plainObject";
import { type Membership, rolePrefix, serviceAccountName } from "../../../core/membership/objects";
import type { KubeObject } from "../../../core/model";
import type { KubeApi } from "../../../adapters/kubernetes/apiClient";
import { listObjects } from "../../../adapters/kubernetes/objects";
import { describeMaker, isMadeBy, metadataOf } from "./joinMarks";

const rbac = "/apis/rbac.authorization.k8s.io/v1";
/** KubeFed's names, and those of 2018. */
const prefixes = [rolePrefix, "federation-controller-manager:"];

/**
 * Who else has joined the cluster where this membership would: bindings with a join's name for another
 * service account, in the whole cluster for scope `"Cluster"`, and in the membership's namespace. A
 * sentence for each.
 */
export async function findOtherJoins(
  api: KubeApi,
  membership: Membership,
  owners: readonly string[],
): Promise<string[]> {
  const { namespace, scope } = membership;
  const wide = scope === "Cluster" ? await listObjects(api, `${rbac}/clusterrolebindings`) : [];
  const within = await listObjects(api, `${rbac}/namespaces/${namespace}/rolebindings`);
  return [
    ...foreign({ bindings: wide, kind: "ClusterRoleBinding", membership, owners }),
    ...foreign({ bindings: within, kind: "RoleBinding", membership, owners }),
  ];
}

function foreign(of: {
  readonly bindings: readonly KubeObject[];
  readonly kind: string;
  readonly membership: Membership;
  readonly owners: readonly string[];
}): string[] {
  const own = serviceAccountName(of.membership);
  return of.bindings.flatMap((binding) => {
    const { name } = metadataOf(binding);
    const prefix = prefixes.find((each) => name.startsWith(each));
    if (prefix === undefined || name.includes(":healthcheck-")) return [];
    if (name === `${prefix}${own}` || isMadeBy(binding, of.owners)) return [];
    const account = subjectOf(binding) ?? name.slice(prefix.length);
    return [
      `${of.kind} "${name}" joins it as service account "${account}" (${describeMaker(binding)})`,
    ];
  });
}

function subjectOf(binding: KubeObject): string | undefined {
  const subjects = binding["subjects"];
  const first: unknown = Array.isArray(subjects) ? subjects[0] : undefined;
  if (!isPlainObject(first)) return undefined;
  const { namespace, name } = first;
  return typeof namespace === "string" && typeof name === "string"
    ? `${namespace}/${name}`
    : undefined;
}
