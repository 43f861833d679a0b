/*
 * A record set on name servers: the dynamic resource, and its handlers in plain functions.
 */

import * as pulumi from "@pulumi/pulumi";
import { customType } from "../../engine/served/customType";
import { withHandlers } from "../dynamicResource";
import type * as handlers from "pulumi-kubefed/handlers/dnsRecordSet";

type Handlers = typeof handlers;
type Check = Parameters<Handlers["check"]>;
type Diff = Parameters<Handlers["diff"]>;
type Inputs = Parameters<Handlers["create"]>[0];
type State = Parameters<Handlers["read"]>[1];

/**
 * This class is written into the state, so it holds nothing and its methods load their code by the
 * package's name when they are called.
 */
class DnsRecordSetProvider implements pulumi.dynamic.ResourceProvider {
  check(olds: Check[0], news: Check[1]): ReturnType<Handlers["check"]> {
    return (require("pulumi-kubefed/handlers/dnsRecordSet") as Handlers).check(olds, news);
  }
  diff(id: string, olds: State, news: Diff[2]): ReturnType<Handlers["diff"]> {
    return (require("pulumi-kubefed/handlers/dnsRecordSet") as Handlers).diff(id, olds, news);
  }
  create(inputs: Inputs): ReturnType<Handlers["create"]> {
    return (require("pulumi-kubefed/handlers/dnsRecordSet") as Handlers).create(inputs);
  }
  read(id: string, props: State): ReturnType<Handlers["read"]> {
    return (require("pulumi-kubefed/handlers/dnsRecordSet") as Handlers).read(id, props);
  }
  update(id: string, olds: State, news: Inputs): ReturnType<Handlers["update"]> {
    return (require("pulumi-kubefed/handlers/dnsRecordSet") as Handlers).update(id, olds, news);
  }
  delete(id: string, props: State): ReturnType<Handlers["delete"]> {
    return (require("pulumi-kubefed/handlers/dnsRecordSet") as Handlers).delete(id, props);
  }
}

/** Inputs of a DnsRecordSet; any leaf may be an output of another resource. */
export type DnsRecordSetArgs = {
  [Key in Exclude<keyof Inputs, "registry" | "tsig">]: pulumi.Input<pulumi.Unwrap<Inputs[Key]>>;
} & {
  registry: Omit<Inputs["registry"], "ownerId"> & { readonly ownerId: pulumi.Input<string> };
  /** @default unsigned */
  tsig?: Record<"name" | "algorithm" | "secret", pulumi.Input<string>> | undefined;
};

/**
 * All records of one name in a zone that takes dynamic updates (RFC 2136), owned, written by one
 * atomic message and read back.
 *
 * - Created only where nobody else has records, changed and deleted only while they are ours.
 * - `records: {}` is a name that is not in DNS.
 */
export class DnsRecordSet extends pulumi.CustomResource {
  declare readonly dnsName: pulumi.Output<string>;
  declare readonly ttlSeconds: pulumi.Output<number>;
  /** Targets by record type, as last written or read. */
  declare readonly records: pulumi.Output<Record<string, string[]>>;
  /** The zone that the name is in; unknown for a name without records if none was given. */
  declare readonly zone: pulumi.Output<string | undefined>;
  /** By record type, who owns it. */
  declare readonly owners: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: DnsRecordSetArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs = { zone: args.zone, owners: undefined };
    super(
      customType("DnsRecordSet"),
      name,
      withHandlers({ ...args, ...outputs }, DnsRecordSetProvider),
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["tsig", "left"] }),
    );
  }
}
