import { parsePointer, valueAt } from "../../core/paths/jsonPointer";
import type { ClusterOverride, Override } from "../../core/model";
import { declaredObject, type DeclaredWorld, planDeclaration } from "./declaredObject";
import { type Declaration, type Expectation, type MigrationNote, titleOf } from "../migration";
import { objectDifferences } from "../proof/objectDifference";
import { patchBetween } from "../proof/patchBetween";

/** A declaration that gives what is expected, as far as one can, and what had to change for it. */
export interface Fitted {
  readonly declaration: Declaration;
  readonly notes: readonly MigrationNote[];
}

/** A declaration in the words of its user, and what it must give. */
export interface FitRequest {
  readonly declaration: Declaration;
  /** Of this declaration, for every member cluster. */
  readonly expected: readonly Expectation[];
  readonly world: DeclaredWorld;
}

/**
 * Keeps a declaration as its user wrote it where that gives what is expected. Where it does not, the
 * placement, then the overrides, then the replicas are written out as they really are, each with a
 * note. What still differs is for the proof to say.
 */
export function fitDeclaration(request: FitRequest): Fitted {
  const steps: readonly ((request: FitRequest) => Fitted | undefined)[] = [
    fitPlacement,
    fitOverrides,
    fitReplicas,
  ];
  let { declaration } = request;
  const notes: MigrationNote[] = [];
  for (const step of steps) {
    if (givesWhatIsExpected({ ...request, declaration })) break;
    const fitted = step({ ...request, declaration });
    if (fitted === undefined) continue;
    declaration = fitted.declaration;
    notes.push(...fitted.notes);
  }
  return { declaration, notes };
}

/** Whether a declaration plans exactly the objects that are expected. */
export function givesWhatIsExpected({ declaration, expected, world }: FitRequest): boolean {
  const { objects, errors } = planDeclaration(declaration, world);
  return (
    errors.length === 0 &&
    expected.every(({ cluster, object }) => {
      const planned = objects.get(cluster);
      if (object === undefined || planned === undefined) return object === planned;
      return objectDifferences(object, planned).length === 0;
    })
  );
}

function fitPlacement({ declaration, expected, world }: FitRequest): Fitted | undefined {
  const { objects } = planDeclaration(
    { ...declaration, overrides: [], scheduling: undefined },
    world,
  );
  const off = expected.filter(
    ({ cluster, object }) => (object === undefined) !== (objects.get(cluster) === undefined),
  );
  if (off.length === 0) return undefined;
  const clusterNames = expected.flatMap(({ cluster, object }) =>
    object === undefined ? [] : [cluster],
  );
  const reasons = [...new Set(off.map(({ cluster, reason }) => `${cluster}: ${reason}`))];
  const message = `the placement is written out as the clusters that have it, because of ${reasons.join(", ")}`;
  return {
    declaration: { ...declaration, placement: { clusterNames } },
    notes: [{ source: titleOf(declaration), sort: "changed", message }],
  };
}

function fitOverrides({ declaration, expected, world }: FitRequest): Fitted | undefined {
  const { replicasPath, scheduling } = declaration;
  const isReplicas = ({ path }: ClusterOverride): boolean =>
    scheduling !== undefined && path === replicasPath;
  const overrides = expected.flatMap(({ cluster, object }): Override[] => {
    if (object === undefined) return [];
    const before = declaredObject(declaration);
    const clusterOverrides = patchBetween(before, object).filter(
      (operation) => !isReplicas(operation),
    );
    return clusterOverrides.length === 0 ? [] : [{ clusterName: cluster, clusterOverrides }];
  });
  const rewritten = { ...declaration, overrides };
  const isSame = sameObjects(rewritten, { declaration, world });
  if (isSame) return undefined;
  const message = "the overrides are written out as the differences that they made";
  return {
    declaration: rewritten,
    notes: [{ source: titleOf(declaration), sort: "changed", message }],
  };
}

function sameObjects(
  rewritten: Declaration,
  { declaration, world }: { readonly declaration: Declaration; readonly world: DeclaredWorld },
): boolean {
  const [before, after] = [planDeclaration(declaration, world), planDeclaration(rewritten, world)];
  return (
    before.errors.length === 0 &&
    after.errors.length === 0 &&
    [...before.objects].every(([cluster, object]) => {
      const other = after.objects.get(cluster);
      return other !== undefined && objectDifferences(object, other).length === 0;
    })
  );
}

function fitReplicas({ declaration, expected }: FitRequest): Fitted | undefined {
  const { replicasPath, scheduling } = declaration;
  if (replicasPath === undefined || scheduling === undefined) return undefined;
  const counts = expected.flatMap(({ cluster, object }) => {
    const replicas = valueAt(object, parsePointer(replicasPath) ?? []);
    return typeof replicas === "number" ? [[cluster, replicas] as const] : [];
  });
  const pinned = Object.fromEntries(
    counts.map(([cluster, replicas]) => [
      cluster,
      { minReplicas: replicas, maxReplicas: replicas, weight: 1 },
    ]),
  );
  const totalReplicas = counts.reduce((sum, [, replicas]) => sum + replicas, 0);
  const message = `the replicas are written out as they were divided (${counts.map(([cluster, replicas]) => `${cluster} ${replicas}`).join(", ")}); give weights again once the program has taken over`;
  return {
    declaration: { ...declaration, scheduling: { totalReplicas, clusters: pinned } },
    notes: [{ source: titleOf(declaration), sort: "changed", message }],
  };
}
