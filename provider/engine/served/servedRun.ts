/*
 * What a plugin needs of the engine's runtime, which constructs the components of a program in another language: one
 * run for all of them, values as they arrive, and references to what is there already.
 */

import * as pulumi from "@pulumi/pulumi";
import { engineCallback } from "../engine";
import { newRun, type Run, type Served, within } from "../run";

/** The run of a program whose components a plugin constructs, one by one. */
export interface ServedProgram {
  readonly run: Run;
  /** What was constructed, by URN: what a reference of this program means. */
  readonly made: Map<string, pulumi.Resource>;
  /** Calls a function as a part of the program, where the engine does not say whose it is. */
  readonly inside: <T>(body: () => T) => T;
}

/** The programs that a plugin serves, of which it knows one at a time. */
export interface ServedPrograms {
  /** That of the component which is asked for now. */
  readonly now: () => ServedProgram;
  /** That of the component which was asked for last; undefined where none was. */
  readonly last: () => ServedProgram | undefined;
}

/**
 * Keeps what is known of the program that is served now. A plugin serves one at a time, a preview and the update
 * after it one after the other; each has a connection to the engine of its own, and that tells them apart.
 */
export function servedPrograms(): ServedPrograms {
  let connection: unknown;
  let program: ServedProgram | undefined;
  return {
    now: () => {
      const now = connectionKey();
      if (program === undefined || now !== connection) program = newProgram();
      connection = now;
      return program;
    },
    last: () => program,
  };
}

/** The runtime knows the engine only within what it was asked for, so that a function is called as if it were there. */
function newProgram(): ServedProgram {
  const run = newRun();
  const enter = engineCallback((body: () => unknown) => within(run, body));
  return { run, made: new Map(), inside: <T>(body: () => T) => enter(body) as T };
}

/** The same text in all constructs of an operation, each of which has a connection object of its own. */
function connectionKey(): unknown {
  const monitor: unknown = pulumi.runtime.getMonitor();
  const channel = callOn(monitor, "getChannel");
  // Under mocks there is one object for all.
  return channel === undefined ? monitor : callOn(channel, "getTarget");
}

function callOn(object: unknown, method: string): unknown {
  if (typeof object !== "object" || object === null) return undefined;
  const called: unknown = Reflect.get(object, method);
  return typeof called === "function" ? Reflect.apply(called, object, []) : undefined;
}

/**
 * The run of one component of a served program: it shares all that the program knows, but its problems are its own.
 * Who waits for a component that is refused must not wait for others, nor be told of theirs.
 */
export function componentRun(program: Run, served: Served): Run {
  return {
    ...program,
    batch: undefined,
    gates: [],
    served,
    // The end of a program, where it is judged what leaves, is not told to a plugin.
    deletions: { ...program.deletions, isWatched: true },
    get stackState() {
      return program.stackState;
    },
    set stackState(state) {
      program.stackState = state;
    },
    get owner() {
      return program.owner;
    },
    set owner(owner) {
      program.owner = owner;
    },
  };
}

/** Waits until all that was registered so far is answered by the engine. */
export async function allRegistered(): Promise<void> {
  // It is no part of the runtime's types; its own server waits so before it answers.
  await callOn(pulumi.runtime, "waitForRPCs");
}

/** Lets references to components of a package become what `find` says; another one is only its URN. */
export function readReferences(
  of: { readonly packageName: string; readonly version: string },
  find: (urn: string) => pulumi.Resource | undefined,
): void {
  const construct = (_name: string, _type: string, urn: string): pulumi.Resource =>
    find(urn) ?? new pulumi.DependencyResource(urn);
  const { packageName, version } = of;
  pulumi.runtime.registerResourceModule(packageName, "index", { version, construct });
}
