import { expect } from "chai";
import { type Cluster, type Fleet } from "../fleet";
import {
  type Declaration,
  type Declared,
  declaredStack,
  type DeclaredStack,
} from "./declaredStack";
import type { EngineRun } from "./engineRun";
import { sharedFleet } from "./sharedFleet";

/** A stack of the program `declared` on the shared clusters, there for all tests of a block. */
export interface DeclaredBed {
  readonly stack: DeclaredStack;
  /** A shared cluster by its name. */
  cluster(name: string): Cluster;
  /** Declares objects and updates, which must succeed. */
  updated(objects: readonly Declaration[], rest?: Omit<Declared, "objects">): Promise<EngineRun>;
}

/** Makes the stack before the tests of the block that calls it, and destroys it after them. */
export function declaredBed(): DeclaredBed {
  let fleet: Fleet | undefined;
  let made: DeclaredStack | undefined;
  before(async () => {
    fleet = await sharedFleet();
    made = await declaredStack();
  });
  after(async () => {
    await made?.destroy();
    made?.remove();
  });
  const stackOf = (): DeclaredStack => {
    if (made === undefined) throw new Error("the stack is made before the tests, not before that");
    return made;
  };
  return {
    get stack() {
      return stackOf();
    },
    cluster: (name) => {
      const found = fleet?.clusters[name];
      if (found === undefined) throw new Error(`the shared fleet has no ${name}`);
      return found;
    },
    updated: async (objects, rest) => {
      await stackOf().declare(objects, rest);
      const up = await stackOf().up();
      expect(up.succeeded, up.output).to.equal(true);
      return up;
    },
  };
}
