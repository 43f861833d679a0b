import { mayHoldOthers } from "./containers";
import { compareText } from "../plain/text";
import { objectTitle } from "../kinds/objectTitle";
import type { GuardedObject } from "./guardedObject";

/**
 * Why an object must not be deleted now: another one has its name, it holds what is not of the stack, or
 * nobody could say.
 */
export type ObstacleKind = "another" | "contents" | "unasked";

/** Why an object must not be deleted now. */
export interface Obstacle {
  readonly object: GuardedObject;
  readonly kind: ObstacleKind;
  readonly message: string;
}

/** The same, and where. */
export interface PlacedObstacle extends Obstacle {
  readonly cluster: string;
}

/**
 * What is in the way of a deletion and what can be done about it.
 *
 * @example
 * obstacleText({ cluster: "eu", kind: "contents", object: { apiVersion: "v1", kind: "Namespace", name: "shop", uid: "u" }, message: "holds what is not of this stack: Secret shop/db" })
 * //=> 'Namespace shop on "eu" holds what is not of this stack: Secret shop/db. It would be gone too: delete or move it, set deleteContents: true on the component and update, or leave the object there by the option retainOnDelete and an update'
 */
export function obstacleText({ cluster, kind, object, message }: PlacedObstacle): string {
  return `${objectTitle(object)} on "${cluster}" ${message}. ${adviceFor(kind, object)}, or leave the object there by the option retainOnDelete and an update`;
}

function adviceFor(kind: ObstacleKind, object: GuardedObject): string {
  const isContainer = mayHoldOthers(object.kind);
  switch (kind) {
    case "another":
      return "Delete it by hand if it may go";
    case "contents":
      return "It would be gone too: delete or move it, set deleteContents: true on the component and update";
    case "unasked":
      return isContainer
        ? "What others have in it would be gone too: make the cluster answer, or set deleteContents: true on the component and update"
        : "Make the cluster answer";
  }
}

/**
 * The one error for all that is in the way, sorted.
 *
 * @example
 * obstaclesText([{ cluster: "eu", kind: "unasked", object: { apiVersion: "v1", kind: "ConfigMap", name: "a", namespace: "b", uid: "u" }, message: "could not be looked into: timeout" }])
 * //=> 'nothing of this stack is deleted, because 1 object is in the way\n  - ConfigMap b/a on "eu" could not be looked into: timeout. Make the cluster answer, or leave the object there by the option retainOnDelete and an update'
 */
export function obstaclesText(obstacles: readonly PlacedObstacle[]): string {
  const lines = obstacles.map((each) => `\n  - ${obstacleText(each)}`).sort(compareText);
  const are = lines.length === 1 ? "1 object is" : `${lines.length} objects are`;
  return `nothing of this stack is deleted, because ${are} in the way${lines.join("")}`;
}
