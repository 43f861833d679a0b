import { connect as connectTls } from "node:tls";
import { serverTrustOf } from "./credentials";
import { noAnswerWithin, toKubeApiError } from "./kubeApiError";
import { parseKubeconfig, textAt } from "./kubeconfig";
import type { KubeConnection } from "./apiClient";
import { openTunnel } from "./proxyTunnel";

/**
 * The names that a server's certificate is made out to, sorted as in it; the certificate itself is
 * verified, only not whether it names the host that was asked.
 *
 * @throws KubeApiError
 */
export async function serverNamesOf(connection: KubeConnection): Promise<string[]> {
  const context = parseKubeconfig(connection.kubeconfig, connection.context);
  const { hostname, port } = new URL(context.server);
  const to = { host: hostname, port: port || "443" };
  const { ca, rejectUnauthorized } = serverTrustOf(context);
  const proxy = textAt(context.cluster, "proxy-url");
  const deadlineMs = connection.deadlineMs ?? 10_000;
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    const socket = proxy === undefined ? undefined : await openTunnel({ proxy, ...to, signal });
    return await new Promise<string[]>((resolve, reject) => {
      const connected = connectTls({
        host: hostname.replace(/^\[|\]$/g, ""),
        port: Number(to.port),
        socket,
        ca,
        rejectUnauthorized,
        checkServerIdentity: () => undefined,
      });
      connected.once("error", reject);
      connected.once("secureConnect", () => {
        const { subjectaltname = "" } = connected.getPeerCertificate();
        connected.destroy();
        resolve([...subjectaltname.matchAll(/DNS:([^,\s]+)/g)].map(([, name]) => name ?? ""));
      });
      signal.addEventListener("abort", () => {
        connected.destroy();
        reject(noAnswerWithin(context.server, deadlineMs));
      });
    });
  } catch (error) {
    throw toKubeApiError(context.server, error);
  }
}
