import type { Issue } from "../issue";
import type { IngressPlan, PlannedTls } from "./model";

/** What a certificate and its key say; `problem` where they cannot be used at all. */
export type CertificateFacts =
  | { readonly problem: string }
  | {
      readonly problem?: undefined;
      /** The host names that it is for, a wildcard among them as `*.example.com`. */
      readonly names: readonly string[];
      /** The last day that it is good for, `2026-12-31`. */
      readonly lastDay: string;
      readonly isExpired: boolean;
    };

/**
 * What keeps certificates from being used for the hosts that name them. One of which nothing is known is
 * passed over.
 *
 * @example
 * certificateIssues([{ certificate: "shop-tls", hosts: ["shop.test"] }], { "shop-tls": { names: ["*.test"], lastDay: "2030-01-01", isExpired: false } })
 * //=> []
 */
export function certificateIssues(
  tls: readonly PlannedTls[],
  facts: Readonly<Record<string, CertificateFacts | undefined>>,
): Issue[] {
  return tls.flatMap(({ certificate, hosts }) => {
    const known = facts[certificate];
    if (known === undefined) return [];
    const path = `certificates["${certificate}"]`;
    const issue = (message: string): Issue => ({ code: "ingress-certificate", path, message });
    if (known.problem !== undefined) return [issue(known.problem)];
    const names = known.names.map((each) => `"${each}"`).join(", ") || "no host";
    return [
      ...(known.isExpired ? [issue(`has expired, its last day was ${known.lastDay}`)] : []),
      ...hosts
        .filter((host) => !known.names.some((name) => covers(name, host)))
        .map((host) => issue(`is not for "${host}"; it is for ${names}`)),
    ];
  });
}

/** The Secret of the host cluster that holds a certificate: the one that was named, else one that is made. */
export function certificateSecretName({ name, tls }: IngressPlan, certificate: string): string {
  const held = tls.find((each) => each.certificate === certificate)?.secretName;
  return held ?? `${name}-${certificate}`;
}

/** A wildcard stands for one label; only the same wildcard covers a wildcard. */
function covers(name: string, host: string): boolean {
  if (name.toLowerCase() === host) return true;
  if (!name.startsWith("*.") || host.startsWith("*.")) return false;
  return host.slice(host.indexOf(".")) === name.slice(1).toLowerCase();
}
