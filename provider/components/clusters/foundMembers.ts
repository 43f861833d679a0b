import type * as pulumi from "@pulumi/pulumi";
import { lostMembers, type MemberSource } from "../../core/membership/lostMembers";
import { hasRealEngine } from "../../engine/engine";
import { declareConclusion } from "../../engine/program";
import { stackResource } from "../../engine/programEnd";
import { currentRun } from "../../engine/run";
import { stackState } from "../../engine/state/stackState";
import { membersFound, recordedSource } from "../../engine/state/stateIdentities";
import { watchDeletions } from "../deletion/deletionWatch";

/** A list outside of the program that names member clusters. */
export interface MemberList extends Omit<MemberSource, "gone"> {
  /** What is said of a member that is on the list no more, and how it gets back there. */
  readonly lost: string;
}

/** What a list says of member clusters, for the stack to know. */
export interface FoundMembers extends MemberList {
  /** The function or the component that read it. */
  readonly by: string;
  readonly gone: readonly string[] | undefined;
  /** The component that read it; undefined for a function. */
  readonly resource?: pulumi.Resource;
}

/**
 * Notes which members a list names, before they are declared, and lets the program's gate refuse to go on
 * without one that the stack's last update found there.
 */
export function declareFound(members: FoundMembers): void {
  const { by, source, names, gone = [], lost, resource = stackResource() } = members;
  currentRun().sources.push({ source, names, gone });
  if (!hasRealEngine() || resource === undefined) return;
  void declareConclusion(resource, by, async () => {
    const found = membersFound(await stackState(), source);
    const { sources, probes } = currentRun();
    return lostMembers({ source, found, sources, declared: [...probes.keys()], lost });
  });
  // Where no cluster is left nobody else waits for what is found out.
  watchDeletions();
}

/**
 * The list that names a member, for the stack to know. Nothing new where the program is refused: a component is in
 * the state even then, and what was never a member cannot be lost.
 */
export async function registeredSource(
  name: string,
  gate: Promise<void>,
): Promise<string | undefined> {
  try {
    await gate;
    return currentRun().sources.find(({ names }) => names.includes(name))?.source;
  } catch {
    return recordedSource(await stackState(), name);
  }
}
