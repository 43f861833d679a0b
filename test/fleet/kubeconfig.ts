import { parse, stringify } from "yaml";
import { get } from "lodash";

/** How to reach one cluster as its administrator. */
export interface Access {
  /** The cluster's name; also that of the context and the user. */
  readonly name: string;
  /** `https://127.0.0.1:<port>`. */
  readonly server: string;
  /** PEM certificates that the server's certificate is verified with. */
  readonly certificates: string;
  readonly token: string;
}

/** A kubeconfig's YAML text with one cluster, one user with a token and one context, the current one. */
export function formatKubeconfig(access: Access): string {
  const { name } = access;
  return stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name,
          cluster: {
            server: access.server,
            "certificate-authority-data": Buffer.from(access.certificates).toString("base64"),
          },
        },
      ],
      users: [{ name, user: { token: access.token } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      "current-context": name,
    },
    { lineWidth: 0 },
  );
}

/** Reads back what `formatKubeconfig` has written. */
export function parseKubeconfig(text: string): Access {
  const config: unknown = parse(text);
  const field = (path: string): string => {
    const value: unknown = get(config, path);
    if (typeof value === "string") return value;
    throw new Error(`fleet: the kubeconfig has no text at "${path}"`);
  };
  const certificates = field("clusters[0].cluster.certificate-authority-data");
  return {
    name: field("current-context"),
    server: field("clusters[0].cluster.server"),
    certificates: Buffer.from(certificates, "base64").toString("utf8"),
    token: field("users[0].user.token"),
  };
}
