/*
 * Updates whose state is written only at their end: when that loses nothing, what is noted in the state before one,
 * what a killed one leaves to be found, and who holds a stack's lock.
 */

import { isGuard } from "../deletion/guardedObject";
import { compareText, count } from "../plain/text";
import { ownType, parseUrn } from "../kinds/urn";

/** What an update would do to one resource. */
export interface ResourceChange {
  /** The engine's word for it, such as `create`; `same` is no change. */
  readonly op: string;
  readonly urn: string;
  /** False for components, which are only structure. */
  readonly isCustom: boolean;
}

/** How often an update writes the stack's state, and why. */
export interface CheckpointDecision {
  /** Whether only at its end, instead of before and after each resource. */
  readonly isThin: boolean;
  readonly because: string;
  /** Whether that is for a person to know: it could be faster, and something stands against it. */
  readonly isWorthSaying: boolean;
}

/**
 * From so many changes times resources on it pays: a state is written twice for each change, as a whole, and
 * preparing an update for thin checkpoints writes it once more.
 */
const worthwhile = 2000;

const bySteps = (because: string, isWorthSaying = false): CheckpointDecision => ({
  isThin: false,
  because,
  isWorthSaying,
});

/**
 * Decides whether an update may write the stack's state only at its end. It may where everything that it changes
 * would be found again after a crash: objects of federated components, by the mark that they bear, and what only
 * exists in the state. What does not change is in the state already, whatever it is.
 *
 * @example
 * decideCheckpoints({ changes: [{ op: "create", urn: "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::logs", isCustom: true }], resources: 5000, asked: "thin" }).because
 * //=> 'aws:s3/bucket:Bucket "logs" would not be found again after a crash'
 */
export function decideCheckpoints(update: {
  readonly changes: readonly ResourceChange[];
  /** How many resources the stack has then. */
  readonly resources: number;
  /** URNs of what it makes of which nobody could say later where to look for it. @default none */
  readonly unnoted?: readonly string[];
  /** What the person who starts it wants. */
  readonly asked: "thin" | "usual";
}): CheckpointDecision {
  const { changes, resources, asked, unnoted = [] } = update;
  if (asked === "usual") return bySteps("it is asked for");
  const changed = changes.filter(({ op, isCustom }) => isCustom && op !== "same");
  const lost = changed
    .filter((change) => !isFoundAgain(change) || unnoted.includes(change.urn))
    .sort((a, b) => compareText(a.urn, b.urn));
  if (changed.length * resources < worthwhile)
    return bySteps(`${count(changed.length, "change")} would save nothing`);
  const [first] = lost;
  const way = movedWay(changed);
  if (way !== undefined) return bySteps(`the way to ${JSON.stringify(way)} changes`, true);
  if (first === undefined) {
    return { isThin: true, because: "all that changes bears its owner", isWorthSaying: false };
  }
  const { type, name } = parseUrn(first.urn);
  const more = lost.length === 1 ? "" : `, and ${lost.length - 1} more`;
  const what = `${ownType(type)} ${JSON.stringify(name)}${more}`;
  return bySteps(`${what} would not be found again after a crash`, true);
}

/**
 * The member whose connection changes while objects go: what is to be looked at first after a crash is looked at by
 * the connection of before.
 */
function movedWay(changed: readonly ResourceChange[]): string | undefined {
  const goes = ({ op, urn }: ResourceChange): boolean =>
    (op === "delete" || op === "replace") && isMarkedObject(urn);
  if (!changed.some(goes)) return undefined;
  const moves = ({ op, urn }: ResourceChange): boolean =>
    (op === "update" || op === "replace") &&
    ownType(parseUrn(urn).type) === "pulumi:providers:kubernetes";
  const found = changed.filter(moves).map(({ urn }) => parseUrn(urn).name);
  return found.sort(compareText)[0];
}

/** What happens to objects and can be done twice; an import takes what bears nothing of the stack yet. */
const repeatable: readonly string[] = ["create", "update", "replace", "delete"];

/**
 * Whether what an update did to a resource is found again without the state.
 *
 * @example
 * isFoundAgain({ op: "create", urn: "urn:pulumi:dev::shop::kubefed:index:FederatedConfigMap$kubernetes:core/v1:ConfigMap::web-us", isCustom: true })
 * //=> true
 */
export function isFoundAgain({ op, urn, isCustom }: ResourceChange): boolean {
  const { type } = parseUrn(urn);
  // A provider and the guard of deletions are nowhere but in the state.
  if (!isCustom || /(^|\$)pulumi:providers:[^$]+$/.test(type)) return true;
  if (!repeatable.includes(op)) return false;
  return isGuard(type) ? op !== "replace" : isMarkedObject(urn);
}

/**
 * Whether a resource is an object that bears its stack's mark: a federated component's own. A patch of somebody
 * else's object bears none, nor does what a chart is made of.
 *
 * @example
 * isMarkedObject("urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMap::mine")
 * //=> false
 */
export function isMarkedObject(urn: string): boolean {
  const types = parseUrn(urn).type.split("$");
  const [parent = "", own = ""] = types.slice(-2);
  return (
    types.length > 1 &&
    parent.startsWith("kubefed:index:Federated") &&
    /^kubernetes:(?!helm\.sh\/).*(?<!Patch)$/.test(own)
  );
}
