import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import type { Socket } from "node:net";
import { KubeApiError } from "./kubeApiError";

/**
 * Opens a connection to a host through an HTTP proxy (`CONNECT`), `http://` or `https://`; a name and a
 * password in its address are sent to it.
 *
 * @throws KubeApiError `proxy`, naming the proxy's host only
 */
export function openTunnel(way: {
  readonly proxy: string;
  readonly host: string;
  readonly port: string;
  readonly signal: AbortSignal;
}): Promise<Socket> {
  const proxy = URL.canParse(way.proxy) ? new URL(way.proxy) : undefined;
  const place = `proxy ${proxy?.host ?? ""}`;
  if (proxy === undefined || !["http:", "https:"].includes(proxy.protocol)) {
    const came = proxy?.protocol ?? "no URL";
    return Promise.reject(
      new KubeApiError(
        "proxy",
        `${place} cannot be used: http:// or https:// is needed, not ${came}`,
      ),
    );
  }
  const request = proxy.protocol === "https:" ? requestTls : requestPlain;
  return new Promise((resolve, reject) => {
    const opening = request({
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path: `${way.host}:${way.port}`,
      agent: false,
      signal: way.signal,
      headers: { host: `${way.host}:${way.port}`, ...proxyAuthorization(proxy) },
    });
    const fail = (why: string, cause?: unknown): void => {
      const target = `${way.host}:${way.port}`;
      reject(new KubeApiError("proxy", `${place} did not open a way to ${target} (${why})`, cause));
    };
    opening.once("connect", (response, socket) => {
      if (response.statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      fail(`it answered ${response.statusCode ?? 0}`);
    });
    opening.once("response", (response) => {
      response.destroy();
      fail(`it answered ${response.statusCode ?? 0}`);
    });
    opening.once("error", (error: NodeJS.ErrnoException) => {
      fail(error.code ?? error.message, error);
    });
    opening.end();
  });
}

function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (username === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}
