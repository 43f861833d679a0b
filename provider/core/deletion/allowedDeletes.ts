/** How many copies may leave the member clusters in one update: so many, all, or what is usual. */
export type AllowedDeletes = number | "all" | "usual";

/** Where a person says how many copies may leave: once, and for a stack. */
export const allowDeletesVariable = "PULUMI_KUBEFED_ALLOW_DELETES";
export const allowDeletesKey = "pulumi-kubefed:allowDeletes";

/**
 * Reads what a person allows; undefined for what cannot be understood, which allows nothing.
 *
 * @example
 * ["true", "12", "", "some"].map(parseAllowedDeletes)
 * //=> ["all", 12, "usual", undefined]
 */
export function parseAllowedDeletes(text: string | undefined): AllowedDeletes | undefined {
  if (text === undefined || text === "" || text === "false") return "usual";
  if (text === "true") return "all";
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
