import { parseAddress } from "../../dns/records/address";
import type { IngressTargets, PlannedService, ServingCluster } from "../model";
import { isHost } from "../settings";

/** HAProxy's largest weight of a server. */
const largest = 256;

/** One `server` line, as data. */
export interface ProxyServer {
  /** The cluster's name, with a number where it has several addresses. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly weight: number;
  /** Whether it only serves when all before it fail. */
  readonly isBackup: boolean;
  /** Whether the address is a host name, which must be looked up. */
  readonly isName: boolean;
}

/**
 * The servers of a Service: one per address, a cluster's weight split over its addresses; in order of
 * their turn, else of their names. A cluster without an address has none.
 */
export function serversOf(service: PlannedService, targets: IngressTargets): ProxyServer[] {
  const placed = service.clusters.flatMap((serving) => {
    const target = targets[service.key]?.[serving.cluster];
    const addresses = target?.addresses.filter(isAddress) ?? [];
    if (addresses.length === 0) return [];
    return [{ serving, addresses, port: target?.port ?? serving.port }];
  });
  const ordered = [...placed].sort((a, b) => turnOf(a.serving) - turnOf(b.serving));
  const weights = proxyWeights(
    ordered.map(({ serving, addresses }) => ({ weight: serving.weight, over: addresses.length })),
  );
  return ordered.flatMap(({ serving, addresses, port }, index) =>
    addresses.map((address, place) => ({
      name: addresses.length === 1 ? serving.cluster : `${serving.cluster}-${place + 1}`,
      address,
      port,
      weight: weights[index] ?? 0,
      isBackup: (serving.order ?? 1) > 1,
      isName: parseAddress(address) === undefined,
    })),
  );
}

function turnOf({ order = 0 }: ServingCluster): number {
  return order;
}

/** Whether a text is an address or a host name; what a cluster says is not believed to be one. */
function isAddress(text: string): boolean {
  if (parseAddress(text) !== undefined) return true;
  // A name whose last label is a number would be read as an address.
  return isHost(text.toLowerCase()) && !/(^\*|(^|\.)\d+$)/.test(text);
}

/**
 * Weights from 0 to 256 for the servers of each cluster, in proportion: exact where whole numbers of that
 * size can be, else rounded; a share above 0 stays above 0.
 *
 * @example
 * proxyWeights([{ weight: 6, over: 1 }, { weight: 3, over: 2 }, { weight: 0, over: 1 }])
 * //=> [4, 1, 0]
 */
export function proxyWeights(
  shares: readonly { readonly weight: number; readonly over: number }[],
): number[] {
  const common = shares.reduce((product, { over }) => leastCommon(product, over), 1);
  const exact = shares.map(({ weight, over }) => (weight * common) / over);
  const divisor = exact.reduce((a, b) => greatestCommon(a, b), 0) || 1;
  const whole = exact.map((each) => each / divisor);
  const most = Math.max(0, ...whole);
  if (most <= largest) return whole;
  return whole.map((each) => (each === 0 ? 0 : Math.max(1, Math.round((each * largest) / most))));
}

function greatestCommon(a: number, b: number): number {
  return b === 0 ? a : greatestCommon(b, a % b);
}

function leastCommon(a: number, b: number): number {
  return (a / greatestCommon(a, b)) * b;
}
