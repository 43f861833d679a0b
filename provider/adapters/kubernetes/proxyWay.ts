import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import { KubeApiError } from "./kubeApiError";
import { type KubeconfigContext, textAt } from "./kubeconfig/kubeconfig";

/** How long a call may take, its way through a proxy included. */
export interface CallLimits {
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** The way through a proxy, for one call. */
export interface ProxyWay {
  /** Opens the connection. */
  readonly agent: Agent;
  /** Watches a request and gives the error for what ends it; the error as it is behind the proxy. */
  readonly follow: (request: ClientRequest) => (error: Error) => Error;
}

/**
 * The way of one call through the proxy that a kubeconfig names, if it names one: `http://` and
 * `https://` (`CONNECT`), or `socks5://`, which also looks up the server's name; a name and a password
 * in its address are sent to it.
 *
 * @throws KubeApiError `proxy`, naming the proxy's host only, as the errors of the way itself do
 */
export async function proxyWayOf(
  context: KubeconfigContext,
  limits: CallLimits,
): Promise<ProxyWay | undefined> {
  const address = textAt(context.cluster, "proxy-url");
  if (address === undefined) return undefined;
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  const place = `proxy ${proxy?.host ?? ""}`;
  const agent = proxy === undefined ? undefined : await agentFor(proxy, limits);
  if (agent === undefined) {
    const came = proxy?.protocol ?? "no URL";
    const allowed = "http://, https:// or socks5:// is needed";
    throw new KubeApiError("proxy", `${place} cannot be used: ${allowed}, not ${came}`);
  }
  return {
    agent,
    follow: (request) => {
      let isThrough = false;
      request.once("socket", () => (isThrough = true));
      request.once("proxyConnect", ({ statusCode }: Pick<IncomingMessage, "statusCode">) => {
        // What the proxy answers would else be taken for the server's answer.
        if (statusCode !== 200) request.destroy(new Error(`it answered ${statusCode ?? 0}`));
      });
      return (error) => {
        if (isThrough) return error;
        const why = "code" in error && typeof error.code === "string" ? error.code : error.message;
        const to = new URL(context.server).host;
        // Without the cause: the libraries' errors carry the proxy's address with its password.
        return new KubeApiError("proxy", `${place} did not open a way to ${to} (${why})`);
      };
    },
  };
}

/** The libraries are loaded when they are needed: few programs have a cluster behind a proxy. */
async function agentFor(
  proxy: URL,
  { deadlineMs, signal }: CallLimits,
): Promise<Agent | undefined> {
  switch (proxy.protocol) {
    case "http:":
    case "https:": {
      const { HttpsProxyAgent } = await import("https-proxy-agent");
      return new HttpsProxyAgent(proxy, { signal });
    }
    case "socks5:": {
      const { SocksProxyAgent } = await import("socks-proxy-agent");
      // With "h" the proxy looks up the name, as Kubernetes' own tools have it do.
      const address = proxy.href.replace("socks5:", "socks5h:");
      return new SocksProxyAgent(address, { timeout: deadlineMs });
    }
    default:
      return undefined;
  }
}
