/*
 * What leaves member clusters: which copies, whether that is too much at once, and what is in the way.
 * Plain data in and out; who asks clusters is adapters/deletion.
 */

import type { Issue } from "../issue";
import { compareText, count } from "../plain/text";
import { ownType, parseUrn } from "../kinds/urn";
import { allowDeletesKey, allowDeletesVariable, type AllowedDeletes } from "./allowedDeletes";
import type { Copy } from "./copies";

/**
 * What becomes of a copy: it `stays`, it `leaves`, or it is meant to go or cannot go now, because its
 * cluster is retired, or away and kept (`excused`).
 */
export type Fate = "stays" | "leaves" | "excused";

/** A copy that the stack has, and what an update would make of it. */
export interface Departure extends Copy {
  readonly fate: Fate;
}

/** All copies that a stack has, and what its program declares now. */
export interface Departures {
  readonly copies: readonly Departure[];
  /** How many copies each component has that the program declares, by URN: also those that are new. */
  readonly declared: ReadonlyMap<string, number>;
  readonly clusters: { readonly before: number; readonly now: number };
  readonly allowed: AllowedDeletes;
  /** Whether more may leave than is known by now. @default false */
  readonly isPartial?: boolean;
}

/** What is refused, and which resource it is about, by URN; undefined where it is the whole stack. */
export interface Refusal {
  readonly component: string | undefined;
  readonly subject: string;
  readonly issue: Issue;
}

/** More copies than this, and more than this share of the stack's, are an accident until it is said otherwise. */
export const usualLimit = { copies: 10, percent: 30 } as const;

/**
 * Refuses an update that would take away what nobody can have meant without saying so: all copies of a
 * component that the program still has, a whole fleet, or a large share of the stack's copies at once.
 *
 * @example
 * judgeDepartures({ copies: [], declared: new Map(), clusters: { before: 1, now: 1 }, allowed: "usual" })
 * //=> []
 */
export function judgeDepartures(departures: Departures): Refusal[] {
  const { allowed, copies, clusters } = departures;
  const told = { copies, isPartial: departures.isPartial === true };
  if (allowed === "all") return [];
  const leaving = copies.filter(({ fate }) => fate === "leaves");
  if (typeof allowed === "number") {
    if (leaving.length <= allowed) return [];
    return [refusal({ leaving, why: `${allowed} may, as ${allowDeletesVariable} says`, ...told })];
  }
  const emptied = [...departures.declared].flatMap(([component, now]) => {
    const own = copies.filter((copy) => copy.component === component);
    return emptiedRefusal({ component, own, now });
  });
  if (emptied.length > 0) return emptied;
  if (clusters.before > 0 && clusters.now === 0 && leaving.length > 0)
    return [refusal({ leaving, why: "the program has no member cluster any more", ...told })];
  const { copies: most, percent } = usualLimit;
  // Cross-multiplied: the share itself may not be a whole number.
  if (leaving.length <= most || leaving.length * 100 <= copies.length * percent) return [];
  const why = `more than ${most} and more than ${percent} % may be an accident`;
  return [refusal({ leaving, why, ...told })];
}

/** The refusal for a component that keeps none of the copies that it has; nothing where that is not so. */
export function emptiedRefusal(of: {
  readonly component: string;
  /** What the stack has of it. */
  readonly own: readonly Departure[];
  /** How many copies it has now. */
  readonly now: number;
}): Refusal[] {
  const { component, own, now } = of;
  const leaving = own.filter(({ fate }) => fate === "leaves");
  const isFederated = ownType(parseUrn(component).type).startsWith("kubefed:index:Federated");
  if (!isFederated || now > 0 || leaving.length === 0 || leaving.length < own.length) return [];
  const places = leaving.flatMap(({ cluster }) => (cluster === undefined ? [] : [cluster]));
  const where = [...new Set(places)].sort(compareText).map((name) => JSON.stringify(name));
  const copies = leaving.length === 1 ? "its only copy" : `all its ${leaving.length} copies`;
  const on = where.length === 0 ? "" : ` (on ${where.join(", ")})`;
  const message = `${copies} would be deleted${on}, because it selects no member cluster any more; if that is meant, remove it from the program, or ${allowBy(leaving.length)}`;
  return [
    {
      component,
      subject: titleOfUrn(component),
      issue: { code: "deletion-limit", path: "placement", message },
    },
  ];
}

/**
 * What a component is called in messages.
 *
 * @example
 * titleOfUrn("urn:pulumi:dev::shop::my:index:App$kubefed:index:FederatedConfigMap::web")
 * //=> 'FederatedConfigMap "web"'
 */
export function titleOfUrn(urn: string): string {
  const { type, name } = parseUrn(urn);
  return `${ownType(type).split(":").at(-1) ?? ""} "${name}"`;
}

function refusal(of: {
  readonly leaving: readonly Departure[];
  readonly why: string;
  readonly copies: readonly Departure[];
  readonly isPartial: boolean;
}): Refusal {
  const { leaving, why, copies, isPartial } = of;
  const many = `${isPartial ? "at least " : ""}${leaving.length} of ${count(copies.length, "copy", "copies")}`;
  // A number that is known too early would only be refused again.
  const allow = allowBy(isPartial ? "true" : leaving.length);
  const message = `${many} would be deleted (${namesOf(leaving)}); ${why}; if that is meant, ${allow}`;
  return {
    component: undefined,
    subject: "this stack",
    issue: { code: "deletion-limit", path: "", message },
  };
}

const shown = 5;

/** `3 of FederatedConfigMap "web", …`: the largest first. */
function namesOf(leaving: readonly Departure[]): string {
  const counts = new Map<string, number>();
  for (const { component } of leaving) counts.set(component, (counts.get(component) ?? 0) + 1);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b));
  const first = sorted.slice(0, shown).map(([urn, own]) => `${own} of ${titleOfUrn(urn)}`);
  const rest = sorted.length - first.length;
  return [...first, ...(rest > 0 ? [count(rest, "more component")] : [])].join(", ");
}

function allowBy(copies: number | "true"): string {
  return `set ${allowDeletesVariable}=${copies} for this update (or ${allowDeletesKey} in the stack's configuration)`;
}
