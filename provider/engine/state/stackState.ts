/*
 * What the stack had when the run began: read once, as text, and looked up by what things are.
 */

import { setTimeout as pause } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import { messageOf } from "../../core/plain/text";
import { parseUrn } from "../../core/kinds/urn";
import { hasRealEngine } from "../engine";
import { askEngine } from "../engineQuestion";
import { currentRun } from "../run";
import { indexOf, type StackState } from "./stateIndex";

export type { StackState } from "./stateIndex";

/** The engine writes its state while we read it; a torn read is repeated this often. */
const attempts = 20;

/**
 * The last state of the program's own stack, read once per run. Empty for a new stack and under mocks.
 * Rejects where the backend cannot be read.
 */
export function stackState(): Promise<StackState> {
  if (!hasRealEngine()) return Promise.resolve(new Map());
  const run = currentRun();
  const parts = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()];
  run.stackState ??= readState(parts.join("/"));
  return run.stackState;
}

/** The last state of another stack, by its full name; undefined where there is none yet. Rejects where nobody knows. */
export async function stateOfStack(stackName: string): Promise<StackState | undefined> {
  try {
    return await readState(stackName);
  } catch (error) {
    if (isUnknownStack(error)) return undefined;
    throw error;
  }
}

/** What the engine says of a stack that nobody has made. */
function isUnknownStack(error: unknown): boolean {
  return /unknown stack|no stack named/i.test(messageOf(error));
}

async function readState(stackName: string): Promise<StackState> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const token = "pulumi:pulumi:readStackResourceOutputs";
      return toState(await askEngine({ token, args: { stackName } }));
    } catch (error) {
      if (attempt === attempts || isUnknownStack(error)) throw error;
      await pause(100);
    }
  }
}

function toState(answer: Readonly<Record<string, unknown>>): StackState {
  const resources = isPlainObject(answer.outputs) ? answer.outputs : {};
  const state = new Map(
    Object.entries(resources).map(([urn, resource]) => {
      const outputs = isPlainObject(resource) ? (resource.outputs ?? resource) : {};
      return [urn, isPlainObject(outputs) ? outputs : {}];
    }),
  );
  return Object.assign(state, { index: indexOf(state) });
}

/** A Kubernetes object's resource, by its parent's URN and its own name. */
export interface ChildKey {
  readonly parent: string;
  readonly name: string;
}

/** Whether the stack has a Kubernetes object of that name under that parent. */
export function hasChild(state: StackState, key: ChildKey): boolean {
  return childUrn(state, key) !== undefined;
}

/** The URN of the Kubernetes object of that name under that parent; undefined where there is none. */
export function childUrn(state: StackState, { parent, name }: ChildKey): string | undefined {
  const { head, type } = parseUrn(parent);
  const start = `${head}::${type}$kubernetes:`;
  return [...state.keys()].find((urn) => urn.startsWith(start) && parseUrn(urn).name === name);
}

/**
 * Whether the stack has a Kubernetes object of that name under a component of that type: what can be asked
 * before a component is registered, which may have to wait for others.
 */
export function hasChildOf(
  state: StackState,
  { component, name }: { readonly component: string; readonly name: string },
): boolean {
  return (state.index ?? indexOf(state)).children().has(`${component} ${name}`);
}
