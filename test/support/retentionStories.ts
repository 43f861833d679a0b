import fc from "fast-check";
import type { Declaration } from "./declaredStack";
import { type FieldValues, type RetentionKind, retentionKinds } from "./retentionKinds";

/** The namespace of all objects that have one. */
export const retentionPlace = "retention-test";
/** How often an object is changed by others and then by the program. */
export const retentionRounds = 2;

/** What one object goes through: written, changed on the cluster, changed in the program, and so on. */
export interface Story {
  readonly kind: RetentionKind;
  readonly retained: readonly string[];
  readonly first: FieldValues;
  readonly rounds: readonly Round[];
}

/** One change by somebody else, and one by the program after that. */
export interface Round {
  readonly manager: "operator" | "kubectl-edit";
  readonly theirs: FieldValues;
  readonly ours: FieldValues;
  readonly isReversed: boolean;
  /** Which of the ways to say it. */
  readonly way: number;
}

function values(kind: RetentionKind, names: readonly string[], isPartial: boolean) {
  const each = Object.fromEntries(
    names.flatMap((name) => {
      const field = kind.fields[name];
      if (field === undefined) return [];
      const value = fc.constantFrom(...field.values);
      return [[name, field.isOptional ? fc.option(value, { freq: 4 }) : value] as const];
    }),
  );
  return fc.record(each, isPartial ? { requiredKeys: [] } : {}) as fc.Arbitrary<FieldValues>;
}

/** Any story of any kind. */
export const story: fc.Arbitrary<Story> = fc.constantFrom(...retentionKinds).chain((kind) => {
  const names = Object.keys(kind.fields);
  return fc.subarray(names, { minLength: 1 }).chain((retained) => {
    const round: fc.Arbitrary<Round> = fc
      .constantFrom("operator" as const, "kubectl-edit" as const)
      .chain((manager) =>
        fc.record({
          manager: fc.constant(manager),
          // Others own what they change; only what kubectl changed is ours again with the next update.
          theirs: values(kind, manager === "operator" ? retained : names, true),
          ours: values(kind, names, false),
          isReversed: fc.boolean(),
          way: fc.nat(),
        }),
      );
    return fc.record({
      kind: fc.constant(kind),
      retained: fc.constant(retained),
      first: values(kind, names, false),
      rounds: fc.array(round, { minLength: retentionRounds, maxLength: retentionRounds }),
    });
  });
});

/** An object of the program after some rounds. */
export function declare(
  index: number,
  { kind, retained, first, rounds: all }: Story,
  at: number,
): Declaration {
  const round = all[at - 1];
  const isReversed = round?.isReversed ?? false;
  const wanted = round?.ours ?? first;
  const template = kind.template(wanted, isReversed) as { metadata: { annotations: object } };
  const annotations = { ...template.metadata.annotations, tag: String(at) };
  const retain = retained.map((name) => {
    const paths = kind.fields[name]?.paths(isReversed) ?? [];
    return paths[(round?.way ?? 0) % paths.length] ?? "";
  });
  const isCustom = kind.component === "CustomResource";
  return {
    kind: kind.component,
    name: nameOf(index),
    args: {
      ...(isCustom ? { apiVersion: kind.apiVersion, kind: kind.kind } : {}),
      ...(kind.isClusterWide === true
        ? { placement: { clusterNames: ["us-east"] } }
        : { namespace: retentionPlace }),
      retain,
      template: { ...template, metadata: { ...template.metadata, annotations } },
    },
  };
}

/** The name of an object by its place in the list of stories. */
export function nameOf(index: number): string {
  return `retention-${index}`;
}
