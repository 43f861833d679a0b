import { isPlainObject } from "../../../core/plain/plainObject";
import { KubeApiError } from "../kubeApiError";
import { type KubeconfigContext, textAt } from "./kubeconfig";

/**
 * The headers by which a context acts as somebody else: `as`, `as-uid`, `as-groups`, `as-user-extra`.
 *
 * Source: client-go `transport/round_trippers.go`, NewImpersonatingRoundTripper.
 *
 * @throws KubeApiError `credentials` for a group, a uid or an extra without a user, which would be asked
 * with all rights of whoever impersonates
 */
export function impersonation(
  context: KubeconfigContext,
): Readonly<Record<string, string | readonly string[]>> {
  const { user } = context;
  const name = textAt(user, "as");
  const more = {
    ...headerOf("impersonate-uid", textAt(user, "as-uid")),
    ...headerOf("impersonate-group", textsOf(user["as-groups"])),
    ...extras(user["as-user-extra"]),
  };
  if (name !== undefined) return { "impersonate-user": name, ...more };
  if (Object.keys(more).length === 0) return {};
  throw new KubeApiError(
    "credentials",
    `the API server at ${context.server} cannot be asked: as-uid, as-groups and as-user-extra need as, the user to act as`,
  );
}

function extras(extra: unknown): Record<string, readonly string[]> {
  if (!isPlainObject(extra)) return {};
  const headers = Object.entries(extra).map(([key, values]) =>
    headerOf(`impersonate-extra-${escaped(key)}`, textsOf(values)),
  );
  return Object.assign({}, ...headers) as Record<string, readonly string[]>;
}

/** Nothing for a header without a value. */
function headerOf<Value extends string | readonly string[]>(
  name: string,
  value: Value | undefined,
): Record<string, Value> {
  return value === undefined || value.length === 0 ? {} : { [name]: value };
}

function textsOf(values: unknown): string[] {
  return Array.isArray(values) ? values.filter((each) => typeof each === "string") : [];
}

/** What a header's name cannot hold is percent-encoded, the percent sign too, as API servers expect. */
function escaped(key: string): string {
  return [...Buffer.from(key)]
    .map((octet) => {
      const sign = String.fromCharCode(octet);
      if (/[!#$&'*+.^_`|~0-9A-Za-z-]/.test(sign)) return sign;
      return `%${octet.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}
