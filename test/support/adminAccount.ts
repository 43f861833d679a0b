import { callKubeApi, type Cluster, parseKubeconfig } from "../fleet";
import { eventually } from "./eventually";

/** An administrator's kubeconfig that can be made worthless. */
export interface AdminAccount {
  readonly kubeconfig: string;
  /** Deletes the account and waits until its token is refused. */
  readonly revoke: () => Promise<void>;
}

/** Makes a service account with all rights in a cluster. */
export async function makeAdminAccount(cluster: Cluster, name: string): Promise<AdminAccount> {
  const admin = parseKubeconfig(cluster.kubeconfig);
  const accounts = "/api/v1/namespaces/kube-system/serviceaccounts";
  const bindings = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
  const call = async (method: "POST" | "DELETE", path: string, body?: unknown) => {
    const answer = await callKubeApi(admin, { method, path, body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status}`);
    return answer.body;
  };
  await call("POST", accounts, { metadata: { name } });
  await call("POST", bindings, {
    metadata: { name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ kind: "ServiceAccount", name, namespace: "kube-system" }],
  });
  const answer = await call("POST", `${accounts}/${name}/token`, { spec: {} });
  const { token } = (answer as { status: { token: string } }).status;
  return {
    kubeconfig: cluster.kubeconfig.replace(admin.token, token),
    revoke: async () => {
      await call("DELETE", `${bindings}/${name}`);
      await call("DELETE", `${accounts}/${name}`);
      // The API server remembers for some seconds that it has taken a token.
      await eventually(async () => {
        const { status } = await callKubeApi({ ...admin, token }, { path: "/healthz" });
        if (status !== 401) throw new Error(`the token is still taken: ${status}`);
      });
    },
  };
}
