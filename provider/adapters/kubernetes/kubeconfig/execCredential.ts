import { execFile } from "node:child_process";
import { isPlainObject } from "../../../core/plain/plainObject";
import { KubeApiError } from "../kubeApiError";
import { type Fields, type KubeconfigContext, textAt } from "./kubeconfig";

/** What a credential plugin gave. */
export interface ExecCredential {
  readonly token?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

interface Cached {
  readonly credential: ExecCredential;
  /** Milliseconds since 1970; absent: as long as the process lives. */
  readonly expires: number | undefined;
}

const supported = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];
const slackMs = 10_000;
const cache = new Map<string, Promise<Cached>>();

/**
 * Asks the credential plugin of a kubeconfig (`user.exec`, as EKS, GKE and AKS write it) for credentials.
 *
 * - Asked once until ten seconds before they expire, however many connections want them.
 * - Never interactive: its standard input is closed, what it writes to standard error is not repeated.
 *
 * @throws KubeApiError `credentials` when it is missing, fails, answers something else, or takes too long
 */
export async function execCredential(request: {
  readonly context: KubeconfigContext;
  readonly exec: Fields;
  readonly signal: AbortSignal;
}): Promise<ExecCredential> {
  const key = keyOf(request.context, request.exec);
  const known = await cache.get(key)?.catch(() => undefined);
  if (known !== undefined && (known.expires ?? Infinity) - slackMs > Date.now()) {
    return known.credential;
  }
  const asked = runPlugin(request);
  cache.set(key, asked);
  try {
    return (await asked).credential;
  } catch (error) {
    cache.delete(key);
    throw error;
  }
}

/** Forgets what a plugin gave, because a server did not accept it. */
export function forgetExecCredential(context: KubeconfigContext, exec: Fields): void {
  cache.delete(keyOf(context, exec));
}

function keyOf(context: KubeconfigContext, exec: Fields): string {
  return JSON.stringify([context.server, exec]);
}

async function runPlugin(request: {
  readonly context: KubeconfigContext;
  readonly exec: Fields;
  readonly signal: AbortSignal;
}): Promise<Cached> {
  const { context, exec, signal } = request;
  const command = textAt(exec, "command");
  const apiVersion = textAt(exec, "apiVersion") ?? "";
  if (command === undefined || !supported.includes(apiVersion)) {
    throw failure(
      context,
      `needs a command and an apiVersion; apiVersion came as "${apiVersion}", allowed: ${supported.join(", ")}`,
    );
  }
  const info = {
    kind: "ExecCredential",
    apiVersion,
    spec: {
      interactive: false,
      ...(exec["provideClusterInfo"] === true ? { cluster: clusterInfo(context) } : {}),
    },
  };
  const env = { ...process.env, ...variables(exec), KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  const stdout = await new Promise<string>((resolve, reject) => {
    const args = Array.isArray(exec["args"]) ? exec["args"].map(String) : [];
    const child = execFile(command, args, { env, signal, encoding: "utf8" }, (error, text) => {
      if (error === null) resolve(text);
      else reject(failure(context, `"${command}" failed: ${reasonOf(error, exec)}`));
    });
    child.stdin?.end();
  });
  return readAnswer({ context, command, stdout });
}

function readAnswer(of: {
  readonly context: KubeconfigContext;
  readonly command: string;
  readonly stdout: string;
}): Cached {
  const status = statusIn(of.stdout);
  const token = textAt(status, "token");
  const certificate = textAt(status, "clientCertificateData");
  if (token === undefined && certificate === undefined) {
    throw failure(of.context, `"${of.command}" gave neither a token nor a client certificate`);
  }
  const expires = Date.parse(textAt(status, "expirationTimestamp") ?? "");
  return {
    credential: { token, certificate, key: textAt(status, "clientKeyData") },
    expires: Number.isNaN(expires) ? undefined : expires,
  };
}

function statusIn(stdout: string): Fields {
  try {
    const answer: unknown = JSON.parse(stdout);
    const status = isPlainObject(answer) ? answer["status"] : undefined;
    return isPlainObject(status) ? status : {};
  } catch {
    return {};
  }
}

function variables(exec: Fields): Record<string, string> {
  const env = Array.isArray(exec["env"]) ? exec["env"] : [];
  return Object.fromEntries(
    env.flatMap((each: unknown) => {
      if (!isPlainObject(each)) return [];
      const name = textAt(each, "name");
      return name === undefined ? [] : [[name, textAt(each, "value") ?? ""]];
    }),
  );
}

function clusterInfo({ cluster, server }: KubeconfigContext): Record<string, unknown> {
  const extensions = Array.isArray(cluster["extensions"]) ? cluster["extensions"] : [];
  const config: unknown = extensions.find(
    (each: unknown) => isPlainObject(each) && each["name"] === "client.authentication.k8s.io/exec",
  );
  return {
    server,
    "certificate-authority-data": cluster["certificate-authority-data"],
    "insecure-skip-tls-verify": cluster["insecure-skip-tls-verify"],
    "tls-server-name": cluster["tls-server-name"],
    "proxy-url": cluster["proxy-url"],
    config: isPlainObject(config) ? config["extension"] : undefined,
  };
}

/** Why a plugin failed, without its output, which may hold what is secret. */
function reasonOf(error: { code?: unknown; name: string }, exec: Fields): string {
  const hint = textAt(exec, "installHint");
  if (error.code === "ENOENT") return `it is not installed${hint === undefined ? "" : `; ${hint}`}`;
  if (error.name === "AbortError") return "it took too long";
  if (error.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return "it wrote more than a megabyte";
  return typeof error.code === "number" ? `it ended with exit code ${error.code}` : error.name;
}

function failure(context: KubeconfigContext, what: string): KubeApiError {
  return new KubeApiError(
    "credentials",
    `the API server at ${context.server} cannot be asked: the credential plugin ${what}`,
  );
}
