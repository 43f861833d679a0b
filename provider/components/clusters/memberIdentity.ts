import * as pulumi from "@pulumi/pulumi";
import { errorsOf, formatIssues, type Issue, warningsOf } from "../../core/issue";
import {
  type ClusterIdentity,
  type IdentityDecision,
  judgeIdentity,
  judgeUnreadable,
  type PlacedMember,
  samePlace,
  twiceIssue,
} from "../../core/membership/identity";
import { hasRealEngine, isPreview } from "../../engine/engine";
import { knownText } from "../../engine/knownText";
import { declareFindings, refusal } from "../../engine/program";
import { currentRun, type Probe } from "../../engine/run";
import { stackState } from "../../engine/state/stackState";
import { recordedIdentities } from "../../engine/state/stateIdentities";

/** A member whose cluster is to be told from every other one. */
export interface IdentifiedMember {
  readonly cluster: pulumi.ComponentResource;
  readonly name: string;
  /** What the program says that it is. */
  readonly accepted: string | undefined;
  readonly probe: Promise<Probe>;
  /** What it is asked with, known sooner or later; absent where it cannot be read. */
  readonly kubeconfig: pulumi.Output<string | undefined> | undefined;
  /** Resolves when the program is known to be right. */
  readonly gate: Promise<void>;
  /** Asks once more, with a kubeconfig that became known later. */
  readonly askLate: (kubeconfig: string) => Promise<Probe>;
}

/** What is found out about a member's identity. */
export interface MemberIdentity {
  /**
   * Resolves when the member's credentials are known to lead to its own cluster and the program to be right;
   * rejects where they are not. Whatever has them waits for it: what is in the stack with credentials of
   * another cluster would be deleted there.
   */
  readonly settled: Promise<void>;
  /** What the stack is to know. */
  readonly registered: Promise<ClusterIdentity | undefined>;
}

/**
 * Compares the cluster that answers for a member with the one that the stack knows, before anything of the
 * program is written; a kubeconfig that is known only later, before anything is written with it.
 */
export function identify(member: IdentifiedMember): MemberIdentity {
  const { cluster, name, probe, gate } = member;
  const title = `KubeFedCluster "${name}"`;
  const decision = probe.then((known) => judgeProbe(member, known, "at once"));
  const found = decision.then(({ issues }) => {
    warn(member, issues);
    return issues;
  });
  void declareFindings(cluster, title, found);
  const late = gate.then(() => judgeLate(member));
  const settled = late.then((judged) => {
    const errors = errorsOf(judged?.issues ?? []);
    if (errors.length > 0) throw refusal(formatIssues(title, errors), cluster);
  });
  // Who waits for it says so; where nobody does, nothing is written.
  void settled.catch(() => undefined);
  return { settled, registered: registeredIdentity({ decision, late, gate }) };
}

/** What the stack is to know: nothing new where the program or the cluster is not right. */
async function registeredIdentity(of: {
  readonly decision: Promise<Judged>;
  readonly late: Promise<Judged | undefined>;
  readonly gate: Promise<void>;
}): Promise<ClusterIdentity | undefined> {
  const { identity, recorded } = await of.decision;
  try {
    await of.gate;
    const late = await of.late;
    return late === undefined ? identity : late.identity;
  } catch {
    return recorded;
  }
}

/** Asks a member whose kubeconfig was not known when all others were asked; undefined where none was. */
async function judgeLate(member: IdentifiedMember): Promise<Judged | undefined> {
  if (!hasRealEngine() || (await member.probe).kind === "asked") return undefined;
  const text = await knownText(member.kubeconfig);
  if (text === undefined) {
    // At preview it may become known yet.
    if (isPreview() || member.kubeconfig === undefined) return undefined;
    const { recorded } = await judgeProbe(member, await member.probe, "late");
    const issues = [judgeUnreadable({ recorded, accepted: member.accepted })];
    warn(member, issues);
    return { outcome: "unchecked", identity: recorded, recorded, issues };
  }
  const asked = await member.askLate(text);
  const judged = await judgeProbe(member, asked, "late");
  warn(member, judged.issues);
  const issues = [...judged.issues, ...unanswered(member, asked, judged.recorded)];
  return { ...judged, issues };
}

interface Judged extends IdentityDecision {
  readonly recorded: ClusterIdentity | undefined;
}

/** Whether a member was asked with all others, or once its kubeconfig became known. */
type When = "at once" | "late";

async function judgeProbe(member: IdentifiedMember, probe: Probe, when: When): Promise<Judged> {
  const { name, accepted } = member;
  let all: Readonly<Record<string, ClusterIdentity>>;
  try {
    all = hasRealEngine() ? recordedIdentities(await stackState()) : {};
  } catch (error) {
    return {
      outcome: "refused",
      identity: undefined,
      recorded: undefined,
      issues: [noState(error)],
    };
  }
  const recorded = Object.hasOwn(all, name) ? all[name] : undefined;
  const silent = { outcome: "unchecked", identity: recorded, recorded, issues: [] } as const;
  const identities = answersOf(probe);
  if (identities === undefined) {
    // Where nothing was known it is said that it is not checked.
    const isCompared = member.kubeconfig === undefined && (accepted ?? recorded) !== undefined;
    return { ...silent, issues: isCompared ? [judgeUnreadable({ recorded, accepted })] : [] };
  }
  const known = Object.entries(all).map(([other, identity]) => ({ member: other, identity }));
  const others = [...known, ...(await placesOf(declaredBefore(name)))];
  const judged = identities.map(({ server, live }) =>
    judgeIdentity({ member: name, server, live, recorded, accepted, others }),
  );
  const [first] = judged;
  if (first === undefined) return silent;
  const issues = judged.flatMap((each) => each.issues);
  const more = issues.length > 0 ? [] : await twice({ name, probe, when }, first);
  return { ...first, recorded, issues: [...issues, ...more] };
}

interface Answered {
  readonly server: string;
  readonly live: readonly ClusterIdentity[];
}

/** What each of a member's credentials says; undefined where the member did not answer. */
function answersOf(probe: Probe): Answered[] | undefined {
  if (probe.kind !== "asked" || probe.api === undefined || !probe.health.reachable)
    return undefined;
  const own = { server: probe.api.server, live: probe.identities ?? [] };
  const given = probe.given === undefined ? [] : (answersOf(probe.given) ?? []);
  // Credentials made before they were let read it say nothing; those given say it for them.
  const answers = [own, ...given];
  const telling = answers.filter(({ live }) => live.length > 0);
  return telling.length === 0 ? [own] : telling;
}

/** The issue for a member that is the same place as another one. */
async function twice(
  asked: { readonly name: string; readonly probe: Probe; readonly when: When },
  { identity }: IdentityDecision,
): Promise<Issue[]> {
  const { name, probe, when } = asked;
  if (identity === undefined || probe.kind !== "asked") return [];
  const own = { member: name, identity, namespace: probe.namespace };
  const { probes, places: late } = currentRun();
  if (when === "late") late.push(own);
  const known = when === "late" ? [...probes.keys()] : declaredBefore(name);
  const earlier = late.slice(0, late.indexOf(own) < 0 ? late.length : late.indexOf(own));
  const others = [...(await placesOf(known)), ...earlier].filter(({ member }) => member !== name);
  const other = samePlace(own, others);
  return other === undefined ? [] : [twiceIssue(other, identity)];
}

/** The members that this run has declared before one. */
function declaredBefore(name: string): string[] {
  const names = [...currentRun().probes.keys()];
  return names.slice(0, Math.max(0, names.indexOf(name)));
}

/** Where members are, as far as they have answered. */
async function placesOf(names: readonly string[]): Promise<PlacedMember[]> {
  const places = names.map(async (member): Promise<PlacedMember[]> => {
    const probe = await currentRun().probes.get(member);
    if (probe?.kind !== "asked") return [];
    const identity = probe.identities?.[0];
    return identity === undefined ? [] : [{ member, identity, namespace: probe.namespace }];
  });
  return (await Promise.all(places)).flat();
}

/** What was known to be a cluster, or is said to be one, must answer before it is written to. */
function unanswered(
  { accepted }: IdentifiedMember,
  probe: Probe,
  recorded: ClusterIdentity | undefined,
): Issue[] {
  const expected = accepted ?? recorded;
  if (expected === undefined || probe.kind !== "asked" || probe.health.reachable) return [];
  const message = `whether it is the cluster ${expected} could not be asked: ${probe.health.message}`;
  return [{ code: "cluster-identity", path: "", message }];
}

/** Not waited for: a message waits for the URN of what it is about, which may come after the gate. */
function warn(member: IdentifiedMember, issues: readonly Issue[]): void {
  for (const { message } of warningsOf(issues)) {
    void pulumi.log.warn(`KubeFedCluster "${member.name}": ${message}`, member.cluster);
  }
}

function noState(error: unknown): Issue {
  const why = error instanceof Error ? error.message : String(error);
  const message = `the stack's state cannot be read, so nobody can say whether its cluster is still the same: ${why}`;
  return { code: "cluster-identity", path: "", message };
}
