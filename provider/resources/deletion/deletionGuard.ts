/*
 * The guard that looks before the engine deletes: the dynamic resource, and its handlers in plain functions.
 */

import * as pulumi from "@pulumi/pulumi";
import { customType } from "../../engine/served/customType";
import { withHandlers } from "../dynamicResource";
import type * as handlers from "pulumi-kubefed/handlers/deletionGuard";

type Handlers = typeof handlers;
type Inputs = Parameters<Handlers["createGuard"]>[0];

/**
 * This class is written into the state, so it holds nothing and its methods load their code by the
 * package's name when they are called.
 */
class DeletionGuardProvider implements pulumi.dynamic.ResourceProvider {
  diff(_id: string, olds: Inputs, news: Inputs): ReturnType<Handlers["diffGuard"]> {
    return (require("pulumi-kubefed/handlers/deletionGuard") as Handlers).diffGuard(olds, news);
  }
  create(inputs: Inputs): ReturnType<Handlers["createGuard"]> {
    return (require("pulumi-kubefed/handlers/deletionGuard") as Handlers).createGuard(inputs);
  }
  update(_id: string, olds: Inputs, news: Inputs): ReturnType<Handlers["updateGuard"]> {
    return (require("pulumi-kubefed/handlers/deletionGuard") as Handlers).updateGuard(olds, news);
  }
  delete(_id: string, known: Inputs): ReturnType<Handlers["deleteGuard"]> {
    return (require("pulumi-kubefed/handlers/deletionGuard") as Handlers).deleteGuard(known);
  }
}

/** How a cluster is asked. */
export type GuardAccess = Inputs["access"][string];

/** What a stack has on its clusters; see `GuardInputs` of the handlers. */
export type DeletionGuardArgs = { [Key in keyof Inputs]: pulumi.Input<Inputs[Key]> };

/** By which the state has it; a stack has one, but where a plugin serves its program. */
const deletionGuardName = "kubefed-deletion-guard";

/**
 * Looks at what a stack has on its member clusters before any of it is deleted. It depends on all of that, so
 * that the engine deletes it first, also in a `pulumi destroy`, which runs no program.
 */
export class DeletionGuard extends pulumi.CustomResource {
  constructor(
    args: DeletionGuardArgs,
    opts?: pulumi.CustomResourceOptions,
    name = deletionGuardName,
  ) {
    super(
      customType("DeletionGuard"),
      name,
      withHandlers({ ...args, access: pulumi.secret(args.access) }, DeletionGuardProvider),
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["access"] }),
    );
  }
}
