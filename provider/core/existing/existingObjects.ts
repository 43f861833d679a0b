/*
 * Whose an object is that exists already, and what becomes of its fields when it is taken over.
 */

import type { Issue } from "../issue";
import { objectTitle } from "../kinds/objectTitle";
import { markOwner, type NamedObject } from "./ownerMark";

/**
 * Whose an object is. A mark that names it says so; without one it is ours when the state knows its uid.
 * Nothing is known of one without a uid.
 *
 * @example
 * judgeObject({ stateUids: ["u1"], live: { uid: "u1", mark: "theirs/Secret/db" }, object: { kind: "Secret", name: "db" }, ownerId: "ours" })
 * //=> "foreign"
 */
export function judgeObject(of: {
  /** The uids under which the stack has it. */
  readonly stateUids: readonly unknown[];
  readonly live: { readonly uid?: string | undefined; readonly mark?: string | undefined };
  readonly object: NamedObject;
  /** This stack's; undefined where it has none yet. */
  readonly ownerId: string | undefined;
}): "ours" | "foreign" | "unknown" {
  const { stateUids, live, object, ownerId } = of;
  if (live.uid === undefined) return "unknown";
  const marked = markOwner(live.mark, object);
  if (marked !== undefined) return marked === ownerId ? "ours" : "foreign";
  return stateUids.includes(live.uid) ? "ours" : "foreign";
}

/** What a cluster says of an object. */
export type ObjectAnswer =
  | {
      readonly kind: "there";
      readonly uid: string;
      readonly mark?: string | undefined;
      /** The uid, when it was created, and who has written it. */
      readonly about: string;
    }
  | { readonly kind: "none" }
  /** It could not be asked, or what it said is no answer. */
  | { readonly kind: "no answer"; readonly why: string; readonly isForbidden: boolean }
  /** Nobody asked it. */
  | { readonly kind: "not asked"; readonly why: string };

/** A resource of the stack's last state that stands for an object of the same kind and name. */
export interface ObjectRecord {
  readonly urn: string;
  readonly uid: unknown;
  /**
   * The uid that an update of this stack left there, where one noted it: a refresh believes whatever it
   * finds under the name.
   */
  readonly written?: string | undefined;
  readonly mark?: string | undefined;
  /** Whether it is the very resource that is to have the object now. */
  readonly isOwn: boolean;
  /** Whether it is on the same cluster, as far as the state can tell. */
  readonly isHere: boolean;
  /** Whether a federated component has it. */
  readonly isFederated: boolean;
}

/** An object that a component is about to have on a cluster. */
export interface ExistingQuestion {
  readonly object: NamedObject;
  readonly cluster: string;
  readonly adopt: boolean;
  /** What to do about somebody else's. @default that of a federated component */
  readonly advice?: string | undefined;
  readonly answer: ObjectAnswer;
  /** The stack's own id; undefined where it has none yet. */
  readonly ownerId: string | undefined;
  readonly records: readonly ObjectRecord[];
  /** Whether the stack has the component's resource already, whatever object it stands for. */
  readonly hasOwn: boolean;
}

/** What is done about an object that may exist. */
export interface ExistingDecision {
  readonly because: string;
  /** The resource that had it; its URN is an alias of the new one's. */
  readonly former?: string;
  /** Why nothing may be written. */
  readonly issue?: Issue;
  readonly warning?: string;
  /** What there is to be said beside. */
  readonly info?: string;
  /** Whether a run that was interrupted has made it, so that no resource has it. */
  readonly isLeftOver?: boolean;
}

/**
 * Decides what an object is to a component that is about to have it.
 *
 * | the cluster says | the stack has it | then |
 * |---|---|---|
 * | there, ours | as this component's | as it is |
 * | there, ours | as another resource's | by that one's URN as an alias; refused where this component's resource stands for something else till now |
 * | there, ours by its mark | not | a run was interrupted: it goes on |
 * | there, not ours | whatever | refused, or taken over with `adopt` |
 * | none | not, or as this component's | it is made |
 * | none | as another resource's here | refused: that resource's end would delete what is made now |
 * | no answer | not | refused |
 */
export function decideExisting(question: ExistingQuestion): ExistingDecision {
  const { answer, adopt } = question;
  if (answer.kind === "none") return decideMissing(question);
  if (answer.kind === "not asked") return decideUnasked(question);
  if (answer.kind === "no answer") return decideUnanswered(question, answer);
  const { records, object, ownerId } = question;
  const stateUids = records.map(writtenUid);
  if (judgeObject({ stateUids, live: answer, object, ownerId }) === "ours")
    return decideOurs(question, answer);
  if (adopt) {
    const info = `${objectTitle(question.object)} on "${question.cluster}" is taken over (${answer.about})`;
    return { because: "it is taken over", info };
  }
  return { because: "it is somebody else's", issue: foreign(question, answer) };
}

/**
 * Whether the object is to bear this stack's mark: what is made now does, and what does already. What the stack
 * had before there were marks gets one once its cluster has shown it: without a look the update that writes the
 * mark would write it into whatever has the name.
 */
export function isToBeMarked(
  { records, answer }: Pick<ExistingQuestion, "records" | "answer">,
  { former }: Pick<ExistingDecision, "former">,
): boolean {
  const record = records.find(({ isOwn, urn }) => isOwn || urn === former);
  return record === undefined || record.mark !== undefined || answer.kind === "there";
}

/** The uid by which an object is the stack's. */
function writtenUid({ written, uid }: ObjectRecord): unknown {
  return written ?? uid;
}

type There = Extract<ObjectAnswer, { kind: "there" }>;

function decideOurs(question: ExistingQuestion, { uid }: There): ExistingDecision {
  const { records } = question;
  const own = records.find(({ isOwn }) => isOwn);
  const same = records.filter((record) => record.uid === uid);
  if (own?.uid === uid) {
    const twin = same.find(({ isOwn, isFederated }) => !isOwn && isFederated);
    return twin === undefined
      ? { because: "the stack has it" }
      : { because: "two resources have it", issue: twice(question, twin) };
  }
  const other = same[0] ?? otherHere(question);
  if (other !== undefined) return moved(question, other);
  return own === undefined ? leftOver(question) : { because: "it was made anew by this stack" };
}

function leftOver({ object, cluster }: ExistingQuestion): ExistingDecision {
  const info = `${objectTitle(object)} on "${cluster}" was made by an update of this stack that was interrupted; it goes on with it`;
  return { because: "an interrupted run of this stack made it", info, isLeftOver: true };
}

function decideMissing(question: ExistingQuestion): ExistingDecision {
  const { records, cluster, object } = question;
  if (records.some(({ isOwn }) => isOwn)) {
    const warning = `${objectTitle(object)} is not on "${cluster}" any more; after "pulumi refresh" an update makes it again`;
    return { because: "the stack has it, the cluster has not", warning };
  }
  const other = otherHere(question);
  if (other === undefined) return { because: "it is made" };
  const why = `is gone from "${cluster}", and the stack has it as ${nameOf(other)}, which deletes what has its name when it goes; run "pulumi refresh" first`;
  return { because: "its former resource would delete it", issue: moves(question, why) };
}

function decideUnasked(question: ExistingQuestion): ExistingDecision {
  const other = otherHere(question);
  return other === undefined ? { because: "nothing is known of it" } : moved(question, other);
}

function decideUnanswered(
  question: ExistingQuestion,
  { why, isForbidden }: Extract<ObjectAnswer, { kind: "no answer" }>,
): ExistingDecision {
  const { records, cluster, object } = question;
  // Who may not look at it any more may still leave it as it is.
  if (isForbidden && records.some(({ isOwn }) => isOwn)) return { because: "the stack has it" };
  const message = `whether ${objectTitle(object)} exists on "${cluster}" could not be asked: ${why}; nothing is written over what may be there: run again, or let the credentials read it`;
  const issue = { code: "object-unasked", path: pathOf(question), message } as const;
  return { because: "it could not be asked", issue };
}

/** A resource other than this component's that has the object until now, when this one has another. */
function otherHere({ records }: ExistingQuestion): ObjectRecord | undefined {
  if (records.some(({ isOwn }) => isOwn)) return undefined;
  return records.find(({ isHere, isOwn }) => isHere && !isOwn);
}

function moved(question: ExistingQuestion, other: ObjectRecord): ExistingDecision {
  if (!question.hasOwn) return { because: "it was renamed or moved", former: other.urn };
  const why = `on "${question.cluster}" is ${nameOf(other)}'s until this update, which would write it and then delete it as that one's; let that one give it up in an update of its own first, or choose another name`;
  return { because: "its former resource would delete it", issue: moves(question, why) };
}

const usualAdvice =
  "adopt: true takes it over without recreating it, the option import imports it, or choose another name";

function foreign(question: ExistingQuestion, { about, mark, uid }: There): Issue {
  const { object, cluster, records } = question;
  const known = records.find(({ isOwn }) => isOwn);
  const other = markOwner(mark, object);
  const whose =
    other !== undefined
      ? `is of another stack, whose id is ${other}`
      : known === undefined || writtenUid(known) === uid
        ? "is not of this stack"
        : `is not the one that this stack made, whose uid was ${String(writtenUid(known))}`;
  const { advice = usualAdvice } = question;
  const message = `${objectTitle(object)} exists on "${cluster}" and ${whose} (${about}); ${advice}`;
  return { code: "object-exists", path: pathOf(question), message };
}

function twice(question: ExistingQuestion, twin: ObjectRecord): Issue {
  const why = `on "${question.cluster}" is in the stack twice, also as ${nameOf(twin)}; the end of one would delete it for both: drop that one from the state with pulumi state delete '${twin.urn}'`;
  return moves(question, why);
}

function moves(question: ExistingQuestion, why: string): Issue {
  const message = `${objectTitle(question.object)} ${why}`;
  return { code: "object-moves", path: pathOf(question), message };
}

function pathOf({ cluster }: ExistingQuestion): string {
  return `clusters["${cluster}"]`;
}

/** A resource as a person finds it. */
function nameOf({ urn }: ObjectRecord): string {
  return `"${urn.slice(urn.lastIndexOf("::") + 2)}"`;
}
