import { compareText } from "../issue";
import { objectTitle } from "../kinds/objectTitle";
import type { GuardedObject } from "./guardedObject";

/** An object that must not be deleted now, where it is, and why. */
export interface PlacedObstacle {
  readonly cluster: string;
  readonly object: GuardedObject;
  readonly message: string;
}

/**
 * What is in the way of a deletion and what can be done about it, one sentence.
 *
 * @example
 * obstacleText({ cluster: "eu", object: { apiVersion: "v1", kind: "Namespace", name: "shop", uid: "u" }, message: "holds what is not of this stack: Secret shop/db" })
 * //=> 'Namespace shop on "eu" holds what is not of this stack: Secret shop/db; it would be gone too. Delete or move it, set deleteContents: true on the component and update, or leave the object there by the option retainOnDelete and an update'
 */
export function obstacleText({ cluster, object, message }: PlacedObstacle): string {
  const leave = "leave the object there by the option retainOnDelete and an update";
  const subject = `${objectTitle(object)} on "${cluster}" ${message}`;
  if (!["Namespace", "CustomResourceDefinition"].includes(object.kind))
    return `${subject}. Delete it by hand, or ${leave}`;
  return `${subject}; it would be gone too. Delete or move it, set deleteContents: true on the component and update, or ${leave}`;
}

/**
 * The one error for all that is in the way, sorted.
 *
 * @example
 * obstaclesText([{ cluster: "eu", object: { apiVersion: "v1", kind: "ConfigMap", name: "a", namespace: "b", uid: "u" }, message: "could not be looked into: timeout" }])
 * //=> 'nothing of this stack is deleted, because 1 object is in the way\n  - ConfigMap b/a on "eu" could not be looked into: timeout. Delete it by hand, or leave the object there by the option retainOnDelete and an update'
 */
export function obstaclesText(obstacles: readonly PlacedObstacle[]): string {
  const lines = obstacles.map((each) => `\n  - ${obstacleText(each)}`).sort(compareText);
  const are = lines.length === 1 ? "1 object is" : `${lines.length} objects are`;
  return `nothing of this stack is deleted, because ${are} in the way${lines.join("")}`;
}
