import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import type { Socket } from "node:net";
import { KubeApiError } from "./kubeApiError";
import { openSocksTunnel, type SocksWay } from "./socksTunnel";

/** A proxy as a kubeconfig names it, and the host that it is to lead to. */
export interface ProxyWay {
  readonly proxy: string;
  readonly host: string;
  readonly port: string;
  readonly signal: AbortSignal;
}

/**
 * Opens a connection to a host through a proxy: `http://` and `https://` (`CONNECT`), or `socks5://`; a
 * name and a password in its address are sent to it.
 *
 * @throws KubeApiError `proxy`, naming the proxy's host only
 */
export async function openTunnel(way: ProxyWay): Promise<Socket> {
  const proxy = URL.canParse(way.proxy) ? new URL(way.proxy) : undefined;
  const place = `proxy ${proxy?.host ?? ""}`;
  if (proxy === undefined || !["http:", "https:", "socks5:"].includes(proxy.protocol)) {
    const came = proxy?.protocol ?? "no URL";
    const allowed = "http://, https:// or socks5:// is needed";
    throw new KubeApiError("proxy", `${place} cannot be used: ${allowed}, not ${came}`);
  }
  const open = proxy.protocol === "socks5:" ? openSocksTunnel : openHttpTunnel;
  try {
    return await open({ ...way, proxy });
  } catch (error) {
    const target = `${way.host}:${way.port}`;
    throw new KubeApiError(
      "proxy",
      `${place} did not open a way to ${target} (${whyOf(error)})`,
      error,
    );
  }
}

function openHttpTunnel({ proxy, host, port, signal }: SocksWay): Promise<Socket> {
  const request = proxy.protocol === "https:" ? requestTls : requestPlain;
  return new Promise((resolve, reject) => {
    const opening = request({
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path: `${host}:${port}`,
      agent: false,
      signal,
      headers: { host: `${host}:${port}`, ...proxyAuthorization(proxy) },
    });
    const refuse = (status = 0): void => {
      reject(new Error(`it answered ${status}`));
    };
    opening.once("connect", (response, socket) => {
      if (response.statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      refuse(response.statusCode);
    });
    opening.once("response", (response) => {
      response.destroy();
      refuse(response.statusCode);
    });
    opening.once("error", reject);
    opening.end();
  });
}

function whyOf(error: unknown): string {
  const { code, message }: { code?: unknown; message: string } =
    error instanceof Error ? error : new Error(String(error));
  return typeof code === "string" ? code : message;
}

function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (username === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}
