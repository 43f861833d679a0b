import type { Answer } from "../records/endpointPlan";
import type { AnswerName, NameToAnswer } from "../records/endpoints";
import type { PolicySettings } from "./policy";
import { abilityOf, failsOver, type PolicyBackend } from "./policyBackends";
import { luaRecords } from "./policyLua";
import { describeSteering } from "./policyReasons";
import { route53Sets } from "./policyRoute53";
import { type Branch, steer, weightOf } from "./policyTiers";
import { mergeTargets, recordsFor, type Targets } from "../records/targets";

/** A policy and where it is to be done. */
export interface PolicyAt extends PolicyBackend {
  readonly settings: PolicySettings;
}

/** How names with targets are answered under a policy that the backend can do. */
export function answerBy(at: PolicyAt, targets: ReadonlyMap<string, Targets>): AnswerName {
  const { settings } = at;
  const { policy = "simple" } = settings;
  const { checks } = abilityOf(at);
  const isPlain = policy === "simple" || checks === "nobody";
  if (isPlain || (policy === "multivalue" && !failsOver(at, settings).byItself)) return recordsFor;
  return (name) => {
    const branches = steeringOf({ name, settings, targets });
    const because = describeSteering(branches, settings);
    return checks === "itself"
      ? { ...answerByLua({ name, branches, settings, targets }), because }
      : { ...answerByRoute53({ name, branches, settings, targets }), because };
  };
}

interface Steering {
  readonly name: NameToAnswer;
  readonly settings: PolicySettings;
  readonly targets: ReadonlyMap<string, Targets>;
}

function steeringOf({ name, settings, targets }: Steering): readonly Branch[] {
  const answering = (clusters: readonly string[]): readonly string[] =>
    withoutDrained(
      clusters.filter((cluster) => hasTargets(targets.get(cluster))),
      settings,
    );
  return steer({
    settings,
    clusters: answering(name.clusters),
    // Help from above is a matter of being found to fail, which only PowerDNS does for a name.
    fallbacks: settings.healthCheck === undefined ? [] : name.fallbacks.map(answering),
  }).filter(({ tiers }) => tiers.length > 0);
}

function answerByLua(
  of: Steering & { readonly branches: readonly Branch[] },
): Omit<Answer, "because"> {
  const { name, branches, settings } = of;
  const clusters = [...new Set(branches.flatMap(({ tiers }) => tiers.flat()))];
  const [only = "", ...others] = clusters;
  // With one cluster there is nothing to decide, so that a lone host stays an alias.
  if (others.length === 0 && (of.targets.get(only)?.hosts.length ?? 0) > 0) return recordsFor(name);
  const answers = clusters.map((cluster) => ({
    cluster,
    ...recordsFor({ ...name, targets: targetsFor(of, [cluster]), mayHaveCname: false }),
  }));
  const addresses = new Map(
    answers.map(({ cluster, records }) => [
      cluster,
      [...(records.A ?? []), ...(records.AAAA ?? [])],
    ]),
  );
  return {
    records: luaRecords({ branches, addresses, settings }),
    issues: answers.flatMap(({ issues }) => issues),
  };
}

function answerByRoute53(
  of: Steering & { readonly branches: readonly Branch[] },
): Omit<Answer, "because"> {
  const { name, branches, settings } = of;
  const drafts = [...new Set(branches.flatMap(({ tiers }) => tiers.flat()))];
  const isHost = (cluster: string): boolean => {
    const { addresses = [], hosts = [] } = of.targets.get(cluster) ?? {};
    return addresses.length === 0 && hosts.length === 1;
  };
  // A name is an alias in all of its sets or in none, and several values are never aliases.
  const mayHaveCname =
    name.mayHaveCname && settings.policy !== "multivalue" && drafts.every(isHost);
  return {
    records: {},
    ...route53Sets({
      branches,
      settings,
      recordsOf: (clusters) =>
        recordsFor({ ...name, targets: targetsFor(of, clusters), mayHaveCname }),
    }),
  };
}

function targetsFor({ targets }: Steering, clusters: readonly string[]): Targets {
  return mergeTargets(clusters.flatMap((cluster) => targets.get(cluster) ?? []));
}

/** Drained clusters answer only if all that could are drained. */
function withoutDrained(
  clusters: readonly string[],
  { policy, weights }: PolicySettings,
): readonly string[] {
  if (policy !== "weighted") return clusters;
  const wanted = clusters.filter((cluster) => weightOf(weights, cluster) > 0);
  return wanted.length > 0 ? wanted : clusters;
}

/** Whether there is anything to answer with. */
export function hasTargets(targets: Targets | undefined): boolean {
  return targets !== undefined && targets.addresses.length + targets.hosts.length > 0;
}
