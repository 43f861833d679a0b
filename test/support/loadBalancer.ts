import { connect, createServer, type Socket } from "node:net";
import { get } from "lodash";
import { callKubeApi, parseKubeconfig } from "../fleet";

/** A Service of a cluster whose pods run, and where its load balancer is to be. */
export interface BalancedService {
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly service: string;
  /** The Service's port, by name. */
  readonly portName: string;
  readonly address: string;
  readonly port: number;
}

/** A load balancer that runs. */
export interface LoadBalancer {
  /** The addresses that it sends to now. */
  endpoints(): readonly string[];
  stop(): Promise<void>;
}

/**
 * Plays the part of a cloud: hands each connection to the next ready endpoint of a Service, which it asks the API
 * server for again and again. An open connection stays where it is.
 */
export async function startLoadBalancer(of: BalancedService): Promise<LoadBalancer> {
  const access = parseKubeconfig(of.kubeconfig);
  const label = encodeURIComponent(`kubernetes.io/service-name=${of.service}`);
  const path = `/apis/discovery.k8s.io/v1/namespaces/${of.namespace}/endpointslices?labelSelector=${label}`;
  let ready: { readonly address: string; readonly port: number }[] = [];
  let turn = 0;
  const look = async (): Promise<void> => {
    const { body, status } = await callKubeApi(access, { path });
    if (status === 200) ready = itemsAt(body, "items").flatMap((slice) => endpointsOf(slice, of));
  };
  await look();
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look()
      .catch(() => undefined)
      .finally(() => (looking = undefined));
  }, 200);
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const to = ready[turn++ % ready.length];
    if (to === undefined) {
      client.destroy();
      return;
    }
    const pod = connect({ host: to.address, port: to.port, allowHalfOpen: true });
    for (const [one, other] of [
      [client, pod],
      [pod, client],
    ] as const) {
      open.add(one);
      one.on("close", () => open.delete(one));
      one.on("error", () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(of.port, of.address, resolve);
  });
  return {
    endpoints: () => ready.map(({ address }) => address),
    stop: async () => {
      clearInterval(timer);
      await looking;
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function endpointsOf(
  slice: unknown,
  { portName }: BalancedService,
): { address: string; port: number }[] {
  const { ports, endpoints } = slice as EndpointSlice;
  const port = ports?.find(({ name }) => name === portName)?.port;
  const ready = endpoints?.filter(({ conditions }) => conditions?.ready === true) ?? [];
  return ready.flatMap(({ addresses: [address] }) =>
    address === undefined || port === undefined ? [] : [{ address, port }],
  );
}

/** As far as it is read here. */
interface EndpointSlice {
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[];
  readonly endpoints?: readonly {
    readonly addresses: readonly string[];
    readonly conditions?: { readonly ready?: boolean };
  }[];
}

function itemsAt(value: unknown, path: string): readonly unknown[] {
  const items: unknown = get(value, path);
  return Array.isArray(items) ? items : [];
}
