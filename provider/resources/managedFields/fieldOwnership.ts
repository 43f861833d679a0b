/*
 * Fields given back or taken over: the dynamic resource, and its handlers in plain functions.
 */

import * as pulumi from "@pulumi/pulumi";
import { customType, otherCustomType } from "../../engine/served/customType";
import { withHandlers } from "../dynamicResource";
import type * as handlers from "pulumi-kubefed/handlers/fieldOwnership";

type Handlers = typeof handlers;
type Inputs = Parameters<Handlers["createOwnership"]>[0];

/**
 * This class is written into the state, so it holds nothing and its methods load their code by the
 * package's name when they are called.
 */
class FieldOwnershipProvider implements pulumi.dynamic.ResourceProvider {
  diff(_id: string, olds: Inputs, news: Inputs): ReturnType<Handlers["diffOwnership"]> {
    return (require("pulumi-kubefed/handlers/fieldOwnership") as Handlers).diffOwnership(
      olds,
      news,
    );
  }
  create(inputs: Inputs): ReturnType<Handlers["createOwnership"]> {
    return (require("pulumi-kubefed/handlers/fieldOwnership") as Handlers).createOwnership(inputs);
  }
  update(_id: string, _olds: Inputs, news: Inputs): ReturnType<Handlers["updateOwnership"]> {
    return (require("pulumi-kubefed/handlers/fieldOwnership") as Handlers).updateOwnership(news);
  }
  delete(_id: string, known: Inputs): ReturnType<Handlers["deleteOwnership"]> {
    return (require("pulumi-kubefed/handlers/fieldOwnership") as Handlers).deleteOwnership(known);
  }
}

/** Whose fields of which object; see `FieldOwnershipInputs` of the handlers. */
export type FieldOwnershipArgs = { [Key in keyof Inputs]: pulumi.Input<Inputs[Key]> };

/**
 * That a field manager owns fields of an object which a patch has written before. Deleting it gives the
 * fields back and leaves their values, so it must be deleted before the patch: it depends on it.
 */
export class FieldOwnership extends pulumi.CustomResource {
  constructor(name: string, args: FieldOwnershipArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      customType("FieldOwnership"),
      name,
      withHandlers(args, FieldOwnershipProvider),
      pulumi.mergeOptions(opts, {
        additionalSecretOutputs: ["kubeconfig"],
        aliases: [{ type: otherCustomType("FieldOwnership") }],
      }),
    );
  }
}
