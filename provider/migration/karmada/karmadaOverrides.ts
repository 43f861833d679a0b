import { isPlainObject } from "../../core/plain/plainObject";
import { matchesSelector } from "../../core/kinds/labelSelector";
import type { ClusterOverride, KubeObject, LabelSelector, Override } from "../../core/model";
import type { Declaration } from "../migration";
import { declaredObject } from "../program/declaredObject";
import { patchBetween } from "../proof/patchBetween";
import type { KarmadaPropagation } from "./karmadaRules";
import type { KarmadaWorld } from "./karmadaWorld";

/**
 * What the overriders did on each cluster, as JSON patches. A patch that all clusters of a label selector
 * share, and no other has, keeps the selector.
 */
export function toOverrides(
  declaration: Omit<Declaration, "overrides">,
  { copies, rules }: KarmadaPropagation,
  { clusters }: KarmadaWorld,
): Override[] {
  const before = declaredObject(declaration);
  const patches = new Map(
    copies.flatMap(({ cluster, object }): [string, ClusterOverride[]][] => {
      if (object === undefined) return [];
      const patch = patchBetween(before, object);
      const kept = patch.filter(
        (operation) =>
          !isEmptyMetadata(operation) &&
          (declaration.scheduling === undefined || operation.path !== declaration.replicasPath),
      );
      return kept.length === 0 ? [] : [[cluster, kept]];
    }),
  );
  const selectors = rules.flatMap(({ target }) => selectorOf(target));
  const there = clusters.filter(({ name }) =>
    copies.some(({ cluster, object }) => cluster === name && object !== undefined),
  );
  const selector = selectors.find((each) =>
    there.every(({ name, labels }) => matchesSelector(each, labels) === patches.has(name)),
  );
  const all = [...patches.values()];
  const isShared = all.length > 1 && new Set(all.map((patch) => JSON.stringify(patch))).size === 1;
  if (selector !== undefined && isShared) {
    return [{ clusterSelector: selector, clusterOverrides: all[0] ?? [] }];
  }
  return [...patches].map(([clusterName, clusterOverrides]) => ({ clusterName, clusterOverrides }));
}

/** What an overrider added and took away again. */
function isEmptyMetadata({ op, path, value }: ClusterOverride): boolean {
  const isEmpty = isPlainObject(value) && Object.keys(value).length === 0;
  return op === "add" && isEmpty && /^\/metadata\/(labels|annotations)$/.test(path);
}

/** The selector of a target that has nothing else; a rule without a target is for every cluster. */
function selectorOf(target: KubeObject | undefined): LabelSelector[] {
  if (target === undefined) return [{}];
  const { labelSelector } = target;
  return isSelector(labelSelector) && Object.keys(target).length === 1 ? [labelSelector] : [];
}

function isSelector(value: unknown): value is LabelSelector {
  return isPlainObject(value);
}
