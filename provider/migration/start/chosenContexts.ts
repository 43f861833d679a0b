import { count } from "../../core/plain/text";

/** A context of a kubeconfig: where it leads, or why it leads nowhere. */
export interface FoundContext {
  readonly context: string;
  readonly server?: string;
  readonly namespace?: string;
  readonly problem?: string;
}

/** The contexts that become member clusters, and why the others do not. */
export interface ChosenContexts {
  readonly chosen: readonly FoundContext[];
  readonly left: readonly { readonly context: string; readonly reason: string }[];
  /** What is wrong with the contexts that were asked for. */
  readonly problems: readonly string[];
}

/**
 * Chooses the contexts that were named, or, for `"all"`, each that leads somewhere: of those that lead
 * to one server and namespace, the first, because a cluster is one member.
 *
 * @example
 * chooseContexts([{ context: "us", server: "https://us" }, { context: "us-ro", server: "https://us" }], "all").left
 * //=> [{ context: "us-ro", reason: "leads where \"us\" leads" }]
 */
export function chooseContexts(
  found: readonly FoundContext[],
  asked: readonly string[] | "all",
): ChosenContexts {
  return asked === "all" ? chooseAll(found) : chooseNamed(found, asked);
}

function chooseAll(found: readonly FoundContext[]): ChosenContexts {
  const chosen: FoundContext[] = [];
  const left: { context: string; reason: string }[] = [];
  for (const each of found) {
    const { context, problem } = each;
    const earlier = chosen.find((one) => placeOf(one) === placeOf(each));
    if (problem !== undefined) left.push({ context, reason: problem });
    else if (earlier === undefined) chosen.push(each);
    else left.push({ context, reason: `leads where "${earlier.context}" leads` });
  }
  const none = `none of ${count(found.length, "context")} leads to a cluster`;
  return { chosen, left, problems: chosen.length === 0 ? [none] : [] };
}

function chooseNamed(found: readonly FoundContext[], asked: readonly string[]): ChosenContexts {
  const names = [...new Set(asked)];
  const problems = names.flatMap((name) => {
    const one = found.find(({ context }) => context === name);
    if (one === undefined) {
      const known = found.map(({ context }) => `"${context}"`).join(", ");
      return [`there is no context "${name}"; known: ${known}`];
    }
    return one.problem === undefined ? [] : [one.problem];
  });
  const left = found
    .filter(({ context }) => !names.includes(context))
    .map(({ context }) => ({ context, reason: "not asked for" }));
  const chosen = problems.length > 0 ? [] : found.filter(({ context }) => names.includes(context));
  return { chosen, left, problems };
}

function placeOf({ server, namespace }: FoundContext): string {
  return JSON.stringify([server, namespace ?? ""]);
}
