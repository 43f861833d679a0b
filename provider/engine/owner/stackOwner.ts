/*
 * The stack as an owner: an id of its own, made once, in the state before anything bears it.
 */

import { randomUUID } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { ownerAmong, stackOwnerName, stackOwnerType } from "../../core/existing/ownerMark";
import { hasRealEngine, isPreview } from "../engine";
import { registerOutputs } from "./registeredOutputs";
import { currentRun, type Owner } from "../run";
import { stackState } from "../state/stackState";

/**
 * The stack as an owner of objects, records and memberships. Its id is made once, by chance, and kept in
 * the stack's own state.
 */
export function stackOwner(): Owner {
  const run = currentRun();
  run.owner ??= hasRealEngine() ? newOwner() : mockedOwner();
  return run.owner;
}

function newOwner(): Owner {
  const id = stackState().then(
    (state) => ownerAmong(state) ?? (isPreview() ? undefined : randomUUID()),
  );
  const { registered } = new StackOwner(id);
  const output = registered.then(() => id).then((known) => known ?? pulumi.unknown);
  return { id, output: pulumi.output(output) as pulumi.Output<string> };
}

/** Under mocks nothing is anybody's. */
function mockedOwner(): Owner {
  const id = "00000000-0000-4000-8000-000000000000";
  return { id: Promise.resolve(id), output: pulumi.output(id) };
}

/** Keeps the id in the stack's state, where a person can read it too. */
class StackOwner extends pulumi.ComponentResource {
  /** Resolves when the state has the id. */
  readonly registered: Promise<void>;

  constructor(id: Promise<string | undefined>) {
    super(stackOwnerType, stackOwnerName, {});
    this.registered = registerOutputs(this, { id: id.then((known) => known ?? pulumi.unknown) });
  }

  protected override registerOutputs(): void {
    // `registered` does it, and tells when it is done.
  }
}
