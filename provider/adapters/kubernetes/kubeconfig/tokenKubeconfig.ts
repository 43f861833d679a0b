import { formatKubeconfig, type TokenAccess } from "./kubeconfigText";
import { serverNamesOf } from "../serverNames";

/**
 * A kubeconfig without the TLS checks that are disabled: `"*"` are all of them, `"SubjectName"` is the one
 * of the server's name. A kubeconfig cannot leave that one out; asking for a name that the certificate
 * has can, so the server is asked for its certificate.
 *
 * Source: KubeFed pkg/apis/core/v1beta1, TLSValidation.
 *
 * @throws KubeApiError where the server has to be asked and does not answer
 */
export async function tokenKubeconfig(
  access: TokenAccess,
  disabled: readonly string[],
): Promise<string> {
  const trusting: TokenAccess = disabled.includes("*") ? { ...access, trust: "blind" } : access;
  const kubeconfig = formatKubeconfig(trusting);
  if (!disabled.includes("SubjectName")) return kubeconfig;
  const [serverName] = await serverNamesOf({ kubeconfig });
  return serverName === undefined ? kubeconfig : formatKubeconfig({ ...trusting, serverName });
}
