import { stringify } from "yaml";
import type { Drill } from "../drills/programs/drill";
import { callKubeApi, parseKubeconfig } from "../fleet";
import { eventually } from "./eventually";
import { type Fault, type FaultyServer, makeCertificates, startFaultyServer } from "./faultyServer";
import { sharedFleet } from "./sharedFleet";

/** What can be wrong with a member: a fault of the way to it, or of the credentials. */
export type Trouble = Fault | "revoked token";

/** Members that are namespaces of one real API server, each reached on a way of its own. */
export interface DrillBed {
  /** A kubeconfig by member. */
  readonly kubeconfigs: Readonly<Record<string, string>>;
  /** Breaks every member in the way its name says. */
  readonly breakAll: () => Promise<void>;
  /** Undoes it, but for the revoked token, in whose place a new kubeconfig is given. */
  readonly mendAll: () => Promise<string>;
  /** The ConfigMaps of a member as `name: [uid, greeting]`, past every fault. */
  readonly read: (member: string) => Promise<Record<string, [string, string | undefined]>>;
  readonly remove: () => Promise<void>;
}

/** The members by name, and what will be wrong with each. */
export const troubles: Readonly<Record<string, Trouble>> = {
  refused: "refused",
  "black-hole": "black hole",
  unavailable: "503",
  expired: "expired certificate",
  portal: "portal",
  forbidden: "403",
  revoked: "revoked token",
  healthy: "none",
};

/** Prepares the members on one cluster of the shared fleet. */
export async function drillBed(): Promise<DrillBed> {
  const fleet = await sharedFleet();
  const cluster = fleet.clusters["us-east"];
  if (cluster === undefined) throw new Error("the shared fleet has no us-east");
  const admin = parseKubeconfig(cluster.kubeconfig);
  const call = async (method: "GET" | "POST" | "DELETE", path: string, body?: unknown) => {
    const answer = await callKubeApi(admin, { method, path, body });
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const certificates = makeCertificates();
  const upstream = Number(new URL(admin.server).port);
  const namespaceOf = (member: string) => `drill-${member}`;
  const servers: Record<string, FaultyServer> = {};
  for (const member of Object.keys(troubles)) {
    servers[member] = await startFaultyServer({ upstream, certificates });
    const metadata = { name: namespaceOf(member) };
    await call("POST", "/api/v1/namespaces", { metadata });
  }
  const accounts = "/api/v1/namespaces/drill-revoked/serviceaccounts";
  const newToken = async (): Promise<string> => {
    await call("POST", accounts, { metadata: { name: "member" } });
    const answer = await call("POST", `${accounts}/member/token`, { spec: {} });
    return (answer as { status: { token: string } }).status.token;
  };
  await call("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", {
    metadata: { name: "drill" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ kind: "ServiceAccount", name: "member", namespace: "drill-revoked" }],
  });
  const kubeconfigFor = (member: string, token: string) =>
    stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: member,
          cluster: {
            server: `https://127.0.0.1:${servers[member]?.port}`,
            "certificate-authority-data": Buffer.from(
              `${admin.certificates.trim()}\n${certificates.authority}`,
            ).toString("base64"),
          },
        },
      ],
      users: [{ name: member, user: { token } }],
      contexts: [
        {
          name: member,
          context: { cluster: member, user: member, namespace: namespaceOf(member) },
        },
      ],
      "current-context": member,
    });
  let token = await newToken();
  const kubeconfigs = Object.fromEntries(
    Object.keys(troubles).map((member) => [
      member,
      kubeconfigFor(member, member === "revoked" ? token : admin.token),
    ]),
  );
  return {
    kubeconfigs,
    breakAll: async () => {
      for (const [member, trouble] of Object.entries(troubles)) {
        if (trouble !== "revoked token") await servers[member]?.become(trouble);
      }
      await call("DELETE", `${accounts}/member`);
      // The API server remembers for some seconds that it has taken a token.
      await eventually(async () => {
        const { status } = await callKubeApi({ ...admin, token }, { path: "/healthz" });
        if (status !== 401) throw new Error(`the revoked token is still taken: ${status}`);
      });
    },
    mendAll: async () => {
      for (const server of Object.values(servers)) await server.become("none");
      token = await newToken();
      return kubeconfigFor("revoked", token);
    },
    read: async (member) => {
      const path = `/api/v1/namespaces/${namespaceOf(member)}/configmaps`;
      const { items } = (await call("GET", path)) as {
        items: { metadata: { name: string; uid: string }; data?: Record<string, string> }[];
      };
      return Object.fromEntries(
        items
          .filter(({ metadata }) => metadata.name !== "kube-root-ca.crt")
          .map(({ metadata, data }) => [metadata.name, [metadata.uid, data?.greeting]]),
      );
    },
    remove: async () => {
      for (const server of Object.values(servers)) await server.stop();
      await call("DELETE", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/drill");
      for (const member of Object.keys(troubles))
        await call("DELETE", `/api/v1/namespaces/${namespaceOf(member)}`);
    },
  };
}

/** What the program declares: all members, and these ConfigMaps. */
export function drill(unreachable: Drill["unreachable"], objects: Drill["objects"]): Drill {
  return { unreachable, members: Object.keys(troubles), objects };
}
