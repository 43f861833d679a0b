import type { Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";

const labelName = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const maxLabelLength = 63;
const maxPrefixLength = 253;

/**
 * All that the API server would refuse in a map of labels; values only known after apply pass.
 * A key is `name` or `prefix/name`: the name up to 63 letters, digits, `-`, `_`, `.`, the prefix a
 * DNS subdomain up to 253. A value is empty or formed like a name. Source: Kubernetes, "Labels and
 * Selectors"; apimachinery validation.
 *
 * @example
 * validateLabels({ app: "web", tier: "-" }, "template.metadata.labels").map(({ path }) => path)
 * //=> ['template.metadata.labels["tier"]']
 */
export function validateLabels(labels: unknown, path: string): Issue[] {
  if (labels === undefined || labels === null) return [];
  if (!isPlainObject(labels)) {
    return [issue(path, "must be a plain map; only its values may be known after apply")];
  }
  return Object.entries(labels).flatMap(([key, value]) => {
    const problems = [labelKeyProblem(key), problemOfAny(value)].filter(isText);
    // Nearly all labels are sound, and thousands are looked at: only a problem is worth a path.
    return problems.map((problem) => issue(`${path}[${JSON.stringify(key)}]`, problem));
  });
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}

/** Why the API server would refuse a label key; undefined if it would not. */
export function labelKeyProblem(key: string): string | undefined {
  const slash = key.indexOf("/");
  const name = key.slice(slash + 1);
  if (slash >= 0 && !isSubdomain(key.slice(0, slash))) {
    return `the key's prefix must be a DNS subdomain of at most ${maxPrefixLength} characters`;
  }
  if (name.length > maxLabelLength) return tooLong("the key's name", name.length);
  return labelName.test(name) ? undefined : `the key's name ${form}`;
}

/** Why the API server would refuse a label value; undefined if it would not. */
export function labelValueProblem(value: string): string | undefined {
  if (value.length > maxLabelLength) return tooLong("the value", value.length);
  return value === "" || labelName.test(value) ? undefined : `the value ${form}`;
}

const form = `must begin and end with a letter or digit, with only "-", "_", "." between`;

/** The same for a value of any type: one that is only known after apply passes. */
function problemOfAny(value: unknown): string | undefined {
  if (typeof value === "string") return labelValueProblem(value);
  if (typeof value === "number" || typeof value === "boolean") {
    return `must be a string, came ${String(value)}; write "${String(value)}"`;
  }
  return Array.isArray(value) || isPlainObject(value) ? "must be a string" : undefined;
}

function tooLong(what: string, length: number): string {
  return `${what} has ${length} characters; at most ${maxLabelLength} are allowed`;
}

function issue(path: string, message: string): Issue {
  return { code: "label-invalid", path, message };
}

/** Whether a text is a DNS label as Kubernetes object names use it (RFC 1123, lower case). */
export function isDnsLabel(text: string): boolean {
  return text.length <= maxLabelLength && !text.includes(".") && isSubdomain(text);
}

/** Whether a text is a DNS subdomain as Kubernetes object names use it (RFC 1123, lower case). */
export function isSubdomain(text: string): boolean {
  return text.length <= maxPrefixLength && subdomain.test(text);
}
