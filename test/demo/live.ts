import { setTimeout as pause } from "node:timers/promises";
import { defaultManagedLabel } from "../../provider/core/objects/template";
import { callKubeApi, type Cluster, parseKubeconfig } from "../fleet";
import { absent, type Table } from "./table";

interface ShopObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly phase?: string;
    readonly readyReplicas?: number;
    readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] };
  };
}

const rows: readonly {
  readonly name: string;
  readonly path: string;
  readonly show: (object: ShopObject) => string;
}[] = [
  {
    name: "Namespace shop",
    path: "/api/v1/namespaces/shop",
    show: ({ status }) => status?.phase ?? "?",
  },
  {
    name: "ConfigMap settings",
    path: "/api/v1/namespaces/shop/configmaps/settings",
    show: ({ data }) => `${data?.greeting ?? "?"}, ${data?.currency ?? "?"}`,
  },
  {
    name: "Deployment web",
    path: "/apis/apps/v1/namespaces/shop/deployments/web",
    show: ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0} ready`,
  },
  {
    name: "Service web",
    path: "/api/v1/namespaces/shop/services/web",
    show: ({ status }) => status?.loadBalancer?.ingress?.[0]?.ip ?? "no address",
  },
];

/** What every cluster holds of the shop now, read from the clusters themselves. */
async function readShop(clusters: readonly Cluster[]): Promise<Table> {
  const cells = rows.map(async ({ name, path, show }) => {
    const row = clusters.map(async (cluster) => {
      const object = await read(cluster, path);
      return object === undefined ? absent : show(object as ShopObject);
    });
    return [name, ...(await Promise.all(row))];
  });
  return { columns: ["", ...clusters.map(({ name }) => name)], rows: await Promise.all(cells) };
}

/**
 * The same once every replica is ready, or after ten seconds: the engine is done when a Deployment is
 * available, which is before its last replica is ready.
 */
export async function readSettledShop(clusters: readonly Cluster[]): Promise<Table> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const table = await readShop(clusters);
    const waiting = table.rows.flat().some((cell) => {
      const [, ready, wanted] = /^(\d+)\/(\d+) ready$/.exec(cell) ?? [];
      return ready !== wanted;
    });
    if (!waiting || Date.now() > deadline) return table;
    await pause(250);
  }
}

const managed = encodeURIComponent(`${defaultManagedLabel}=true`);
const collections = [
  "/api/v1/namespaces",
  "/api/v1/configmaps",
  "/apis/apps/v1/deployments",
  "/api/v1/services",
];

/** Every object that still bears our label, such as `eu-west: web`, and a namespace of the shop that is left. */
export async function readLeftovers(clusters: readonly Cluster[]): Promise<string[]> {
  const found = clusters.map(async (cluster) => {
    const namespace = await read(cluster, "/api/v1/namespaces/shop");
    const lists = collections.map(async (path) => {
      const list = (await read(cluster, `${path}?labelSelector=${managed}`)) as {
        items: { metadata: { name: string } }[];
      };
      return list.items.map(({ metadata }) => `${path.split("/").at(-1) ?? ""}/${metadata.name}`);
    });
    const names = (await Promise.all(lists)).flat();
    return [...(namespace === undefined ? [] : ["namespaces/shop"]), ...names].map(
      (name) => `${cluster.name}: ${name}`,
    );
  });
  return (await Promise.all(found)).flat();
}

/** An object or a list; undefined where there is none. */
async function read(cluster: Cluster, path: string): Promise<unknown> {
  const { status, body } = await callKubeApi(parseKubeconfig(cluster.kubeconfig), { path });
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`${cluster.name}: GET ${path} answered ${status}`);
  return body;
}
