import { federatedType } from "../../core/kinds/federatedTypes";
import { isPlainObject } from "../../core/plain/plainObject";
import { defaultReplicas } from "../../core/retention/givenUp";
import { parsePointer, valueAt } from "../../core/paths/jsonPointer";
import type { EngineStep } from "./engineEvents";
import type { CellAction, PlanCell, ReplicaChange } from "./model";
import type { RegisteredCluster, RegisteredPlan } from "./registeredPlan";

/** What is known of one federated object on one cluster. */
export interface CellRequest {
  readonly cluster: string;
  /** The plan before, from the stack's state. */
  readonly before?: RegisteredPlan;
  /** The plan now; absent when the program no longer has the object. */
  readonly after?: RegisteredPlan;
  /** What the engine would do; absent where nothing is there and nothing comes. */
  readonly step?: EngineStep;
  /** What the API server says that refuses it. @default it does not */
  readonly refused?: string | undefined;
}

/** One cell of the picture: what happens, why, and how many replicas there are before and after. */
export function planCell(request: CellRequest): PlanCell {
  const { cluster, after, step, refused } = request;
  const planned = after?.clusters.find((each) => each.cluster === cluster);
  const weight = weightOf(request, planned);
  const action = weight === undefined ? actionOf(step, planned) : weightAction(weight);
  const replicas = replicasOf(request, planned);
  return {
    cluster,
    action,
    reason: reasonOf({ action, planned, after }),
    ...(replicas === undefined ? {} : { replicas }),
    ...(weight === undefined ? {} : { weight }),
    ...(planned?.because === undefined ? {} : { because: planned.because }),
    ...(refused === undefined ? {} : { refused }),
    overrides: planned?.overrides ?? [],
  };
}

/**
 * The action that a step of the engine is to a person.
 *
 * @example
 * stepAction({ op: "import", urn: "", type: "", detailedDiff: {} })
 * //=> "create"
 */
export function stepAction({
  op,
  old,
}: EngineStep): Exclude<CellAction, "deferred" | "not-selected"> {
  switch (op) {
    case "create":
    case "import":
      return "create";
    case "update":
      return "update";
    case "replace":
    case "import-replacement":
      return "replace";
    case "delete":
      return old?.isRetainedOnDelete === true ? "release" : "delete";
    default:
      return "same";
  }
}

function actionOf(
  step: EngineStep | undefined,
  planned: RegisteredCluster | undefined,
): CellAction {
  if (step !== undefined) return stepAction(step);
  return planned?.selected === true ? "deferred" : "not-selected";
}

function reasonOf({
  action,
  planned,
  after,
}: {
  action: CellAction;
  planned: RegisteredCluster | undefined;
  after: RegisteredPlan | undefined;
}): string {
  if (after === undefined) return "no longer in the program";
  if (planned === undefined) return "the cluster is no longer in its fleet";
  if (planned.deferred !== undefined) return planned.deferred;
  if (action === "deferred") return `${planned.reason}; the preview registered no object for it`;
  return planned.reason;
}

/** A share of requests before and after; undefined for what is an object. */
function weightOf(
  { cluster, before }: CellRequest,
  planned: RegisteredCluster | undefined,
): ReplicaChange | undefined {
  const formerly = before?.clusters.find((each) => each.cluster === cluster)?.weight;
  if (formerly === undefined) return replicaChange(undefined, planned?.weight);
  return { now: formerly, then: planned?.weight ?? 0 };
}

/** A share is no object: where it goes nothing is deleted. */
function weightAction({ now, then }: ReplicaChange): CellAction {
  if (now === undefined) return "create";
  return now === then ? "same" : "update";
}

function replicasOf(
  { cluster, before, step }: CellRequest,
  planned: RegisteredCluster | undefined,
): ReplicaChange | undefined {
  const formerly = before?.clusters.find((each) => each.cluster === cluster)?.replicas;
  const now = step?.old === undefined ? undefined : (replicasIn(step.old.inputs) ?? formerly);
  return changeTo({ now, planned: planned?.replicas, written: step?.new?.inputs });
}

function changeTo(given: {
  readonly now: number | undefined;
  readonly planned: number | undefined;
  readonly written: unknown;
}): ReplicaChange | undefined {
  const { now, planned, written } = given;
  const then = planned ?? replicasIn(written);
  return givenUp({ now, then, written }) ?? replicaChange(now, then);
}

/** Without a count in the object that is written, what was there before is given up. */
function givenUp(counts: {
  readonly now: number | undefined;
  readonly then: number | undefined;
  readonly written: unknown;
}): ReplicaChange | undefined {
  const { now, then, written } = counts;
  const fallback = defaultOf(written);
  const isGivenUp = now !== undefined && then === undefined && fallback !== undefined;
  return isGivenUp ? { now, then: fallback, isDefault: true } : undefined;
}

/** What Kubernetes makes of an object without a replica count; undefined where it has none. */
function defaultOf(object: unknown): number | undefined {
  if (!isPlainObject(object)) return undefined;
  const { apiVersion, kind } = object;
  return typeof apiVersion === "string" && typeof kind === "string"
    ? defaultReplicas(apiVersion, kind)
    : undefined;
}

function replicaChange(
  now: number | undefined,
  then: number | undefined,
): ReplicaChange | undefined {
  if (now === undefined) return then === undefined ? undefined : { then };
  return then === undefined ? { now } : { now, then };
}

/** The replicas that an object asks for, where its kind has a count of them. */
function replicasIn(object: unknown): number | undefined {
  if (!isPlainObject(object)) return undefined;
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  const { replicasPath } = federatedType(apiVersion, kind);
  if (replicasPath === undefined) return undefined;
  const replicas = valueAt(object, parsePointer(replicasPath) ?? []);
  return typeof replicas === "number" ? replicas : undefined;
}
