import { readFileSync } from "node:fs";
import { isPlainObject } from "../../../core/plain/plainObject";
import { execCredential } from "./execCredential";
import { impersonation } from "./impersonation";
import { KubeApiError } from "../kubeApiError";
import { type Fields, type KubeconfigContext, textAt } from "./kubeconfig";
import { messageOf } from "../../../core/plain/text";

/** What is sent with each call to say who asks. */
export interface Credentials {
  /** A header with several values is sent once for each. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** PEM texts of a client certificate and its key. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

/** How the server proves who it is. */
export interface ServerTrust {
  /** PEM text; absent: what the system trusts. */
  readonly ca: string | undefined;
  /** The name that its certificate must have, instead of the host's. */
  readonly serverName: string | undefined;
  readonly rejectUnauthorized: boolean;
}

/**
 * The credentials of a context: a token, a token file (read anew each time, for it rotates), a client
 * certificate, a name and password, or what a credential plugin gives; and whom to act as.
 *
 * @throws KubeApiError `credentials`
 */
export async function credentialsOf(
  context: KubeconfigContext,
  signal: AbortSignal,
): Promise<Credentials> {
  const { user } = context;
  if (isPlainObject(user["auth-provider"])) {
    throw unusable(context, "auth-provider is no longer supported by Kubernetes; use exec");
  }
  const exec = execOf(context);
  const given = exec === undefined ? {} : await execCredential({ context, exec, signal });
  const token = fileAt(context, user, "tokenFile");
  return {
    headers: {
      ...authorization(user, token?.trim() ?? textAt(user, "token") ?? given.token),
      ...impersonation(context),
    },
    certificate: pemOf(context, user, "client-certificate") ?? given.certificate,
    key: pemOf(context, user, "client-key") ?? given.key,
  };
}

/** The credential plugin of a context, if it has one. */
export function execOf({ user }: KubeconfigContext): Fields | undefined {
  const exec = user["exec"];
  return isPlainObject(exec) ? exec : undefined;
}

/** How a context says that its server is to be recognised. */
export function serverTrustOf(context: KubeconfigContext): ServerTrust {
  const { cluster } = context;
  return {
    ca: pemOf(context, cluster, "certificate-authority"),
    serverName: textAt(cluster, "tls-server-name"),
    rejectUnauthorized: cluster["insecure-skip-tls-verify"] !== true,
  };
}

function authorization(user: Fields, token: string | undefined): Record<string, string> {
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  const name = textAt(user, "username");
  if (name === undefined) return {};
  const pair = Buffer.from(`${name}:${textAt(user, "password") ?? ""}`).toString("base64");
  return { authorization: `Basic ${pair}` };
}

/** `<field>-data`, base64, else the file that `<field>` names. */
function pemOf(context: KubeconfigContext, fields: Fields, field: string): string | undefined {
  const data = textAt(fields, `${field}-data`);
  if (data !== undefined) return Buffer.from(data, "base64").toString("utf8");
  return fileAt(context, fields, field);
}

function fileAt(context: KubeconfigContext, fields: Fields, field: string): string | undefined {
  const path = textAt(fields, field);
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const why = messageOf(error);
    throw unusable(context, `${field} cannot be read: ${why}`, error);
  }
}

function unusable(context: KubeconfigContext, what: string, cause?: unknown): KubeApiError {
  return new KubeApiError(
    "credentials",
    `the API server at ${context.server} cannot be asked: ${what}`,
    cause,
  );
}
