import type * as pulumi from "@pulumi/pulumi";
import type { ObjectKey } from "../../core/kinds/objectPath";
import { knownText } from "../../engine/knownText";
import { findObject, type FoundObject, reached } from "../../observe/memberObject";
import { childObjectUrn, objectUrn } from "../../engine/stateObjects";
import { type StackState, stackState } from "../../engine/stackState";
import { probeOf } from "../../engine/probes";
import type { WatchedCluster } from "../clusters/clusterAvailability";

/** What a cluster has; `"not asked"` where it does not answer or cannot be asked. */
export type Finding = FoundObject | undefined | "not asked";

/** A Kubernetes object of a program, and the resource that it is to have. */
export interface SoughtObject {
  readonly parent: pulumi.Resource;
  /** The resource's name. */
  readonly child: string;
  readonly key: ObjectKey;
  readonly find: () => Promise<Finding>;
  /** What the state alone can tell of a cluster that is not asked. @default nothing */
  readonly guess?: (state: StackState) => string | undefined;
}

/** Asks a cluster for an object. */
export async function findOn(
  cluster: WatchedCluster | undefined,
  key: ObjectKey,
): Promise<Finding> {
  const there = cluster === undefined ? undefined : reached(await probeOf(cluster));
  return there === undefined ? "not asked" : findObject({ cluster: there, key });
}

/**
 * The URN under which the stack had an object before its resource, or something around it, was renamed
 * or moved; undefined where it was not, and where it cannot be found out. Without it as an alias the
 * engine would write the object once more, and then delete it as the old one.
 */
export async function formerObjectUrn(sought: SoughtObject): Promise<string | undefined> {
  const { parent, child, key } = sought;
  try {
    const [state, parentUrn] = await Promise.all([stackState(), knownText(parent.urn)]);
    if (parentUrn === undefined) return undefined;
    if (childObjectUrn(state, { ...key, parent: parentUrn, child }) !== undefined) return undefined;
    const found = await sought.find();
    if (found === "not asked") return sought.guess?.(state);
    return found && objectUrn(state, { ...key, uid: found.uid });
  } catch {
    return undefined;
  }
}

/** The alias by which the engine finds a resource under a former URN; an empty one stands for its own. */
export function aliasesOf(
  urn: Promise<string | undefined> | undefined,
): pulumi.CustomResourceOptions["aliases"] {
  return urn === undefined ? [] : [urn.then((known) => known ?? {})];
}
