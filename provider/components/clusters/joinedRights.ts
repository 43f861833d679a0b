import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import { broadRights, coversKind, type JoinRights, rulesOf } from "../../core/membership/rights";
import type { PolicyRule } from "../../core/membership/rules";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { stableText } from "../../core/plain/text";
import { declareFindings } from "../../engine/program";
import { currentRun } from "../../engine/run";
import { formerMembership, type MembershipNames } from "../../engine/state/stateMemberships";

/** Who is to get rights by joining, and which. */
export interface GrantedRights extends MembershipNames {
  readonly scope: "Cluster" | "Namespaced";
  /** Absent where the program does not say. */
  readonly rights: JoinRights | undefined;
}

/**
 * The rules of a cluster's membership. One that had all rights, because there was no choice when it was
 * joined, keeps them until the program says a word, and is told. Rights from which others follow are told
 * of in the run that gives them.
 */
export function grantRights(
  cluster: pulumi.Resource,
  request: GrantedRights,
): Promise<PolicyRule[] | undefined> {
  const rules = decide(cluster, request);
  currentRun().grantedRules.set(request.clusterName, rules);
  return rules;
}

async function decide(
  cluster: pulumi.Resource,
  request: GrantedRights,
): Promise<PolicyRule[] | undefined> {
  const { clusterName, scope, rights } = request;
  // A state that cannot be read tells nothing; what it would have kept is then a change in the preview.
  const former = await formerMembership(request).catch(() => undefined);
  const say = (what: string) =>
    pulumi.log.warn(`KubeFedCluster "${clusterName}": ${what}`, cluster);
  if (rights === undefined && former !== undefined && former.rules === undefined) {
    await say(
      'was joined with all rights and keeps them; join.rules: "everything" says that this is meant, "federated-kinds" or rulesForKinds leaves what federating takes',
    );
    return undefined;
  }
  const rules = rulesOf(rights ?? "federated-kinds");
  const isNew = former === undefined || stableText(former.rules) !== stableText(rules);
  if (rules === undefined || scope !== "Cluster" || !isNew) return rules;
  for (const { may, by } of broadRights(rules)) {
    await say(
      `whoever has the credentials that joining makes may ${may} (by ${by.join(", ")}); scope "Namespaced" bounds them to one namespace, join.rules to the kinds that it lists`,
    );
  }
  return rules;
}

/** A federated object, and where it goes. */
export interface NeededRights {
  readonly component: pulumi.Resource;
  readonly subject: string;
  readonly plan: PropagationPlan;
  readonly members: readonly (pulumi.Resource & { readonly name: string })[];
}

/** Refuses an object that the credentials of a joined cluster may not write, before anything is written. */
export function declareRights({ component, subject, plan, members }: NeededRights): void {
  const { apiVersion, kind } = plan;
  const { grantedRules } = currentRun();
  const selected = members.filter(({ name }) =>
    plan.clusters.some(({ cluster, object }) => cluster === name && object !== undefined),
  );
  const found = selected.map(async (member): Promise<Issue[]> => {
    const rules = await grantedRules.get(member.name);
    if (rules === undefined || coversKind(rules, apiVersion, kind)) return [];
    const message = `${kind} (${apiVersion}) is not in the rules that cluster "${member.name}" is joined with; add it: join.rules: [...kubefed.rulesForKinds([${rulesArgument(plan)}]), …], or "everything"`;
    return [{ code: "join-rules", path: `clusters["${member.name}"]`, message }];
  });
  if (selected.some((member) => grantedRules.has(member.name))) {
    const all = Promise.all(found).then((issues) => issues.flat());
    void declareFindings(component, subject, all);
  }
}

function rulesArgument({ apiVersion, kind }: PropagationPlan): string {
  return `{ apiVersion: "${apiVersion}", kind: "${kind}" }`;
}
