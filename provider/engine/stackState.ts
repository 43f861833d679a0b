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

/** The names of the Kubernetes objects that each state has under federated components. */
const federatedChildren = new WeakMap<StackState, ReadonlySet<string>>();

/**
 * Whether the stack has a Kubernetes object of that name under any federated component: what can be
 * asked before a component is registered, which may have to wait for others.
 */
export function hasFederatedChild(state: StackState, name: string): boolean {
  const known = federatedChildren.get(state) ?? federatedChildrenOf(state);
  // Every object asks, and there are as many objects as there are URNs.
  federatedChildren.set(state, known);
  return known.has(name);
}

function federatedChildrenOf(state: StackState): ReadonlySet<string> {
  const urns = [...state.keys()].map(parseUrn);
  const children = urns.filter(({ type }) => /kubefed:index:Federated\w+\$kubernetes:/.test(type));
  return new Set(children.map(({ name }) => name));
}

/** A URN's parts: `urn:pulumi:<stack>::<project>`, the types from the outermost parent on, the name. */
export function parseUrn(urn: string): { head: string; type: string; name: string } {
  const [stack = "", project = "", type = "", ...name] = urn.split("::");
  return { head: `${stack}::${project}`, type, name: name.join("::") };
}
