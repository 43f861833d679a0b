import { stringify } from "yaml";
import { type Cluster, parseKubeconfig } from "../fleet";

/** A kubeconfig with a context for each cluster, by the name that the context has. */
export function contextsFile(contexts: Readonly<Record<string, Cluster>>): string {
  const all = Object.entries(contexts).map(([context, { kubeconfig }]) => ({
    context,
    ...parseKubeconfig(kubeconfig),
  }));
  return stringify({
    clusters: all.map(({ context, server, certificates }) => {
      const ca = Buffer.from(certificates).toString("base64");
      return { name: context, cluster: { server, "certificate-authority-data": ca } };
    }),
    users: all.map(({ context, token }) => ({ name: context, user: { token } })),
    contexts: all.map(({ context }) => ({
      name: context,
      context: { cluster: context, user: context },
    })),
  });
}
