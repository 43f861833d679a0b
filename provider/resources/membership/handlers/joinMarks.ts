import { isPlainObject } from "../../../core/plain/plainObject";
import {
  hostAnnotation,
  type MembershipObject,
  ownerAnnotation,
} from "../../../core/membership/objects";
import type { KubeObject } from "../../../core/model";

/** A live object's metadata, as far as joining looks at it. */
export interface Metadata {
  readonly name: string;
  readonly uid: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly isBeingDeleted: boolean;
}

/** Reads an object's metadata. */
export function metadataOf(object: KubeObject): Metadata {
  const metadata = isPlainObject(object["metadata"]) ? object["metadata"] : {};
  const { name, uid, annotations, deletionTimestamp } = metadata;
  return {
    name: typeof name === "string" ? name : "",
    uid: typeof uid === "string" ? uid : "",
    annotations: isPlainObject(annotations) ? annotations : {},
    isBeingDeleted: deletionTimestamp !== undefined,
  };
}

/** Whether one of these owners made the object by joining. */
export function isMadeBy(object: KubeObject, owners: readonly string[]): boolean {
  const owner = metadataOf(object).annotations[ownerAnnotation];
  return typeof owner === "string" && owners.includes(owner);
}

/** `ServiceAccount "us-host"`. */
export function describeObject({ object }: Pick<MembershipObject, "object">): string {
  return `${String(object["kind"])} "${metadataOf(object).name}"`;
}

/** Who made an object, as a sentence ends. */
export function describeMaker(object: KubeObject): string {
  const { annotations } = metadataOf(object);
  const owner = annotations[ownerAnnotation];
  const host = annotations[hostAnnotation];
  if (typeof owner !== "string") return "nothing on it says who made it";
  return `made by ${owner}${typeof host === "string" ? ` for host cluster "${host}"` : ""}`;
}
