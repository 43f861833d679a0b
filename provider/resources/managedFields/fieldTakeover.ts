import * as pulumi from "@pulumi/pulumi";
import type * as handlers from "pulumi-kubefed/handlers/fieldTakeover";

type Handlers = typeof handlers;
type Inputs = Parameters<Handlers["createTakeover"]>[0];

/**
 * Pulumi writes this class into the state, so it holds nothing and its methods load their code by the
 * package's name when they are called.
 */
class FieldTakeoverProvider implements pulumi.dynamic.ResourceProvider {
  diff(): ReturnType<Handlers["diffTakeover"]> {
    return (require("pulumi-kubefed/handlers/fieldTakeover") as Handlers).diffTakeover();
  }
  create(inputs: Inputs): ReturnType<Handlers["createTakeover"]> {
    return (require("pulumi-kubefed/handlers/fieldTakeover") as Handlers).createTakeover(inputs);
  }
}

/** One for all, because Pulumi writes down each provider once and that takes a while. */
const provider = new FieldTakeoverProvider();

/** Which object is taken over by whom; see `FieldTakeoverInputs` of the handlers. */
export type FieldTakeoverArgs = { [Key in keyof Inputs]: pulumi.Input<Inputs[Key]> };

/**
 * That an object's former owners have handed their fields over. It comes before the object is applied, so
 * that what is not declared goes away. Deleting it changes nothing.
 */
export class FieldTakeover extends pulumi.dynamic.Resource {
  constructor(name: string, args: FieldTakeoverArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      provider,
      name,
      { ...args },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["kubeconfig"] }),
      "kubefed",
      "FieldTakeover",
    );
  }
}
