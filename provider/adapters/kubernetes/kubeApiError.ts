import { plainText } from "../../core/plain/plainText";
import { UnfitAnswer } from "./answerBody";

/**
 * Why an API server could not be asked; stable, programs may match on it.
 *
 * | code | meaning |
 * |---|---|
 * | `answer` | what came does not end, nests without end, or is no object: it is no API server's |
 * | `credentials` | there are none to send: a file or a credential plugin failed |
 * | `dns` | the server's name has no address |
 * | `kubeconfig` | the kubeconfig cannot be read, or says nothing usable |
 * | `proxy` | the proxy did not open a way to the server |
 * | `refused` | nothing listens at the address |
 * | `reset` | the connection ended before the answer |
 * | `timeout` | nothing came within the deadline |
 * | `tls` | the TLS handshake failed, or the server's certificate is not to be trusted |
 * | `unreachable` | no route to the address |
 */
export type KubeApiErrorCode =
  | "answer"
  | "credentials"
  | "dns"
  | "kubeconfig"
  | "proxy"
  | "refused"
  | "reset"
  | "timeout"
  | "tls"
  | "unreachable";

/** No answer from an API server. The message names the server, never a credential. */
export class KubeApiError extends Error {
  constructor(
    readonly code: KubeApiErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = "KubeApiError";
  }
}

const systemCodes: Readonly<Record<string, KubeApiErrorCode>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  EPIPE: "reset",
  ECONNABORTED: "reset",
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  ETIMEDOUT: "timeout",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  // A token with a line break in it, say; Node names the header and not its value.
  ERR_INVALID_CHAR: "credentials",
};

const sentences: Readonly<Record<KubeApiErrorCode, string>> = {
  answer: "does not answer as one does",
  credentials: "has no usable credentials",
  dns: "has a name without an address",
  kubeconfig: "is not described usably",
  proxy: "cannot be reached through its proxy",
  refused: "refused the connection; is it running and listening there?",
  reset: "ended the connection before it answered",
  timeout: "did not answer in time",
  tls: "did not complete a TLS handshake that can be trusted",
  unreachable: "cannot be reached from here",
};

/** Translates what a socket, a TLS handshake or an earlier translation threw. */
export function toKubeApiError(server: string, thrown: unknown): KubeApiError {
  if (thrown instanceof KubeApiError) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const system = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const code = codeOf(error, system);
  const why = plainText(system ?? error.message);
  return new KubeApiError(code, `the API server at ${server} ${sentences[code]} (${why})`, error);
}

function codeOf(error: Error, system: string | undefined): KubeApiErrorCode {
  if (error instanceof UnfitAnswer) return "answer";
  if (system === undefined) return "reset";
  // What is no error of the system comes from OpenSSL or from Node's check of the certificate, and
  // Node's parser names what is wrong with HTTP.
  return systemCodes[system] ?? (system.startsWith("HPE_") ? "answer" : "tls");
}

/** The error for a server that kept silent. */
export function noAnswerWithin(server: string, deadlineMs: number): KubeApiError {
  return new KubeApiError(
    "timeout",
    `the API server at ${server} did not answer within ${deadlineMs} ms`,
  );
}
