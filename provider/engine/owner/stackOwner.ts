/*
 * The stack as an owner: an id of its own, made once, in the state before anything bears it.
 */

import { randomUUID } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { hasRealEngine, isPreview } from "../engine";
import { registerOutputs } from "./registeredOutputs";
import { currentRun, type Owner } from "../run";
import { type StackState, stackState } from "../state/stackState";

const type = "kubefed:index:StackOwner";

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
    (state) => ownerIn(state) ?? (isPreview() ? undefined : randomUUID()),
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

/**
 * The id that a stack has; undefined where it has none yet. The engine deletes the owner early in a destroy,
 * which may stop after that: then the member clusters have it still, without which nothing can be deleted.
 */
export function ownerIn(state: StackState): string | undefined {
  let kept: string | undefined;
  for (const [urn, { id, owner }] of state) {
    const own = ownType(parseUrn(urn).type);
    if (own === type && typeof id === "string" && id !== "") return id;
    if (own === "kubefed:index:KubeFedCluster" && typeof owner === "string" && owner !== "")
      kept = owner;
  }
  return kept;
}

/** Keeps the id in the stack's state, where a person can read it too. */
class StackOwner extends pulumi.ComponentResource {
  /** Resolves when the state has the id. */
  readonly registered: Promise<void>;

  constructor(id: Promise<string | undefined>) {
    super(type, "kubefed", {});
    this.registered = registerOutputs(this, { id: id.then((known) => known ?? pulumi.unknown) });
  }

  protected override registerOutputs(): void {
    // `registered` does it, and tells when it is done.
  }
}
