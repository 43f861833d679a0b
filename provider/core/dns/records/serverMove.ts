import { isPlainObject } from "../../plain/plainObject";
import { decodeTxtOwner } from "./txtOwner";

/** The label of an owner text that says to which servers the records were moved. */
export const movedLabel = "moved-to";

/**
 * Whether an owner text was written by a move.
 *
 * @example
 * namesMove("heritage=external-dns,external-dns/moved-to=5f0c,external-dns/owner=a", "5f0c")
 * //=> true
 */
export function namesMove(ownerText: string, token: string): boolean {
  return decodeTxtOwner(ownerText)?.labels[movedLabel] === token;
}

/**
 * The servers that a record set was written to, where the program names none of them any more; empty where
 * one is still there, for servers of one list hold the same records.
 *
 * @example
 * leftServers([{ host: "ns1" }], [{ host: "ns2" }])
 * //=> ["ns1"]
 */
export function leftServers(before: unknown, now: unknown): string[] {
  const [old, current] = [before, now].map(serverTexts);
  if (old === undefined || current === undefined || current.length === 0) return [];
  return old.some((each) => current.includes(each)) ? [] : old;
}

/** Servers as messages name them. */
export function serverTexts(servers: unknown): string[] {
  if (!Array.isArray(servers)) return [];
  return servers.filter(isPlainObject).flatMap(({ host, port }) => {
    if (typeof host !== "string") return [];
    return [typeof port === "number" ? `${host}:${port}` : host];
  });
}
