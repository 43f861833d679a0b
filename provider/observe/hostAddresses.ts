import { lookup } from "node:dns/promises";
import type { HostAddresses } from "../core/dns/records/targets";

/**
 * The addresses that host names have now, by this machine's resolver. A host without any is left out,
 * whatever the reason: it is for the plan to say what that means.
 */
export async function lookUpHosts(hosts: readonly string[]): Promise<HostAddresses> {
  const found = await Promise.all(
    hosts.map(async (host): Promise<[string, string[]]> => [host, await addressesOf(host)]),
  );
  return Object.fromEntries(found.filter(([, addresses]) => addresses.length > 0));
}

async function addressesOf(host: string): Promise<string[]> {
  try {
    const found = await lookup(host, { all: true });
    return [...new Set(found.map(({ address }) => address))].sort();
  } catch {
    return [];
  }
}
