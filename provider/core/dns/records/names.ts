const maxLabelLength = 63;
const maxNameLength = 253;

/** A name in the form this package uses everywhere, or what is wrong with the text. */
export type ParsedName =
  | { readonly name: string; readonly problem?: undefined }
  | { readonly name?: undefined; readonly problem: string };

/**
 * Reads a DNS name as people write it: lower-cased, without a final dot, international labels in
 * their ASCII form.
 *
 * - Labels hold letters, digits, "-" and "_" (service and verification names need "_"), neither
 *   begin nor end with "-", and have 1 to 63 characters; a name has at most 253.
 * - A wildcard "*" is allowed as the first label only (RFC 4592).
 * - Labels outside ASCII are converted by UTS 46 as browsers do, so "Bücher.example" is
 *   "xn--bcher-kva.example". Everything behind this function sees ASCII only.
 *
 * Sources: RFC 1035 §2.3.4, RFC 5891.
 *
 * @example
 * parseDnsName("Bücher.Example.")
 * //=> { name: "xn--bcher-kva.example" }
 */
export function parseDnsName(text: string): ParsedName {
  const withoutDot = text.endsWith(".") ? text.slice(0, -1) : text;
  const forbidden = /(?![A-Za-z0-9_.*-])[\0-\x7f]/.exec(withoutDot);
  if (forbidden !== null) {
    return {
      problem: `${JSON.stringify(text)} holds ${JSON.stringify(forbidden[0])}; allowed are letters, digits, "-", "_" and "."`,
    };
  }
  const name = toAscii(withoutDot);
  // UTS 46 maps some letters to ASCII that no host name may hold, such as "㈀" to "(ᄀ)".
  if (name === undefined || !/^[a-z0-9_.*-]*$/.test(name)) {
    return {
      problem: `${JSON.stringify(text)} has a label that no internationalised domain name may have`,
    };
  }
  const problem = problemOf(name);
  return problem === undefined ? { name } : { problem: `${JSON.stringify(text)} ${problem}` };
}

function toAscii(name: string): string | undefined {
  if (!/[^\0-\x7f]/u.test(name)) return name.toLowerCase();
  const wildcard = name.startsWith("*.") ? "*." : "";
  try {
    // The guard label keeps a name that ends in digits from being read as an IPv4 address.
    const { hostname } = new URL(`http://${name.slice(wildcard.length)}.guard`);
    return wildcard + hostname.slice(0, -".guard".length);
  } catch {
    return undefined;
  }
}

function problemOf(name: string): string | undefined {
  if (name === "") return "is empty; a name has at least one label";
  const [first = "", ...others] = name.split(".");
  // A wildcard is a label of its own kind, so it is left out of what holds for the others.
  const labels = first === "*" ? others : [first, ...others];
  const problem = labels.map(labelProblem).find((each) => each !== undefined);
  if (problem !== undefined) return problem;
  return name.length > maxNameLength
    ? `has ${name.length} characters; at most ${maxNameLength} are allowed`
    : undefined;
}

function labelProblem(label: string): string | undefined {
  if (label === "") return "has an empty label; labels have 1 to 63 characters";
  const quoted = JSON.stringify(label);
  if (label.length > maxLabelLength) {
    return `has a label of ${label.length} characters, ${quoted}; at most ${maxLabelLength} are allowed`;
  }
  if (label.includes("*")) {
    return 'has a "*" that is not the whole first label; wildcards look like "*.example.com"';
  }
  return label.startsWith("-") || label.endsWith("-")
    ? `has the label ${quoted}; labels neither begin nor end with "-"`
    : undefined;
}

/**
 * The form in which two spellings of one name are equal: ASCII lower case, no final dot. Does not
 * check anything, so it can be used on what a server sent.
 *
 * @example
 * canonicalName("Web.Example.COM.")
 * //=> "web.example.com"
 */
export function canonicalName(name: string): string {
  const lower = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return lower.length > 1 && lower.endsWith(".") && !lower.endsWith("\\.")
    ? lower.slice(0, -1)
    : lower;
}

/**
 * Tells whether a name is the zone's own or below it. Compares whole labels: "notfed.test" is not
 * in "fed.test".
 *
 * @example
 * isWithinZone({ name: "a.fed.test", zone: "Fed.test." })
 * //=> true
 */
export function isWithinZone({
  name,
  zone,
}: {
  readonly name: string;
  readonly zone: string;
}): boolean {
  const inner = canonicalName(name);
  const outer = canonicalName(zone);
  return outer === "." || inner === outer || inner.endsWith(`.${outer}`);
}

/**
 * The closest of some zones that a name is in, as it was spelled there; `undefined` if in none.
 *
 * @example
 * closestZone({ name: "web.eu.example.com", zones: ["example.com", "eu.example.com", "us.example.com"] })
 * //=> "eu.example.com"
 */
export function closestZone(question: {
  readonly name: string;
  readonly zones: readonly string[];
}): string | undefined {
  const containing = question.zones.filter((zone) => isWithinZone({ name: question.name, zone }));
  return containing.reduce<string | undefined>(
    (best, zone) =>
      best === undefined || canonicalName(zone).length > canonicalName(best).length ? zone : best,
    undefined,
  );
}
