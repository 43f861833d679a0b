import { isPlainObject } from "../../plain/plainObject";

/**
 * The servers that a record set was written to, where the program names none of them any more; empty where
 * one is still there, for servers of one list hold the same records.
 *
 * @example
 * leftServers([{ host: "ns1" }], [{ host: "ns2" }])
 * //=> ["ns1"]
 */
export function leftServers(before: unknown, now: unknown): string[] {
  const [old, current] = [before, now].map(addressesOf);
  if (old === undefined || current === undefined || current.length === 0) return [];
  return old.some((each) => current.includes(each)) ? [] : old;
}

function addressesOf(servers: unknown): string[] {
  if (!Array.isArray(servers)) return [];
  return servers.filter(isPlainObject).flatMap(({ host, port }) => {
    if (typeof host !== "string") return [];
    return [typeof port === "number" ? `${host}:${port}` : host];
  });
}
