/*
 * Objects that may be there already: asked for, told apart by uid and mark, found again after a rename,
 * and asked about before they are new. The judgement is in core/existing.
 */

import * as pulumi from "@pulumi/pulumi";
import { once } from "../../core/plain/records";
import { formatIssues } from "../../core/issue";
import type { ObjectKey } from "../../core/kinds/objectPath";
import {
  decideExisting,
  type ExistingDecision,
  type ExistingQuestion,
  isToBeMarked,
} from "../../core/existing/existingObjects";
import { type NamedObject, ownerMark } from "../../core/existing/ownerMark";
import { hasRealEngine, isPreview } from "../../engine/engine";
import { knownText } from "../../engine/knownText";
import { declareFindings, refusal } from "../../engine/program";
import { stackOwner } from "../../engine/owner/stackOwner";
import { stackState } from "../../engine/state/stackState";
import { childObjectUrn } from "../../engine/state/stateObjects";
import { releaseLeftOver } from "../../observe/objects/leftOver";
import { type Finding, findLate, findNow, type SoughtMember } from "./objectFinding";

/** An object that a component is about to have, and the resource that it is to have there. */
export interface SoughtObject {
  readonly parent: pulumi.ComponentResource;
  /** The component's own type. */
  readonly component: string;
  /** What the component is called in messages. */
  readonly subject: string;
  /** The resource's name. */
  readonly child: string;
  readonly key: ObjectKey;
  readonly member: SoughtMember;
  /** Whether somebody else's object is taken over. */
  readonly adopt: boolean;
  /** What to do about it. @default that of a federated component */
  readonly advice?: string | undefined;
}

/** What is known of an object by the time its resource is registered. */
export interface Existing {
  /** Where the stack had it before its resource, or something around it, was renamed or moved. */
  readonly former: Promise<string | undefined>;
  /** What it bears to be known as this stack's; undefined where it was made without. */
  readonly mark: pulumi.Output<string | undefined>;
  /** Why it cannot be told whether it is there; undefined where that is known. */
  readonly unanswered: Promise<string | undefined>;
  /** Resolves when the object may be written, and rejects where it is somebody else's. */
  readonly settled: Promise<void>;
}

/**
 * Looks for an object that is to be written.
 *
 * - One that is somebody else's is a problem of the program, whose gate waits until that is known, and so
 *   is a cluster that gives no answer: the provider would write over it in silence.
 * - One that the stack has under another URN, because its component or its cluster was renamed or moved,
 *   is given back by that URN. Without it as an alias the engine would write the object once more, and
 *   then delete it as the old one.
 * - Where the cluster can be asked only during the update, it is asked then, before the object is written.
 */
export function declareExisting(sought: SoughtObject): Partial<Existing> {
  // Under mocks there is nobody to be asked, and nothing is anybody's.
  if (!hasRealEngine()) return {};
  const early = findNow(sought).then((finding) => judge(sought, finding));
  const keeps = sought.member.unreachable === "keep";
  const isUnanswered = ({ question }: Judged): boolean => question.answer.kind === "no answer";
  const found = early.then((judged) => {
    const { issue } = judged.decision;
    return issue === undefined || (keeps && isUnanswered(judged)) ? [] : [issue];
  });
  const gate = declareFindings(sought.parent, sought.subject, found);
  const last = once(async (): Promise<Judged> => {
    const judged = await early;
    const late = await findLate(sought, judged.finding);
    return late === undefined ? judged : judge(sought, late);
  });
  const settled = gate.then(async () => {
    const { decision, finding } = await last();
    if (decision.issue !== undefined && finding.isLate) throw problem(sought, decision);
    await say(sought, decision);
    const { cluster } = finding;
    if (decision.isLeftOver === true && cluster !== undefined && !isPreview()) {
      await releaseLeftOver({ cluster, key: sought.key });
    }
  });
  settled.catch(() => undefined);
  // Whatever is wrong with the program is for the gate to say.
  const known = gate.then(last, last);
  return {
    former: known.then((judged) => formerOf(sought, judged)),
    mark: markOf(sought, known),
    unanswered: early.then((judged) =>
      isUnanswered(judged) ? judged.decision.because : undefined,
    ),
    settled,
  };
}

interface Judged {
  readonly finding: Finding;
  readonly question: ExistingQuestion;
  readonly decision: ExistingDecision;
}

function judge(sought: SoughtObject, finding: Finding): Judged {
  const { member, adopt, advice } = sought;
  const { ownerId, answer, records, hasOwn } = finding;
  const object = namedObject(sought);
  const cluster = member.name;
  const question = { answer, records, hasOwn, object, cluster, adopt, advice, ownerId };
  return { finding, question, decision: decideExisting(question) };
}

function namedObject({ key: { kind, namespace, name } }: SoughtObject): NamedObject {
  return { kind, namespace, name };
}

async function say({ parent }: SoughtObject, decision: ExistingDecision): Promise<void> {
  const { warning, info } = decision;
  if (warning !== undefined) await pulumi.log.warn(warning, parent);
  if (info !== undefined) await pulumi.log.info(info, parent);
}

function problem({ parent, subject }: SoughtObject, { issue }: ExistingDecision): Error {
  const issues = issue === undefined ? [] : [issue];
  return refusal(formatIssues(subject, issues), parent);
}

/** The resource's own URN, which is known only now, needs no alias. */
async function formerOf(
  { parent, key, child }: SoughtObject,
  { question, decision }: Judged,
): Promise<string | undefined> {
  const [state, parentUrn] = await Promise.all([stackState(), knownText(parent.urn)]);
  if (parentUrn === undefined) return undefined;
  if (childObjectUrn(state, { ...key, parent: parentUrn, child }) !== undefined) return undefined;
  return decision.former ?? question.records.find(({ isOwn }) => isOwn)?.urn;
}

/** What bears this stack's mark from this run on; unknown in a preview of a stack that has no id yet. */
function markOf(sought: SoughtObject, judged: Promise<Judged>): pulumi.Output<string | undefined> {
  const { output } = stackOwner();
  const object = namedObject(sought);
  const mark = output.apply((id) => ownerMark(id, object));
  return pulumi.output(
    judged.then(({ question, decision }) => (isToBeMarked(question, decision) ? mark : undefined)),
  );
}
