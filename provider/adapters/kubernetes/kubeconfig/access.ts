import type { RegisteredCluster } from "../../../core/membership/registry";
import { serverTrustOf } from "./credentials";
import { parseKubeconfig, textAt } from "./kubeconfig";

/** What a registry says of a cluster, read off its kubeconfig; the token apart. */
export function describeAccess(
  kubeconfig: string,
  contextName?: string,
): Omit<RegisteredCluster, "name" | "labels"> & { readonly token?: string | undefined } {
  const context = parseKubeconfig(kubeconfig, contextName);
  const { ca, rejectUnauthorized } = serverTrustOf(context);
  return {
    apiEndpoint: context.server,
    ca,
    proxyURL: textAt(context.cluster, "proxy-url"),
    disabledTLSValidations: rejectUnauthorized ? undefined : ["*"],
    token: textAt(context.user, "token"),
  };
}
