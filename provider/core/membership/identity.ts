import type { Issue } from "../issue";
import { compareText } from "../plain/text";

/**
 * Which cluster it is, as a text that no other cluster has, whatever address leads to it:
 *
 * | text | is |
 * |---|---|
 * | `<uid>` | the uid of its namespace `kube-system` |
 * | `namespace <name> <uid>` | the uid of the namespace that the credentials are for, where they may not read `kube-system` |
 * | `keys <hash>` | a hash of the keys that its service account tokens are signed with, where they may read neither |
 */
export type ClusterIdentity = string;

/** What an identity was read off. Two of different kinds say nothing about each other. */
export type IdentityKind = "cluster" | "namespace" | "keys";

/**
 * What an identity was read off.
 *
 * @example
 * identityKind("namespace shop 5f0c")
 * //=> "namespace"
 */
export function identityKind(identity: ClusterIdentity): IdentityKind {
  if (identity.startsWith("namespace ")) return "namespace";
  return identity.startsWith("keys ") ? "keys" : "cluster";
}

/**
 * Whether a recorded identity is of the cluster that gave these; undefined where they say nothing about each
 * other, or nothing is known.
 *
 * @example
 * [isSameCluster("a", ["a", "keys k"]), isSameCluster("a", ["b"]), isSameCluster("a", ["keys k"])]
 * //=> [true, false, undefined]
 */
export function isSameCluster(
  recorded: ClusterIdentity | undefined,
  live: readonly ClusterIdentity[],
): boolean | undefined {
  if (recorded === undefined) return undefined;
  const comparable = live.find((each) => identityKind(each) === identityKind(recorded));
  return comparable === undefined ? undefined : comparable === recorded;
}

/** A member's name, the cluster that answers for it, and all that it is to be compared with. */
export interface IdentityQuestion {
  /** The member. */
  readonly member: string;
  /** Where it was asked. */
  readonly server: string;
  /** What it answered, in every kind that was asked for; empty where nothing may be read. */
  readonly live: readonly ClusterIdentity[];
  /** What the stack's last update knew; absent before the first, and in states of earlier versions. */
  readonly recorded?: ClusterIdentity | undefined;
  /** What the program says that it is. */
  readonly accepted?: string | undefined;
  /** The other members in this program, and in the stack: one may be another cluster here than there. */
  readonly others: readonly PlacedMember[];
}

/** What comes of comparing. */
export interface IdentityDecision {
  /**
   * `same`: it is the cluster that it was. `first`: there was nothing to compare with. `rebuilt`: it is
   * another one, and the program says so. `unchecked`: nothing can be said. `refused`: see the issues.
   */
  readonly outcome: "same" | "first" | "rebuilt" | "unchecked" | "refused";
  /** What the stack is to know from now on. */
  readonly identity: ClusterIdentity | undefined;
  readonly issues: readonly Issue[];
}

/**
 * Decides whether the cluster that answers is the member's own: that of the stack's state, or, where it was
 * built anew, the one that the program accepts. Nothing is written to another one.
 *
 * @example
 * judgeIdentity({ member: "us", server: "https://x", live: ["b"], recorded: "a", others: [{ member: "eu", identity: "b" }] }).issues[0]?.message
 * //=> 'is the cluster a in this stack, and https://x leads to the cluster b, which is member "eu"; give it the kubeconfig of its own cluster'
 */
export function judgeIdentity(question: IdentityQuestion): IdentityDecision {
  const { live, recorded, accepted } = question;
  const best = live[0];
  if (accepted !== undefined) return judgeAccepted(question);
  if (best === undefined) return judgeUnread(question);
  if (recorded === undefined) return { outcome: "first", identity: best, issues: [] };
  const found = live.find((each) => identityKind(each) === identityKind(recorded));
  if (found === undefined) return refuse(recorded, incomparable(question, recorded));
  if (isSameCluster(recorded, live) === true)
    return { outcome: "same", identity: best, issues: [] };
  return refuse(recorded, otherCluster(question, { recorded, found }));
}

/** A member and where it is. */
export interface PlacedMember {
  readonly member: string;
  readonly identity: ClusterIdentity;
  /** The default namespace of its credentials. @default "default" */
  readonly namespace?: string | undefined;
}

/**
 * The first of some members that is the same place as another: the same cluster, and the same default
 * namespace there. Members may share a cluster by having namespaces of their own.
 *
 * @example
 * samePlace({ member: "us", identity: "a" }, [{ member: "eu", identity: "a", namespace: "default" }])
 * //=> "eu"
 */
export function samePlace(
  { identity, namespace = "default" }: PlacedMember,
  others: readonly PlacedMember[],
): string | undefined {
  return others
    .filter((each) => each.identity === identity && (each.namespace ?? "default") === namespace)
    .map(({ member }) => member)
    .sort(compareText)[0];
}

/** The issue for two members that are one place: what the one drops, it would delete from the other. */
export function twiceIssue(other: string, identity: ClusterIdentity): Issue {
  return issue(
    "",
    `leads to the same cluster as member "${other}" (${identity}), in the same namespace; a cluster is one member: leave one out, or give it the kubeconfig of its own cluster`,
  );
}

/**
 * The issue for a member whose credentials cannot be read, so that nobody can ask which cluster it is: what is
 * known, or said, to be a cluster is not written to; of another it is said that it is not checked.
 *
 * @example
 * judgeUnreadable({ recorded: "a", accepted: undefined }).message
 * //=> "is the cluster a in this stack, and its credentials cannot be read here, so nobody can say whether it still is; give it by kubeconfig"
 */
export function judgeUnreadable(known: {
  readonly recorded: ClusterIdentity | undefined;
  readonly accepted: string | undefined;
}): Issue {
  const { recorded, accepted } = known;
  const expected = accepted ?? recorded;
  const why = "its credentials cannot be read here";
  if (expected === undefined) {
    const message = `${why}, so its identity is not checked; give it by kubeconfig, so that nothing is ever written to another cluster`;
    return { ...issue("", message), severity: "warning" };
  }
  const whose = accepted === undefined ? "in this stack" : "as the program says";
  const message = `is the cluster ${expected} ${whose}, and ${why}, so nobody can say whether it still is; give it by kubeconfig`;
  return issue("", message);
}

function judgeAccepted(question: IdentityQuestion): IdentityDecision {
  const { live, recorded, accepted = "", server } = question;
  if (live.length === 0) {
    const message = `cannot be checked: ${server} lets these credentials read neither namespace "kube-system" nor anything else that tells clusters apart`;
    return refuse(recorded, issue("identity", message));
  }
  if (!live.includes(accepted)) {
    const message = `is ${accepted}, and ${server} leads to the cluster ${live.join(" or ")}${whoseIs(question, live)}`;
    return refuse(recorded, issue("identity", message));
  }
  if (recorded === undefined) return { outcome: "first", identity: accepted, issues: [] };
  if (recorded === accepted) return { outcome: "same", identity: accepted, issues: [] };
  const known = live.includes(recorded);
  const owner = ownerOf(question, live);
  if (!known && owner !== undefined) {
    return refuse(recorded, otherCluster(question, { recorded, found: accepted }));
  }
  return { outcome: known ? "same" : "rebuilt", identity: accepted, issues: [] };
}

function judgeUnread({ server, recorded }: IdentityQuestion): IdentityDecision {
  if (recorded !== undefined) {
    const message = `is the cluster ${recorded} in this stack, and ${server} lets these credentials read nothing by which it could be recognised; let them get the namespace "kube-system"`;
    return refuse(recorded, issue("", message));
  }
  const message = `its identity is not checked: ${server} lets these credentials read nothing by which it could be recognised; let them get the namespace "kube-system", so that nothing is ever written to another cluster`;
  return {
    outcome: "unchecked",
    identity: undefined,
    issues: [{ ...issue("", message), severity: "warning" }],
  };
}

function incomparable({ server, live }: IdentityQuestion, recorded: ClusterIdentity): Issue {
  const found = live.join(" or ");
  const message = `is the cluster ${recorded} in this stack, and at ${server} these credentials may only read that it is ${found}; let them get the namespace "kube-system", or say identity: "${live[0] ?? ""}" if it is the same cluster`;
  return issue("", message);
}

function otherCluster(
  question: IdentityQuestion,
  { recorded, found }: { readonly recorded: ClusterIdentity; readonly found: ClusterIdentity },
): Issue {
  const whose = whoseIs(question, question.live);
  const remedy = "give it the kubeconfig of its own cluster";
  const rebuilt =
    whose === "" ? `, or, if it was built anew, accept that by identity: "${found}"` : "";
  return issue(
    "",
    `is the cluster ${recorded} in this stack, and ${question.server} leads to the cluster ${found}${whose}; ${remedy}${rebuilt}`,
  );
}

function whoseIs(question: IdentityQuestion, live: readonly ClusterIdentity[]): string {
  const owner = ownerOf(question, live);
  return owner === undefined ? "" : `, which is member "${owner}"`;
}

function ownerOf(
  { others, member }: IdentityQuestion,
  live: readonly ClusterIdentity[],
): string | undefined {
  return others
    .filter((other) => other.member !== member && live.includes(other.identity))
    .map((other) => other.member)
    .sort(compareText)[0];
}

function refuse(recorded: ClusterIdentity | undefined, found: Issue): IdentityDecision {
  return { outcome: "refused", identity: recorded, issues: [found] };
}

function issue(path: string, message: string): Issue {
  return { code: "cluster-identity", path, message };
}
