import { callKubeApi, type Fleet, parseKubeconfig } from "../fleet";
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
    show: ({ spec, status }) => `${status?.readyReplicas ?? 0} of ${spec?.replicas ?? 0} ready`,
  },
  {
    name: "Service web",
    path: "/api/v1/namespaces/shop/services/web",
    show: ({ status }) => status?.loadBalancer?.ingress?.[0]?.ip ?? "no address",
  },
];

/** What every cluster holds of the shop now, read from the clusters themselves. */
export async function readShop(fleet: Fleet): Promise<Table> {
  const clusters = Object.values(fleet.clusters);
  const cells = rows.map(async ({ name, path, show }) => {
    const row = clusters.map(async ({ kubeconfig }) => {
      const { status, body } = await callKubeApi(parseKubeconfig(kubeconfig), { path });
      return status === 200 ? show(body as ShopObject) : absent;
    });
    return [name, ...(await Promise.all(row))];
  });
  return {
    columns: ["object", ...clusters.map(({ name }) => name)],
    rows: await Promise.all(cells),
  };
}

/** Whether nothing of the shop is left anywhere. */
export function isEmpty(table: Table): boolean {
  return table.rows.every(([, ...cells]) => cells.every((cell) => cell === absent));
}
