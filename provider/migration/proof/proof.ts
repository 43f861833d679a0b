/*
 * Whether the program gives what the old system had: equal, different, unknown, and why.
 */

import type { Issue } from "../../core/issue";
import { compareText } from "../../core/plain/text";
import type { KubeObject } from "../../core/model";
import { type DeclaredObjects, planDeclaration } from "../program/declaredObject";
import { type Declaration, type Expectation, keyOf, type Migration, titleOf } from "../migration";
import { type ObjectDifference, objectDifferences } from "./objectDifference";

/** What one member cluster had by the system of before, beside what the program gives it. */
export interface Verdict {
  /** `Deployment shop/web`. */
  readonly object: string;
  readonly kind: string;
  readonly cluster: string;
  readonly verdict: "equal" | "absent" | "differs" | "unknown";
  /** Why the system of before had the object there, or had none; for `unknown`, why nobody can tell. */
  readonly reason: string;
  readonly differences: readonly ObjectDifference[];
}

/** The comparison of a migration, object by object and cluster by cluster, sorted. */
export interface Proof {
  readonly verdicts: readonly Verdict[];
  /** What the program would report as errors, with the object it is about. */
  readonly errors: readonly (Issue & { readonly object: string })[];
  /** Nothing differs, nothing is unknown, and no error stops the program. */
  readonly isEqual: boolean;
  /** What was taken for granted; not empty: nothing is proved, however equal. */
  readonly assumptions: readonly string[];
  /** Equal, and nothing was taken for granted. */
  readonly isProved: boolean;
}

/**
 * Compares, for every member cluster, each object that the system of before would have with the one
 * that the program plans. What the input does not tell is `unknown` and proves nothing, whatever is
 * planned; an assumption proves nothing either.
 */
export function proveMigration(migration: Migration): Proof {
  const plans = new Map(
    migration.declarations.map((declaration) => [
      keyOf(declaration),
      { declaration, ...planDeclaration(declaration, migration) },
    ]),
  );
  const expected = new Map<string, Expectation[]>();
  for (const each of migration.expectations) {
    expected.set(keyOf(each), [...(expected.get(keyOf(each)) ?? []), each]);
  }
  const keys = [...new Set([...plans.keys(), ...expected.keys()])];
  const verdicts = keys
    .flatMap((key) => judge(plans.get(key), expected.get(key) ?? []))
    .sort((a, b) => compareText(a.object, b.object) || compareText(a.cluster, b.cluster));
  const errors = [...plans.values()].flatMap((plan) =>
    plan.errors.map((issue) => ({ ...issue, object: titleOf(plan.declaration) })),
  );
  const isEqual = errors.length === 0 && verdicts.every(isKnownEqual);
  const assumptions = assumptionsOf(migration);
  return {
    verdicts,
    errors,
    isEqual,
    assumptions,
    isProved: isEqual && assumptions.length === 0,
  };
}

function isKnownEqual({ verdict }: Verdict): boolean {
  return verdict === "equal" || verdict === "absent";
}

function assumptionsOf({ assumptions = [], notes }: Migration): string[] {
  const assumed = notes.filter(({ sort }) => sort === "assumed");
  return [...assumptions, ...assumed.map(({ source, message }) => `${source}: ${message}`)];
}

function judge(
  plan: (DeclaredObjects & { readonly declaration: Declaration }) | undefined,
  expected: readonly Expectation[],
): Verdict[] {
  const about = plan?.declaration ?? expected[0];
  if (about === undefined) return [];
  const clusters = new Set([
    ...expected.map(({ cluster }) => cluster),
    ...(plan?.objects.keys() ?? []),
  ]);
  return [...clusters].map((cluster) => {
    const before = expected.find((each) => each.cluster === cluster);
    const whose = { object: titleOf(about), kind: about.kind, cluster };
    if (before?.unknown !== undefined) {
      return { ...whose, reason: before.unknown, verdict: "unknown", differences: [] };
    }
    const reason = before?.reason ?? "not there";
    return { ...whose, reason, ...compare(before?.object, plan?.objects.get(cluster)) };
  });
}

function compare(
  before: KubeObject | undefined,
  after: KubeObject | undefined,
): Pick<Verdict, "verdict" | "differences"> {
  if (before === undefined && after === undefined) return { verdict: "absent", differences: [] };
  if (before === undefined || after === undefined) {
    const difference = {
      path: "",
      ...(before === undefined ? {} : { expected: before }),
      ...(after === undefined ? {} : { got: after }),
    };
    return { verdict: "differs", differences: [difference] };
  }
  const differences = objectDifferences(before, after);
  return { verdict: differences.length === 0 ? "equal" : "differs", differences };
}
