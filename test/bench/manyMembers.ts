/*
 * As many members as are asked for, without as many API servers: namespaces of three.
 */

import { callKubeApi, parseKubeconfig } from "../fleet";
import { rewritten } from "../support/identityBed";
import { sharedFleet } from "../support/sharedFleet";

const servers = ["us-east", "eu-west", "ap-south"];

/** The name of a member by its number, from 0: its context and its namespace. */
export function memberName(index: number): string {
  return `stages-${String(index + 1).padStart(3, "0")}`;
}

/** One kubeconfig a server, with a context for each member that it has. */
export async function namespacedKubeconfigs(clusters: number): Promise<Record<string, string>> {
  const fleet = await sharedFleet();
  const secrets: Record<string, string> = {};
  for (const [place, server] of servers.entries()) {
    const cluster = fleet.clusters[server];
    if (cluster === undefined) throw new Error(`the shared fleet has no ${server}`);
    const own = Array.from({ length: clusters }, (_, index) => index)
      .filter((index) => index % servers.length === place)
      .map(memberName);
    const access = parseKubeconfig(cluster.kubeconfig);
    const path = "/api/v1/namespaces";
    for (const name of own)
      await callKubeApi(access, { method: "POST", path, body: { metadata: { name } } });
    secrets[server] = rewritten(cluster.kubeconfig, (document) => {
      const [first] = document.contexts;
      document.contexts = own.map((namespace) => ({
        name: namespace,
        context: { ...first?.context, namespace },
      }));
      document["current-context"] = own[0] ?? "";
    });
  }
  return secrets;
}

/** Deletes an object of every member, whoever made it. */
export async function deleteEverywhere(clusters: number, path: string): Promise<void> {
  const fleet = await sharedFleet();
  for (let index = 0; index < clusters; index++) {
    const cluster = fleet.clusters[servers[index % servers.length] ?? ""];
    if (cluster === undefined) continue;
    const own = `/api/v1/namespaces/${memberName(index)}/${path}`;
    await callKubeApi(parseKubeconfig(cluster.kubeconfig), { method: "DELETE", path: own });
  }
}
