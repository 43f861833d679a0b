import { connectToCluster, type KubeApi } from "../../provider/adapters/kubernetes/apiClient";
import { createObject, listObjects } from "../../provider/adapters/kubernetes/objects";
import type { MembershipInputs } from "../../provider/resources/membership/handlers/membershipInputs";
import type { KubeObject } from "../../provider/core/model";

const rbac = "/apis/rbac.authorization.k8s.io/v1";

/** A membership's inputs: those given, and ordinary ones for the rest. */
export function membershipInputs(
  given: Partial<MembershipInputs> & Pick<MembershipInputs, "adminKubeconfig">,
): MembershipInputs {
  return {
    clusterName: "us",
    hostClusterName: "host",
    namespace: "kube-federation-system",
    scope: "Cluster",
    owner: "organization/fleet/dev",
    ...given,
  };
}

/** Everything in a cluster that joining makes, as `<kind> <name>` with its uid, sorted. */
export async function joinObjects(
  kubeconfig: string,
  namespace: string,
): Promise<Record<string, string>> {
  const api = connectToCluster({ kubeconfig });
  const found = [
    ...(await named(api, "Namespace", "/api/v1/namespaces")).filter(([name]) =>
      name.endsWith(` ${namespace}`),
    ),
    ...(await named(api, "ServiceAccount", `/api/v1/namespaces/${namespace}/serviceaccounts`)),
    ...(await named(api, "Secret", `/api/v1/namespaces/${namespace}/secrets`)),
    ...(await named(api, "Role", `${rbac}/namespaces/${namespace}/roles`)),
    ...(await named(api, "RoleBinding", `${rbac}/namespaces/${namespace}/rolebindings`)),
    ...(await named(api, "ClusterRole", `${rbac}/clusterroles`)).filter(isFederation),
    ...(await named(api, "ClusterRoleBinding", `${rbac}/clusterrolebindings`)).filter(isFederation),
  ];
  return Object.fromEntries(
    found
      .filter(([name]) => name !== "ServiceAccount default")
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Makes a namespace by hand. */
export async function makeNamespace(kubeconfig: string, name: string): Promise<void> {
  const api = connectToCluster({ kubeconfig });
  await createObject(api, "/api/v1/namespaces", { metadata: { name } });
}

/** Asks an API server what the owner of a kubeconfig may do. */
export async function isAllowed(
  kubeconfig: string,
  attributes: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { body } = await connectToCluster({ kubeconfig }).request({
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    body: {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec:
        "path" in attributes
          ? { nonResourceAttributes: attributes }
          : { resourceAttributes: attributes },
    },
  });
  return (body as { status: { allowed: boolean } }).status.allowed;
}

/** The HTTP status that a kubeconfig's owner is answered with. */
export async function statusFor(kubeconfig: string, path: string): Promise<number> {
  return (await connectToCluster({ kubeconfig }).request({ method: "GET", path })).status;
}

async function named(api: KubeApi, kind: string, path: string): Promise<[string, string][]> {
  const objects = await listObjects(api, path);
  return objects.map((object) => {
    const { name, uid } = object["metadata"] as KubeObject;
    return [`${kind} ${String(name)}`, String(uid)];
  });
}

function isFederation([name]: [string, string]): boolean {
  return name.includes("kubefed-controller-manager");
}
