import { request } from "node:https";
import type { Access } from "./kubeconfig";

/** One call to an API server. */
export interface KubeRequest {
  /** @default "GET" */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From the root, such as `/api/v1/namespaces`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** @default "application/json", for a patch "application/merge-patch+json" */
  readonly contentType?: string;
  /** @default 10000 */
  readonly timeoutMs?: number;
}

/** An API server's answer: its HTTP status and its body, parsed when it is JSON, else text. */
export interface KubeResponse {
  readonly status: number;
  readonly body: unknown;
}

/** Calls the API server of `access`, verifying its certificate. Rejects when no answer comes; a refusal is an answer. */
export function callKubeApi(
  access: Pick<Access, "server" | "certificates" | "token">,
  call: KubeRequest,
): Promise<KubeResponse> {
  const method = call.method ?? "GET";
  const json = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const timeoutMs = call.timeoutMs ?? 10_000;
  return new Promise((resolve, reject) => {
    const message = request(
      new URL(call.path, access.server),
      {
        method,
        ca: access.certificates,
        // One connection a call: a kept one would be dead after the server's next stop.
        agent: false,
        headers: {
          authorization: `Bearer ${access.token}`,
          accept: "application/json",
          ...(call.body === undefined ? {} : { "content-type": call.contentType ?? json }),
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, body: parseBody(text) }),
        );
      },
    );
    const deadline = setTimeout(() => {
      const what = `${method} ${call.path}`;
      message.destroy(new Error(`fleet: no answer to ${what} within ${timeoutMs} ms`));
    }, timeoutMs);
    message.on("close", () => clearTimeout(deadline));
    message.on("error", reject);
    message.end(call.body === undefined ? undefined : JSON.stringify(call.body));
  });
}

function parseBody(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
