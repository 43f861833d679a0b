import { isPlainObject } from "../../../core/plain/plainObject";
import { toServerUrl } from "../../../core/membership/connection";
import { serviceAccountName } from "../../../core/membership/objects";
import { connectToCluster, type KubeApi } from "../../../adapters/kubernetes/apiClient";
import { serverTrustOf } from "../../../adapters/kubernetes/kubeconfig/credentials";
import { parseKubeconfig, textAt } from "../../../adapters/kubernetes/kubeconfig/kubeconfig";
import type { TokenAccess } from "../../../adapters/kubernetes/kubeconfig/kubeconfigText";
import { getObject } from "../../../adapters/kubernetes/objects";
import { tokenKubeconfig } from "../../../adapters/kubernetes/kubeconfig/tokenKubeconfig";
import { firstRight } from "./firstRight";
import { type MembershipInputs, tokenSuffix } from "./membershipInputs";
import { waitFor } from "./waiting";

const tokenDeadlineMs = 30_000;

/** The path of the Secret whose token a membership uses. */
export function tokenPath(inputs: MembershipInputs): string {
  const name = `${serviceAccountName(inputs)}${tokenSuffix(inputs)}`;
  return `/api/v1/namespaces/${inputs.namespace}/secrets/${name}`;
}

/**
 * Waits until the member cluster has put a token into its Secret, and gives the kubeconfig that uses it,
 * once the member accepts it and lets it do the first thing that it is for.
 *
 * The kubeconfig has the administrator's server, certificate authority (else the service account's),
 * server name and proxy, unless the inputs say otherwise.
 *
 * @throws Error when no token comes within half a minute, as when no controller runs there
 */
export async function scopedKubeconfig(api: KubeApi, inputs: MembershipInputs): Promise<string> {
  const path = tokenPath(inputs);
  const secret = await waitFor(tokenDeadlineMs, async () => readToken(api, path));
  if (secret === undefined) {
    throw new Error(
      `cannot join "${inputs.clusterName}": the cluster at ${api.server} put no token into ${path} within ${tokenDeadlineMs} ms; does its controller manager run?`,
    );
  }
  const kubeconfig = await kubeconfigFor(inputs, secret);
  await accepted(kubeconfig, inputs);
  return kubeconfig;
}

/** The token in a Secret and the certificate authority beside it; undefined while there is none. */
export async function readToken(
  api: KubeApi,
  path: string,
): Promise<{ readonly token: string; readonly ca: string | undefined } | undefined> {
  const data = (await getObject(api, path))?.["data"];
  if (!isPlainObject(data) || typeof data["token"] !== "string") return undefined;
  const decode = (text: string): string => Buffer.from(text, "base64").toString("utf8");
  const ca = data["ca.crt"];
  return { token: decode(data["token"]), ca: typeof ca === "string" ? decode(ca) : undefined };
}

async function kubeconfigFor(
  inputs: MembershipInputs,
  secret: { readonly token: string; readonly ca: string | undefined },
): Promise<string> {
  const admin = parseKubeconfig(inputs.adminKubeconfig, inputs.context);
  const { ca, serverName, rejectUnauthorized } = serverTrustOf(admin);
  const access: TokenAccess = {
    name: inputs.clusterName,
    server: inputs.apiEndpoint === undefined ? admin.server : toServerUrl(inputs.apiEndpoint),
    token: secret.token,
    ca: ca ?? secret.ca,
    serverName,
    trust: rejectUnauthorized ? "verified" : "blind",
    proxyUrl: inputs.proxyURL ?? textAt(admin.cluster, "proxy-url"),
    namespace: inputs.scope === "Namespaced" ? inputs.namespace : undefined,
  };
  return tokenKubeconfig(access, inputs.disabledTLSValidations ?? []);
}

/** Several API servers learn of a new token and of new roles one after the other. */
async function accepted(kubeconfig: string, inputs: MembershipInputs): Promise<void> {
  const scoped = connectToCluster({ kubeconfig });
  const review = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: firstRight(inputs),
  };
  const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  const allowed = await waitFor(tokenDeadlineMs, async () => {
    const { body } = await scoped.request({ method: "POST", path, body: review });
    const status = isPlainObject(body) ? body["status"] : undefined;
    return isPlainObject(status) && status["allowed"] === true ? true : undefined;
  });
  if (allowed === true) return;
  throw new Error(
    `cannot join "${inputs.clusterName}": the API server at ${scoped.server} does not accept the new token, or its rights, within ${tokenDeadlineMs} ms`,
  );
}
