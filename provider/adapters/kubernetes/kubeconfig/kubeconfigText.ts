import { yamlLibrary } from "../../files/yamlDocuments";

/** One way to one cluster by a token. */
export interface TokenAccess {
  /** Of the cluster, the user and the context. */
  readonly name: string;
  readonly server: string;
  readonly token: string;
  /** PEM certificates that the server's is verified with. @default what the system trusts */
  readonly ca?: string | undefined;
  /** @default the server's host */
  readonly serverName?: string | undefined;
  /** @default "verified" */
  readonly trust?: "verified" | "blind";
  readonly proxyUrl?: string | undefined;
  /** The context's namespace. */
  readonly namespace?: string | undefined;
}

/** A kubeconfig's YAML text with one cluster, one user and one context, the current one. */
export function formatKubeconfig(access: TokenAccess): string {
  const { name, server, token, ca, serverName, trust, proxyUrl, namespace } = access;
  const cluster = {
    server,
    // The Go client refuses a certificate authority beside blind trust.
    ...(trust === "blind"
      ? { "insecure-skip-tls-verify": true }
      : { "certificate-authority-data": ca && Buffer.from(ca).toString("base64") }),
    "tls-server-name": serverName,
    "proxy-url": proxyUrl,
  };
  return yamlLibrary().stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name, cluster }],
      users: [{ name, user: { token } }],
      contexts: [{ name, context: { cluster: name, user: name, namespace } }],
      "current-context": name,
    },
    { lineWidth: 0 },
  );
}
