import type { Issue } from "../issue";
import { compareText } from "../plain/text";

/** A list of member clusters outside of the program: a registry, another stack's output, a file's contexts. */
export interface MemberSource {
  /** Tells it from every other one, in this run and the next. */
  readonly source: string;
  /** The members that it lists. */
  readonly names: readonly string[];
  /** Those that the program says are gone from it. */
  readonly gone: readonly string[];
}

/** What the stack's last update found in a list, and what this run finds there. */
export interface LostMembersQuestion {
  readonly source: string;
  /** The members that the last update found in it. */
  readonly found: readonly string[];
  /** All lists that this run has read. */
  readonly sources: readonly MemberSource[];
  /** The members that the program declares, from whatever list or by itself. */
  readonly declared: readonly string[];
  /** What is said of a member that is on the list no more, and how it gets back there. */
  readonly lost: string;
}

/**
 * The members that a list names no more: renamed, removed or lost where nobody thought of what the stack has on
 * them. One that the program declares otherwise, or says is gone, is none. Sorted.
 *
 * @example
 * lostMembers({ source: "file", found: ["eu", "us"], sources: [{ source: "file", names: ["us"], gone: [] }], declared: ["us"], lost: "the file has it no more; mend it" })
 * //=> [{ code: "clusters-missing", path: "", message: 'cluster "eu" is in this stack, and the file has it no more; mend it, or, if it is to go with all that this stack has there, say so by gone: ["eu"]' }]
 */
export function lostMembers(question: LostMembersQuestion): Issue[] {
  const { source, found, sources, declared, lost } = question;
  const said = sources.flatMap((each) =>
    each.source === source ? [...each.names, ...each.gone] : [],
  );
  const names = found.filter((name) => !said.includes(name) && !declared.includes(name));
  return [...new Set(names)].sort(compareText).map((name) => ({
    code: "clusters-missing",
    path: "",
    message: `cluster "${name}" is in this stack, and ${lost}, or, if it is to go with all that this stack has there, say so by gone: ["${name}"]`,
  }));
}
