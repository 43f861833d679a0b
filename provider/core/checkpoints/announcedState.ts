import { ownerAmong, stackOwnerName, stackOwnerType } from "../existing/ownerMark";
import { mapAt, mapsAt, textAt } from "../plain/fields";
import { ownType, parseUrn } from "../kinds/urn";
import type { KubeObject } from "../model";
import {
  joinUnfinished,
  nothingUnfinished,
  unfinishedAmong,
  unfinishedUpdateName,
  unfinishedUpdateType,
  type UnfinishedUpdate,
} from "./unfinishedUpdate";

/** An update that is about to begin and whose state is written only at its end. */
export interface Announcement {
  readonly stack: string;
  readonly project: string;
  /** The id that the stack gets where it has none yet. */
  readonly ownerId: string;
  readonly unfinished: UnfinishedUpdate;
  /** By URN: marked objects that are changed in place. */
  readonly updated: ReadonlySet<string>;
  /** By URN: marked objects that are deleted, or deleted and made anew. */
  readonly removed: ReadonlySet<string>;
}

/** Why a resource is updated although its program has not changed. */
const inDoubt = "an update of it began, and its end was not recorded";

/**
 * The stack's state, as `pulumi stack export` gives it, with what must be known after a crash of an update that
 * writes no state in between:
 *
 * - the id of the stack as an owner, without which marks say nothing;
 * - what it makes, because no resource stands for that then;
 * - of what it changes in place that it is in doubt, so that the engine writes it again whatever its program says;
 * - of what it removes that the engine is to look at it first, for it may be gone, or be made anew already.
 *
 * The engine itself takes these signs away as it updates, looks, and ends. Source: Pulumi
 * `sdk/go/common/apitype/core.go`, `initErrors` and `refreshBeforeUpdate`.
 */
export function announceUpdate(state: KubeObject, announcement: Announcement): KubeObject {
  const deployment = mapAt(state, "deployment");
  const { stack, project, ownerId, unfinished, updated, removed } = announcement;
  const head = `urn:pulumi:${stack}::${project}`;
  const root = `${head}::pulumi:pulumi:Stack::${project}-${stack}`;
  const resources = mapsAt(deployment, "resources");
  const entries = resources.map((each) => [textAt(each, "urn"), mapAt(each, "outputs")] as const);
  const known = unfinishedAmong(entries) ?? nothingUnfinished;
  const component = (type: string, name: string, outputs: unknown): KubeObject => ({
    urn: `${head}::${type}::${name}`,
    custom: false,
    type,
    outputs,
    parent: root,
  });
  const owner = { id: ownerAmong(entries) ?? ownerId };
  const isOwn = (each: KubeObject, type: string): boolean =>
    ownType(parseUrn(textAt(each, "urn")).type) === type;
  const isRoot = (each: KubeObject): boolean => isOwn(each, "pulumi:pulumi:Stack");
  const rest = resources.filter((each) => !isRoot(each) && !isOwn(each, unfinishedUpdateType));
  const signed = rest.map((each) => {
    const urn = textAt(each, "urn");
    if (each.delete === true) return each;
    if (updated.has(urn)) return { ...each, initErrors: [inDoubt] };
    return removed.has(urn) ? { ...each, refreshBeforeUpdate: true } : each;
  });
  const roots = resources.filter(isRoot);
  return {
    ...state,
    deployment: {
      ...deployment,
      // What stands for others comes before them.
      resources: [
        ...(roots.length > 0 ? roots : [{ urn: root, custom: false, type: "pulumi:pulumi:Stack" }]),
        ...(rest.some((each) => isOwn(each, stackOwnerType))
          ? []
          : [component(stackOwnerType, stackOwnerName, owner)]),
        component(unfinishedUpdateType, unfinishedUpdateName, joinUnfinished(known, unfinished)),
        ...signed,
      ],
    },
  };
}
