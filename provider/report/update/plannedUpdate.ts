/*
 * An update while it goes on, and what came of it: read from the engine's events, for whoever watches.
 */

import { isMarkedObject, type ResourceChange } from "../../core/checkpoints/thinUpdate";
import {
  type LeftBehind,
  unfinishedOf,
  type UnfinishedUpdate,
  unfinishedUpdateType,
} from "../../core/checkpoints/unfinishedUpdate";
import { copiesIn } from "../../core/deletion/copies";
import { guardedKey } from "../../core/deletion/guardedObject";
import { mapAt } from "../../core/plain/fields";
import { type EngineEvents, type EngineStep, nameInUrn } from "../plan/engineEvents";
import { stepAction } from "../plan/planCell";
import type { ChangingObject } from "./clusterProgress";

/** What an update is about to do, by the preview that it is bound to. */
export interface PlannedUpdate {
  readonly changes: readonly ResourceChange[];
  /** What it changes on clusters. */
  readonly objects: readonly ChangingObject[];
  /** How many resources the stack has then. */
  readonly resources: number;
  /** URNs of what it makes of which nobody could say later where to look for it. */
  readonly unnoted: readonly string[];
  /** The marked objects that it makes. */
  readonly unfinished: UnfinishedUpdate;
  /** Whether it takes a note of an update that never ended out of the state, and so goes on with that one. */
  readonly isGoingOn: boolean;
  /** By URN, as the state has it: the marked objects that it changes in place. */
  readonly updated: ReadonlySet<string>;
  /** By URN, as the state has it: the marked objects that it deletes, or deletes and makes anew. */
  readonly removed: ReadonlySet<string>;
}

type Noted = LeftBehind & { readonly urn: string };

/**
 * Reads a preview as what an update would do.
 *
 * @example
 * plannedUpdate({ steps: [{ op: "delete", urn: "urn:pulumi:dev::shop::kubefed:index:FederatedConfigMap$kubernetes:core/v1:ConfigMap::web-eu", type: "kubernetes:core/v1:ConfigMap", old: { parent: "", provider: "", inputs: {}, outputs: {}, isRetainedOnDelete: false, isCustom: true }, detailedDiff: {} }], componentOutputs: new Map(), messages: [], isComplete: true }).removed.size
 * //=> 1
 */
export function plannedUpdate({ steps }: EngineEvents): PlannedUpdate {
  const clusters = steps
    .filter(({ type }) => type === "kubefed:index:KubeFedCluster")
    .map(({ urn }) => nameInUrn(urn));
  const copies = copiesIn(
    steps.map(({ urn }) => urn),
    clusters,
  );
  const changed = new Set(
    steps.filter((step) => stepAction(step) !== "same").map(({ urn }) => urn),
  );
  const clusterOf = new Map(copies.map(({ urn, cluster }) => [urn, cluster]));
  const objects = steps.filter(({ urn }) => isMarkedObject(urn));
  const formerly = (...ops: readonly string[]): ReadonlySet<string> =>
    new Set(objects.filter(({ op }) => ops.includes(op)).map((step) => step.old?.urn ?? step.urn));
  const made = objects
    .filter(({ op }) => op === "create" || op === "replace")
    .map((step) => ({
      urn: step.urn,
      cluster: clusterOf.get(step.urn),
      key: keyOf(step),
      isRetained: step.new?.isRetainedOnDelete === true,
    }));
  const isNoted = (each: (typeof made)[number]): each is Noted =>
    each.cluster !== undefined && each.key !== undefined;
  return {
    changes: steps.map(({ op, urn, old, new: now }) => ({
      op,
      urn,
      isCustom: (now ?? old)?.isCustom === true,
    })),
    objects: copies.flatMap(({ urn, component, cluster }) =>
      cluster !== undefined && changed.has(urn) ? [{ urn, component, cluster }] : [],
    ),
    resources: steps.length,
    unnoted: made.filter((each) => !isNoted(each)).map(({ urn }) => urn),
    unfinished: unfinishedOf(made.filter(isNoted)),
    isGoingOn: steps.some(({ type, op }) => type === unfinishedUpdateType && op === "delete"),
    updated: formerly("update"),
    removed: formerly("replace", "delete"),
  };
}

function keyOf(step: EngineStep): string | undefined {
  const { apiVersion, kind } = mapAt(step.new?.inputs);
  const { name, namespace } = mapAt(step.new?.inputs, "metadata");
  if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof name !== "string")
    return undefined;
  const place = typeof namespace === "string" ? { namespace } : {};
  return guardedKey({ apiVersion, kind, name, ...place });
}
