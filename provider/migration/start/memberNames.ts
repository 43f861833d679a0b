import { validateName } from "../../core/kinds/federatedTypes";
import { compareText } from "../../core/plain/text";

/** A context of a kubeconfig, and what the member cluster is called that it leads to. */
export interface NamedContext {
  readonly context: string;
  readonly name: string;
}

/** A name becomes part of other names, which have 63 characters for theirs. */
const longest = 40;

/** What of a context's name tells clusters apart, as the tools write them that make contexts. */
const patterns: readonly RegExp[] = [
  /^arn:[^:]*:eks:[^:]*:[^:]*:cluster\/(.+)$/,
  /^gke_[^_]+_[^_]+_(.+)$/,
  /^[^@]+@([^.@]+)\.[^@]+\.eksctl\.io$/,
  // OpenShift: namespace, server, user.
  /^[^/]*\/([^/:]+)(?::\d+)?\/[^/]+$/,
  /^[^@]+@([^@]+)$/,
];

/**
 * A member cluster's name for each context, sorted by context.
 *
 * - A context's name that a member cluster may have is kept.
 * - Of the names that clouds give, the cluster's own name is taken where that is unique, else all of it,
 *   in lower case and with "-" for what may not be in a name; where even these are the same, numbered.
 *
 * @example
 * memberNames(["us", "arn:aws:eks:eu-west-1:123456789012:cluster/Prod", "gke_shop_europe-west1-d_stage"])
 * //=> [
 *   { context: "arn:aws:eks:eu-west-1:123456789012:cluster/Prod", name: "prod" },
 *   { context: "gke_shop_europe-west1-d_stage", name: "stage" },
 *   { context: "us", name: "us" },
 * ]
 */
export function memberNames(contexts: readonly string[]): NamedContext[] {
  const sorted = [...new Set(contexts)].sort(compareText);
  const isName = (context: string) =>
    context.length <= longest &&
    validateName({ kind: "KubeFedCluster", name: context, path: "" }).length === 0;
  const kept = sorted.filter(isName);
  const others = sorted.filter((context) => !isName(context));
  const shorts = others.map((context) => nameFrom(ownNameIn(context)));
  const used = new Set(kept);
  const names = new Map(kept.map((name) => [name, name]));
  for (const [at, context] of others.entries()) {
    const short = shorts[at] ?? "";
    const isUnique = shorts.indexOf(short) === shorts.lastIndexOf(short) && !used.has(short);
    const name = numbered(isUnique ? short : nameFrom(context), used);
    used.add(name);
    names.set(context, name);
  }
  return sorted.map((context) => ({ context, name: names.get(context) ?? context }));
}

function ownNameIn(context: string): string {
  for (const pattern of patterns) {
    const own = pattern.exec(context)?.[1];
    if (own !== undefined) return own;
  }
  return context;
}

/** Only what a name may have; the end of a long one is what tells it apart. */
function nameFrom(text: string): string {
  const name = text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return name.slice(-longest).replace(/^-+|-+$/g, "") || "cluster";
}

function numbered(name: string, used: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!used.has(candidate)) return candidate;
  }
}
