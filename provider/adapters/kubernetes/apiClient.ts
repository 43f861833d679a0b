/*
 * API servers: the way to one through proxies, requests and answers in bounds, objects of any kind.
 * A 2xx without an object is no answer.
 */

import { Agent as PlainAgent, request as requestPlain } from "node:http";
import { Agent as TlsAgent, request as requestTls, type RequestOptions } from "node:https";
import { isIP } from "node:net";
import { checkServerIdentity, type ConnectionOptions } from "node:tls";
import { parseBody, readText, usualMaxBytes } from "./answerBody";
import { credentialsOf, execOf, serverTrustOf } from "./kubeconfig/credentials";
import { forgetExecCredential } from "./kubeconfig/execCredential";
import { noAnswerWithin, toKubeApiError } from "./kubeApiError";
import { type KubeconfigContext, parseKubeconfig } from "./kubeconfig/kubeconfig";
import { afterListening } from "../time/listeningTime";
import { proxyWayOf } from "./proxyWay";
import { type TakeTurn, turns } from "./turns";

const questionsAtATime = 8;

/** One call to an API server. */
export interface KubeRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From the server's root, with its query, such as `/api/v1/namespaces?limit=1`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** @default "application/json" */
  readonly contentType?: string;
  /** The form of the answer. @default "application/json" */
  readonly accept?: string;
  /** From the start of the call to the end of the answer, credentials included. @default the connection's */
  readonly deadlineMs?: number;
  /** Longer answers are not read to their end, and count as none. @default 256 MiB */
  readonly maxBytes?: number;
}

/** What an API server answered, whatever its status: the body parsed when it is JSON, else its text. */
export interface KubeResponse {
  readonly status: number;
  readonly body: unknown;
}

/** An API server and the credentials to ask it with. */
export interface KubeApi {
  /** Its address, without credentials and without a slash at the end. */
  readonly server: string;
  /**
   * Asks it. Any HTTP status is an answer.
   *
   * @throws KubeApiError when there is no answer
   */
  readonly request: (call: KubeRequest) => Promise<KubeResponse>;
  /** Lets only so many questions be asked at a time, for who has many. */
  readonly inTurn: TakeTurn;
}

/** Where to connect to. */
export interface KubeConnection {
  /** A kubeconfig's text, YAML or JSON. */
  readonly kubeconfig: string;
  /** @default its current-context */
  readonly context?: string | undefined;
  /** For each call, of time in which an answer could be heard. @default 10000 */
  readonly deadlineMs?: number | undefined;
}

/**
 * Reads a kubeconfig and gives what asks its server. Nothing is sent yet.
 *
 * - Credentials: token, token file, client certificate, name and password, credential plugins (`exec`).
 * - Trust: certificate authority, server name, none at all (`insecure-skip-tls-verify`).
 * - Through an HTTP or SOCKS5 proxy where the kubeconfig has a `proxy-url`.
 * - What is answered is bounded in time, in length and in depth.
 * - Reads share connections, which keep no process from ending; one that is found dead is replaced. A
 *   change has a connection of its own, so that it is never in doubt whether it was sent.
 *
 * @throws KubeApiError `kubeconfig`
 */
export function connectToCluster(connection: KubeConnection): KubeApi {
  const context = parseKubeconfig(connection.kubeconfig, connection.context);
  const isTls = context.server.startsWith("https:");
  const agent = new (isTls ? TlsAgent : PlainAgent)({ keepAlive: true });
  return {
    server: context.server,
    inTurn: turns(questionsAtATime),
    request: async (call) => {
      const deadlineMs = call.deadlineMs ?? connection.deadlineMs ?? 10_000;
      const deadline = new AbortController();
      const timer = afterListening(deadlineMs, () => {
        deadline.abort();
      });
      try {
        const shared = call.method === "GET" ? agent : undefined;
        const { signal } = deadline;
        const sending = { context, call, signal, deadlineMs, agent: shared };
        const { status, body } = await sendWithCredentials(sending);
        return { status, body: parseBody(body) };
      } catch (error) {
        if (deadline.signal.aborted) throw noAnswerWithin(context.server, deadlineMs);
        throw toKubeApiError(context.server, error);
      } finally {
        timer.stop();
      }
    },
  };
}

interface Sending {
  readonly context: KubeconfigContext;
  readonly call: KubeRequest;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** Keeps connections; without it the call has one of its own. */
  readonly agent?: PlainAgent | undefined;
}

/** An answer as it came. */
interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

async function sendWithCredentials(sending: Sending): Promise<RawAnswer> {
  const answer = await send(sending);
  const exec = execOf(sending.context);
  if (answer.status !== 401 || exec === undefined) return answer;
  // What the plugin gave earlier may have been revoked meanwhile.
  forgetExecCredential(sending.context, exec);
  return send(sending);
}

async function send(sending: Sending): Promise<RawAnswer> {
  const { context, call } = sending;
  const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
  const options = await optionsOf(sending, body);
  const way = await proxyWayOf(context, sending);
  const request = context.server.startsWith("https:") ? requestTls : requestPlain;
  return new Promise((resolve, reject) => {
    const agent = way?.agent ?? sending.agent ?? false;
    const message = request(`${context.server}${call.path}`, { ...options, agent }, (response) => {
      readText(response, call.maxBytes ?? usualMaxBytes).then((text) => {
        resolve({ status: response.statusCode ?? 0, body: text });
      }, reject);
    });
    const errorOf = way?.follow(message) ?? ((error: Error) => error);
    message.on("error", (error: NodeJS.ErrnoException) => {
      // The server may close an idle connection just as it is used again.
      if (message.reusedSocket && error.code === "ECONNRESET") {
        resolve(send({ ...sending, agent: undefined }));
      } else reject(errorOf(error));
    });
    message.end(body);
  });
}

async function optionsOf(
  { context, call, signal }: Sending,
  body: Buffer | undefined,
): Promise<RequestOptions> {
  const { headers, certificate, key } = await credentialsOf(context, signal);
  const contentType = call.contentType ?? "application/json";
  return {
    method: call.method,
    signal,
    headers: {
      ...headers,
      accept: call.accept ?? "application/json",
      // Node leaves the length out of a DELETE, and its body is then not read.
      ...(body === undefined ? {} : { "content-type": contentType, "content-length": body.length }),
    },
    ...tlsOptionsOf(context),
    cert: certificate,
    key,
  };
}

function tlsOptionsOf(context: KubeconfigContext): ConnectionOptions {
  const { ca, serverName, rejectUnauthorized } = serverTrustOf(context);
  const host = hostOf(context);
  const name = serverName ?? (isIP(host) === 0 ? host : undefined);
  return {
    ca,
    rejectUnauthorized,
    // An address is no server name.
    ...(name === undefined ? {} : { servername: name }),
    // Through a proxy, Node would compare the certificate with another name than the server's.
    checkServerIdentity: (_, certificate) => checkServerIdentity(name ?? host, certificate),
  };
}

/** The server's name or address, an IPv6 one without its brackets. */
function hostOf({ server }: KubeconfigContext): string {
  return new URL(server).hostname.replace(/^\[|\]$/g, "");
}
