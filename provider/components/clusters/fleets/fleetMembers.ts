/*
 * Fleets that a list outside of the program names, as components: for other languages, which cannot call a function
 * that makes clusters. A program in TypeScript calls `clustersFromKubeconfig` and its like.
 */

import type * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../../core/issue";
import { omit } from "../../../core/plain/records";
import { declare } from "../../../engine/program";
import type { FoundFleet } from "../foundFleet";
import { declareFound } from "../foundMembers";
import { KubeFedCluster, type KubeFedClusterArgs } from "../kubeFedCluster";

/** What a member cluster is given besides what its list says of it. */
export interface FleetMemberArgs extends Omit<
  KubeFedClusterArgs,
  "elsewhere" | "kubeconfig" | "provider"
> {
  /** A kubeconfig as text, where the list has no credentials. Kept as a secret. @secret */
  kubeconfig?: pulumi.Input<string>;
}

/** A component that stands for the clusters of a list. */
export interface DeclaredFleet {
  /** What it is called in messages. */
  readonly subject: string;
  readonly fleet: FoundFleet;
  /** Keys of inputs that have to be names which the list has. */
  readonly keys?: readonly Issue[];
  readonly members?: Readonly<Record<string, FleetMemberArgs>> | undefined;
  readonly gone?: readonly string[] | undefined;
  readonly opts: pulumi.ComponentResourceOptions | undefined;
}

/**
 * Declares a fleet and makes its clusters, in the order of the list; none where anything is wrong.
 *
 * They are beside the fleet and not below it: each has the URN that it has as a cluster of the program's own, so that
 * nothing is replaced where a fleet is renamed, written out, or read from another list.
 */
export function declareFleet(
  component: pulumi.ComponentResource,
  { subject, fleet, keys = [], members, gone, opts }: DeclaredFleet,
): KubeFedCluster[] {
  const { issues, list, known } = fleet;
  const strange = strangeKeys("members", members, {
    known,
    isNot: (name) => `no member cluster is called ${name}`,
  });
  const all = [...issues, ...keys, ...strange];
  void declare(component, subject, all);
  if (all.length > 0) return [];
  if (list !== undefined) declareFound({ by: subject, resource: component, ...list, gone });
  const beside = omit(opts ?? {}, ["aliases", "urn"]);
  return fleet.members.map(({ name, args }) => new KubeFedCluster(name, args, beside));
}

/** The keys of an input that mean nothing; none where it is not known what there is. */
export function strangeKeys(
  input: string,
  given: Readonly<Record<string, unknown>> | undefined,
  of: { readonly known?: readonly string[] | undefined; readonly isNot: (key: string) => string },
): Issue[] {
  const { known, isNot } = of;
  if (given === undefined || known === undefined) return [];
  const there = known.map((each) => JSON.stringify(each)).join(", ");
  return Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      code: "unknown-cluster",
      path: `${input}[${JSON.stringify(key)}]`,
      message: `${isNot(JSON.stringify(key))}; known: ${there === "" ? "none" : there}`,
    }));
}
