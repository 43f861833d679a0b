/*
 * The door for policy packs: the rules of core/policy over what Pulumi's policy host hands over. A program
 * never loads it, and it loads nothing of Pulumi's.
 */

import type {
  Policies,
  PolicyResource,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { IssuesError } from "../core/issue";
import type { KubeObject } from "../core/model";
import { mapAt } from "../core/plain/fields";
import type { PolicyFinding, RuledFleet } from "../core/policy/fleet";
import { type FleetRule, type FleetRules, fleetRules } from "../core/policy/rules";
import { knownProps } from "./knownProps";
import { clusterOf, readFleet, type StackResource } from "./readFleet";

export type { ExceptArgs } from "../core/policy/fleet";
export type { ImageRegistriesArgs } from "../core/policy/imageRegistries";
export type { RegionsArgs, ReplicaSharesArgs } from "../core/policy/replicaPlaces";
export type { FleetRules, RuleArgs, RuleLevel } from "../core/policy/rules";

/**
 * Policies over the whole fleet that a program declares, one for each rule that is named, for a pack of
 * `@pulumi/policy`. What is known only after the update is said and stops nothing before it.
 *
 * Throws an error with every problem of the settings.
 *
 * Example: `new PolicyPack("fleet", { policies: fleetPolicies({ regions: { atLeast: 2 } }) });`
 */
export function fleetPolicies(rules: FleetRules): Policies {
  const asked = fleetRules(rules);
  if (asked.issues.length > 0) throw new IssuesError("fleetPolicies", asked.issues);
  // This pack's own, filled while the program runs and read at its end.
  const declared = new Map<string, KubeObject>();
  const fleetOf = (resources: readonly PolicyResource[]) =>
    readFleet(resources.map(stackResource), declared);
  const judged = asked.rules.map(({ name, description, level, judge }): StackValidationPolicy => ({
    name,
    description,
    enforcementLevel: level,
    validateStack: ({ resources }, report) => {
      for (const { message, urn } of judge(fleetOf(resources)).filter(isJudged)) {
        report(message, urn);
      }
    },
  }));
  return [noting(declared), ...judged, notYetKnown(asked.rules, fleetOf)];
}

/** Notes what the program gives the objects on members, and refuses nothing. */
function noting(declared: Map<string, KubeObject>): ResourceValidationPolicy {
  return {
    name: "declaredObjects",
    description: "What the program declares, for the rules over the fleet; it refuses nothing.",
    enforcementLevel: "advisory",
    validateResource: ({ type, urn, props, provider, opts }) => {
      const cluster = clusterOf({ type, urn, provider, parentUrn: opts.parent });
      if (cluster !== undefined) declared.set(urn, mapAt(knownProps(props)));
    },
  };
}

/** What rules cannot judge before the update; a policy of its own, because each has one level for all. */
function notYetKnown(
  rules: readonly FleetRule[],
  fleetOf: (resources: readonly PolicyResource[]) => RuledFleet,
): StackValidationPolicy {
  return {
    name: "notYetKnown",
    description: "What the other rules can judge only after the update.",
    enforcementLevel: "advisory",
    validateStack: ({ resources }, report) => {
      const fleet = fleetOf(resources);
      const open = rules.flatMap(({ judge }) => judge(fleet)).filter((each) => !isJudged(each));
      const told = new Map(open.map((each) => [each.message, each]));
      for (const { message, urn } of told.values()) report(message, urn);
    },
  };
}

function isJudged({ isOpen }: PolicyFinding): boolean {
  return isOpen !== true;
}

function stackResource({ type, urn, props, parent, provider }: PolicyResource): StackResource {
  return {
    type,
    urn,
    props,
    parent: parent === undefined ? undefined : stackResource(parent),
    provider,
  };
}
