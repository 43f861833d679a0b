import type * as pulumi from "@pulumi/pulumi";
import { omit, pick } from "../../core/plain/records";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import type { FederatedOptions } from "../objects/federatedOptions";
import { aliasesOf } from "../existing/aliases";
import { remakingOptions } from "../clusters/remaking";

/** Options that Pulumi does not hand from a component to its children, and that a component gives them. */
export const handedOn = [
  "additionalSecretOutputs",
  "customTimeouts",
  "deleteBeforeReplace",
  "deletedWith",
  "hideDiffs",
  "import",
  "replaceOnChanges",
  "replaceWith",
  "replacementTrigger",
  "retainOnDelete",
] as const;

/**
 * The options of the component itself: what only its children can use is taken out. Of what is staged only
 * children wait for others: the component would wait for all clusters of what it depends on.
 */
export function componentOptions(
  opts: FederatedOptions,
  stagedUpdate?: unknown,
): pulumi.ComponentResourceOptions {
  const own = omit(opts, ["ignoreChanges", ...handedOn]);
  return stagedUpdate === undefined ? own : omit(own, ["dependsOn"]);
}

/**
 * The options of a federated component that another one is made of: they reach its objects as they reach those
 * of any other.
 */
export function optionsWithin(of: {
  readonly parent: pulumi.ComponentResource;
  readonly opts: FederatedOptions;
  /** What it comes after. */
  readonly after: readonly pulumi.Resource[];
}): FederatedOptions {
  const { parent, opts, after } = of;
  const dependencies: unknown[] = [opts.dependsOn ?? [], after];
  return {
    ...omit(pick(opts, handedOn), ["import"]),
    parent,
    ignoreChanges: opts.ignoreChanges,
    ...(opts.dependsOn === undefined && after.length === 0
      ? {}
      : // Pulumi flattens lists, promises and outputs of dependencies at every depth; its type stops at one.
        { dependsOn: Promise.resolve(dependencies as pulumi.Resource[]) }),
  };
}

/** What a child has from its component. */
export interface Childhood {
  readonly parent: pulumi.ComponentResource;
  readonly opts: FederatedOptions;
  readonly member: KubeFedCluster;
  /** Resolves when children may be registered. */
  readonly gate: Promise<void>;
  /** Where the stack had it before it was renamed or moved. */
  readonly former: Promise<string | undefined> | undefined;
  /** What must be there first. */
  readonly after: pulumi.Input<unknown>;
  /** What its component depends on. @default as the options say */
  readonly dependsOn?: Promise<unknown> | undefined;
  /** How long it may take to become ready, where its options do not say it. */
  readonly deadline?: string | undefined;
  /** Whether its object stays on its cluster. */
  readonly retain: boolean | undefined;
}

/**
 * The options of one child. `protect`, `transforms`, `transformations` and the consequences of
 * `aliases` are not here because Pulumi itself hands them from parent to child.
 */
export function childOptions(childhood: Childhood): pulumi.CustomResourceOptions {
  const { parent, opts, member, gate, former, after, retain, deadline } = childhood;
  const dependsOn = childhood.dependsOn ?? opts.dependsOn;
  return {
    ...(deadline === undefined ? {} : { customTimeouts: { create: deadline, update: deadline } }),
    ...pick(opts, handedOn),
    ...(retain === undefined ? {} : { retainOnDelete: retain }),
    parent,
    provider: member.provider,
    dependsOn: afterGate(gate, [dependsOn ?? [], after ?? []]),
    aliases: aliasesOf(former),
    ignoreChanges: [...(opts.ignoreChanges ?? [])],
    ...remakingOptions(member),
  };
}

/** Dependencies that also wait for the gate of the program. */
export function afterGate(
  gate: Promise<void>,
  dependencies: readonly unknown[],
): Promise<pulumi.Resource[]> {
  // Pulumi flattens lists, promises and outputs of dependencies at every depth; its type stops at one.
  return gate.then(() => [...dependencies] as pulumi.Resource[]);
}
