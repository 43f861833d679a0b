import { type Issue, sortIssues } from "../issue";
import { ownValue } from "../plain/ownKey";
import { isPlainObject } from "../plain/plainObject";
import { describeValue } from "../plain/valueKind";
import { judgeDisruptionBudgets } from "./disruptionBudgets";
import type { ExceptArgs, PolicyFinding, RuledFleet } from "./fleet";
import { type ImageRegistriesArgs, judgeImageRegistries } from "./imageRegistries";
import { judgeMemberRights } from "./memberRights";
import {
  judgeRegions,
  judgeReplicaShares,
  type RegionsArgs,
  type ReplicaSharesArgs,
} from "./replicaPlaces";
import { judgeSecretPlaces } from "./secretPlaces";
import { judgeServiceRecords } from "./serviceRecords";

/** How a rule is enforced: a mandatory one stops the preview, an advisory one only says so. */
export type RuleLevel = "advisory" | "mandatory";

/** A rule's own settings, and what all have. */
export type RuleArgs<Own extends ExceptArgs> = Own & {
  /** @default "mandatory" */
  readonly enforcementLevel?: RuleLevel;
};

/** The rules of a fleet; only those that are named are asked. */
export interface FleetRules {
  /** No image on any member from another registry. */
  readonly imageRegistries?: RuleArgs<ImageRegistriesArgs>;
  /** A PodDisruptionBudget wherever a workload has more than one replica on a cluster. */
  readonly disruptionBudgets?: RuleArgs<ExceptArgs>;
  /** Every workload over so many regions. */
  readonly regions?: RuleArgs<RegionsArgs>;
  /** No more than a share of a workload's replicas on one cluster or in one region. */
  readonly replicaShares?: RuleArgs<ReplicaSharesArgs>;
  /** No Service of a federated workload without its ServiceDNSRecord. */
  readonly serviceRecords?: RuleArgs<ExceptArgs>;
  /** Secrets only in federated Secrets. */
  readonly secretPlaces?: RuleArgs<ExceptArgs>;
  /** Every member joined, and with less than cluster-admin. */
  readonly memberRights?: RuleArgs<ExceptArgs>;
}

/** One rule, ready to be asked. */
export interface FleetRule {
  /** As a policy pack's configuration names it. */
  readonly name: string;
  readonly description: string;
  readonly level: RuleLevel;
  /** What is wrong in a fleet, sorted as the fleet is. */
  readonly judge: (fleet: RuledFleet) => PolicyFinding[];
}

interface RuleKind {
  readonly description: string;
  readonly judge: Judge;
  /** What is wrong with the settings, by setting. */
  readonly check?: (args: Readonly<Record<string, unknown>>) => [string, string][];
}

type Judge = (fleet: RuledFleet, given: FleetRules) => PolicyFinding[];

/** A rule that is asked where its settings are given. */
function judging<Name extends keyof FleetRules>(
  name: Name,
  judge: (fleet: RuledFleet, args: NonNullable<FleetRules[Name]>) => PolicyFinding[],
): Judge {
  return (fleet, { [name]: args }) => (args === undefined ? [] : judge(fleet, args));
}

const kinds: Readonly<Record<keyof FleetRules, RuleKind>> = {
  disruptionBudgets: {
    description:
      "A PodDisruptionBudget wherever a workload has more than one replica on a cluster.",
    judge: judging("disruptionBudgets", judgeDisruptionBudgets),
  },
  imageRegistries: {
    description: "Images only from the registries that are allowed.",
    judge: judging("imageRegistries", judgeImageRegistries),
    check: ({ registries }) =>
      isListOfTexts(registries) && registries.length > 0
        ? []
        : [["registries", `must be a list of registries; came ${describeValue(registries)}`]],
  },
  memberRights: {
    description: "Every member cluster is joined, and with less than cluster-admin.",
    judge: judging("memberRights", judgeMemberRights),
  },
  regions: {
    description: "Every workload runs in enough regions.",
    judge: judging("regions", judgeRegions),
    check: ({ atLeast }) => numberProblems("atLeast", atLeast, 1000),
  },
  replicaShares: {
    description: "No cluster and no region has too large a share of a workload's replicas.",
    judge: judging("replicaShares", judgeReplicaShares),
    check: ({ perClusterPercent, perRegionPercent }) =>
      perClusterPercent === undefined && perRegionPercent === undefined
        ? [["", "needs perClusterPercent, perRegionPercent or both"]]
        : [
            ...numberProblems("perClusterPercent", perClusterPercent ?? 100, 100),
            ...numberProblems("perRegionPercent", perRegionPercent ?? 100, 100),
          ],
  },
  secretPlaces: {
    description: "Secrets are only in federated Secrets.",
    judge: judging("secretPlaces", judgeSecretPlaces),
  },
  serviceRecords: {
    description: "Every Service of a federated workload has its DNS record.",
    judge: judging("serviceRecords", judgeServiceRecords),
  },
};

const ruleNames = Object.keys(kinds) as (keyof FleetRules)[];
const levels: readonly unknown[] = ["advisory", "mandatory"];

/**
 * The rules that are asked for, sorted by name, and all that is wrong with their settings.
 *
 * @example
 * fleetRules({ regions: { atLeast: 2 } }).rules.map(({ name, level }) => `${name}: ${level}`)
 * //=> ["regions: mandatory"]
 */
export function fleetRules(given: FleetRules): {
  readonly rules: readonly FleetRule[];
  readonly issues: readonly Issue[];
} {
  const unknown = Object.keys(given)
    .filter((name) => !ruleNames.some((known) => known === name))
    .map((name) => issue(name, `is not a rule; known: ${ruleNames.join(", ")}`));
  const issues = ruleNames.flatMap((name) => settingIssues(name, ownValue({ ...given }, name)));
  const rules = ruleNames.flatMap((name) => ruleOf(name, given));
  return { rules, issues: sortIssues([...unknown, ...issues]) };
}

function ruleOf(name: keyof FleetRules, given: FleetRules): FleetRule[] {
  const args = given[name];
  if (args === undefined) return [];
  const { description, judge } = kinds[name];
  const level = args.enforcementLevel ?? "mandatory";
  return [{ name, description, level, judge: (fleet) => judge(fleet, given) }];
}

function settingIssues(name: keyof FleetRules, args: unknown): Issue[] {
  if (args === undefined) return [];
  if (!isPlainObject(args)) return [issue(name, `must be a map; came ${describeValue(args)}`)];
  const { enforcementLevel = "mandatory", except = [] } = args;
  const problems = kinds[name].check?.(args) ?? [];
  if (!levels.includes(enforcementLevel)) {
    const came = describeValue(enforcementLevel);
    problems.push(["enforcementLevel", `must be "advisory" or "mandatory"; came ${came}`]);
  }
  if (!isListOfTexts(except)) {
    problems.push(["except", `must be a list of names; came ${describeValue(except)}`]);
  }
  return problems.map(([path, message]) => issue(path === "" ? name : `${name}.${path}`, message));
}

function numberProblems(path: string, value: unknown, most: number): [string, string][] {
  const isFine = Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
  const allowed = `must be a whole number from 1 to ${most}`;
  return isFine ? [] : [[path, `${allowed}; came ${describeValue(value)}`]];
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string" && each !== "");
}

function issue(path: string, message: string): Issue {
  return { code: "policy-invalid", path, message };
}
