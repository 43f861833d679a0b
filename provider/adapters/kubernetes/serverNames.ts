import { request as requestTls } from "node:https";
import { TLSSocket } from "node:tls";
import { serverTrustOf } from "./kubeconfig/credentials";
import { noAnswerWithin, toKubeApiError } from "./kubeApiError";
import { parseKubeconfig } from "./kubeconfig/kubeconfig";
import type { KubeConnection } from "./apiClient";
import { proxyWayOf } from "./proxyWay";

/**
 * The names that a server's certificate is made out to, sorted as in it; the certificate itself is
 * verified, only not whether it names the host that was asked. Nothing is sent to the server.
 *
 * @throws KubeApiError
 */
export async function serverNamesOf(connection: KubeConnection): Promise<string[]> {
  const context = parseKubeconfig(connection.kubeconfig, connection.context);
  const { server } = context;
  const deadlineMs = connection.deadlineMs ?? 10_000;
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    const way = await proxyWayOf(context, { signal, deadlineMs });
    return await new Promise<string[]>((resolve, reject) => {
      const trust = { ...serverTrustOf(context), checkServerIdentity: () => undefined };
      const greeting = requestTls(server, { agent: way?.agent ?? false, signal, ...trust });
      const errorOf = way?.follow(greeting);
      greeting.on("error", (error) => {
        reject(errorOf?.(error) ?? error);
      });
      greeting.once("socket", (socket) => {
        socket.once("secureConnect", () => {
          const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined;
          const names = [...(certificate?.subjectaltname ?? "").matchAll(/DNS:([^,\s]+)/g)];
          resolve(names.map(([, name]) => name ?? ""));
          greeting.destroy();
        });
      });
    });
  } catch (error) {
    if (signal.aborted) throw noAnswerWithin(server, deadlineMs);
    throw toKubeApiError(server, error);
  }
}
