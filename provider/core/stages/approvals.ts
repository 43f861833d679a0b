import { compareText } from "../plain/text";

/** Where a person says what is approved: once, and for a stack. */
export const approveVariable = "PULUMI_KUBEFED_APPROVE";
export const approveKey = "pulumi-kubefed:approve";

/**
 * Reads approvals, such as `canary@2f4045a1`: a list in JSON, or texts with commas or spaces between them. What
 * cannot be understood approves nothing.
 *
 * @example
 * [parseApprovals('["canary@2f4045a1"]'), parseApprovals("a@1, b@2"), parseApprovals(undefined)]
 * //=> [["canary@2f4045a1"], ["a@1", "b@2"], []]
 */
export function parseApprovals(text: string | undefined): string[] {
  const all = [...(text ?? "").matchAll(/[^\s,"'[\]]+@[0-9a-f]+/g)].map(([each]) => each);
  return [...new Set(all)].sort(compareText);
}
