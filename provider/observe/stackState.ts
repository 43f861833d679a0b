import * as pulumi from "@pulumi/pulumi";
import { setTimeout as pause } from "node:timers/promises";
import { isPlainObject } from "../core/issue";
import { hasRealEngine } from "./engine";

/** What the stack had when this run began: the outputs of every resource, by URN. */
export type StackState = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** The engine writes its state while we read it; a torn read is repeated this often. */
const attempts = 20;

/** By the run's connection to the engine: one process may run several programs after each other. */
const readings = new WeakMap<object, Promise<StackState>>();

/**
 * The last state of the program's own stack, read once per run. Empty for a new stack and under mocks.
 * Rejects where the backend cannot be read.
 */
export function stackState(): Promise<StackState> {
  const run: object | undefined = pulumi.runtime.getMonitor();
  if (run === undefined || !hasRealEngine()) return Promise.resolve(new Map());
  const parts = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()];
  const state = readings.get(run) ?? readState(parts.join("/"));
  readings.set(run, state);
  return state;
}

async function readState(stackName: string): Promise<StackState> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer: unknown = await pulumi.runtime.invoke(
        "pulumi:pulumi:readStackResourceOutputs",
        { stackName },
      );
      return toState(answer);
    } catch (error) {
      if (attempt === attempts) throw error;
      await pause(100);
    }
  }
}

function toState(answer: unknown): StackState {
  const resources = isPlainObject(answer) && isPlainObject(answer.outputs) ? answer.outputs : {};
  return new Map(
    Object.entries(resources).map(([urn, resource]) => {
      const outputs = isPlainObject(resource) ? (resource.outputs ?? resource) : {};
      return [urn, isPlainObject(outputs) ? outputs : {}];
    }),
  );
}
