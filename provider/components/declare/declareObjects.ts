/*
 * The one pipeline by which a component puts something on member clusters, and its steps.
 * Kinds, targets and charts all go through it; a new sort of thing only says what is its own.
 */

import * as pulumi from "@pulumi/pulumi";
import { objectTitle } from "../../core/kinds/objectTitle";
import { childName, type Scope } from "../../core/kinds/federatedTypes";
import type { Issue } from "../../core/issue";
import type { KubeObject } from "../../core/model";
import { renderPlanLine } from "../../core/objects/explain";
import {
  type ClusterPlan,
  type PropagationPlan,
  summarisePlan,
} from "../../core/objects/propagationPlan";
import { isWorkload } from "../../core/stages/objectHealth";
import { isPreview } from "../../engine/engine";
import { typeOf } from "../../engine/resourceType";
import { declare } from "../../engine/program";
import { currentRun } from "../../engine/run";
import { declareReach } from "../clusters/clusterAvailability";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import { type FederatedOptions, validateOptions } from "../objects/federatedOptions";
import { childOptions } from "./childOptions";
import { claimObjects } from "./claimedObjects";
import { decisionOutputs, type Decisions, secretFieldOutputs } from "./decisions";
import { declareDeletions, isRetained } from "../deletion/deletionTerms";
import { guardServed } from "../deletion/servedGuard";
import type { Members } from "./fleet";
import {
  type Child,
  deferrable,
  deferralsOf,
  immediate,
  type MemberResources,
  resourcesOf,
} from "./memberResource";
import { declareDivision } from "../shards/shardDivision";
import { joinStagedUpdate } from "../stages/joinStagedUpdate";
import { dependenciesOn, heldBecause, stepOf, type Staging } from "../stages/stagedPlace";
import { declareExisting, type Existing } from "../existing/existingObjects";

/** What a component puts on member clusters. */
export interface Declaration<Resource extends pulumi.Resource> {
  readonly component: pulumi.ComponentResource;
  /** What the component is called in messages. */
  readonly subject: string;
  readonly name: string;
  readonly plan: PropagationPlan;
  readonly where: Members;
  readonly opts: FederatedOptions;
  /** What is wrong beside the place and the plan. @default nothing */
  readonly issues?: readonly Issue[];
  /**
   * What belongs to this component alone: the planned objects, one field of objects that others make, or
   * nothing that is known before its cluster is asked.
   */
  readonly claims: "objects" | { readonly field: string } | "nothing";
  /** How objects that exist already are told from ours. @default nobody is asked for them */
  readonly existing?: { readonly adopt: boolean | undefined; readonly scope: Scope | undefined };
  /** Whether its objects take along what others have in them. @default false */
  readonly deleteContents?: boolean | undefined;
  /** What must be there before the component's resource of a cluster: its namespace. @default nothing */
  readonly after?: (cluster: string) => pulumi.Input<unknown>;
  /** What decides about the plan, for who asks why. */
  readonly decisions: Omit<Decisions, "plan" | "members">;
  /** The strategy by which its clusters are updated. @default all at once */
  readonly stagedUpdate?: unknown;
  /** What clusters of other shards are to have, by name; a strategy compares it with what they have had. @default nothing */
  readonly elsewhere?: () => Readonly<Record<string, KubeObject>>;
  /** Makes the resource of one cluster; a promise where that is not known at once. */
  readonly create: (place: DeclaredPlace) => Resource | Promise<Resource>;
}

/** One cluster's part of what is declared. */
export interface DeclaredPlace {
  readonly planned: ClusterPlan;
  readonly member: KubeFedCluster;
  /** The resource's name: identity, the same as ever. */
  readonly child: string;
  readonly options: pulumi.CustomResourceOptions;
  /** What the object bears to be known as this stack's; undefined where it bears nothing. */
  readonly mark: pulumi.Output<string | undefined> | undefined;
  readonly parent: pulumi.ComponentResource;
  readonly plan: PropagationPlan;
  /** Resolves when the resource may be registered. */
  readonly gate: Promise<void>;
  /** Where the stack had it before it was renamed or moved. */
  readonly formerUrn: Promise<string | undefined> | undefined;
  /** Whether it stays as the stack has it. @default false */
  readonly isHeld?: boolean;
}

/** What came of a declaration. */
export interface Declared<Resource extends pulumi.Resource> extends MemberResources<Resource> {
  readonly children: Readonly<Record<string, Child<Resource>>>;
  /** Resolves when children may be registered. */
  readonly gate: Promise<void>;
  /** The plan without its objects. */
  readonly plan: PropagationPlan;
  /** What the component registers: the plan, and what was deferred where a cluster may be away. */
  readonly outputs: pulumi.Inputs;
}

/**
 * Takes a component's plan to its member clusters; every component that puts something there calls it.
 *
 * In this order: are the clusters there (reach), are the objects somebody else's (existing objects), does another
 * component declare them (claims), is anything wrong anywhere in the program (gate), what the preview
 * says, one resource per selected cluster, and what of it is kept or deferred while a cluster is away.
 */
export function declareObjects<Resource extends pulumi.Resource>(
  declaration: Declaration<Resource>,
): Declared<Resource> {
  const { component, subject, name, plan, where, opts, decisions } = declaration;
  const { members } = where;
  for (const member of members) {
    if (member.elsewhere === undefined) void declareReach(member);
  }
  declareDivision(declaration);
  const known = lookForObjects(declaration);
  const issues = [
    ...where.issues,
    ...validateOptions(opts),
    ...(declaration.issues ?? []),
    ...plan.issues,
  ];
  const gate = declare(component, subject, [...issues, ...claimsOf(declaration)]);
  if (isPreview()) void pulumi.log.info(renderPlanLine(plan, pulumi.getStack()), component);
  const staging = joinOf(declaration);
  const children = createChildren(declaration, { gate, known, staging });
  if (staging !== undefined) staging.part.children = children;
  currentRun().expansions.push({ component, name, clusters: Object.keys(children), plan });
  declareDeletions(declaration);
  if (declaration.claims === "objects") guardServed({ ...declaration, children, gate });
  const summary = summarisePlan(plan);
  const mayBeAway = members.some(({ unreachable }) => unreachable === "keep");
  return {
    children,
    ...resourcesOf(children),
    gate,
    plan: summary,
    outputs: {
      plan: summary,
      ...(mayBeAway || staging !== undefined ? { deferred: deferralsOf(children) } : {}),
      ...secretFieldOutputs(plan),
      ...decisionOutputs({ plan, members, ...decisions }),
    },
  };
}

/** What is known of the objects that are to be there, by cluster; of those that are imported the engine tells. */
function lookForObjects<Resource extends pulumi.Resource>(
  declaration: Declaration<Resource>,
): Readonly<Record<string, Partial<Existing>>> {
  const { component, subject, name, plan, opts, existing } = declaration;
  if (existing === undefined || opts.import !== undefined) return {};
  const { adopt = false, scope } = existing;
  const { apiVersion, kind, namespace, name: called } = plan;
  const key = { apiVersion, kind, namespace, name: called, scope };
  const type = typeOf(component);
  const entries = placesOf(declaration).map(({ planned: { cluster }, member }) => {
    const child = childName(name, cluster);
    const sought = { parent: component, component: type, subject, child, key, member, adopt };
    return [cluster, declareExisting(sought)] as const;
  });
  return Object.fromEntries(entries);
}

/** Where there is to be an object. */
function placesOf<Resource extends pulumi.Resource>({
  plan,
  where,
}: Declaration<Resource>): { readonly planned: ClusterPlan; readonly member: KubeFedCluster }[] {
  return plan.clusters.flatMap((planned) => {
    const member = where.members.find(({ name }) => name === planned.cluster);
    // Another shard's clusters are planned for, and written by that shard.
    const isHere = member !== undefined && member.elsewhere === undefined;
    return planned.object === undefined || !isHere ? [] : [{ planned, member }];
  });
}

function claimsOf<Resource extends pulumi.Resource>({
  subject,
  plan,
  claims,
}: Declaration<Resource>): Issue[] {
  if (claims === "nothing") return [];
  return claimObjects({ subject, plan, field: claims === "objects" ? undefined : claims.field });
}

/** The strategy that stages the component, if any. */
function joinOf<Resource extends pulumi.Resource>(
  declaration: Declaration<Resource>,
): Staging | undefined {
  const { stagedUpdate, component, subject, name, plan, where, existing } = declaration;
  if (stagedUpdate === undefined) return undefined;
  const { members } = where;
  return joinStagedUpdate(stagedUpdate, {
    component,
    subject,
    name,
    plan,
    scope: existing?.scope,
    members,
    elsewhere: declaration.elsewhere?.() ?? {},
  });
}

/** What is known before children are created. */
interface Checked {
  readonly gate: Promise<void>;
  readonly known: Readonly<Record<string, Partial<Existing>>>;
  readonly staging: Staging | undefined;
}

/**
 * Creates the resource of every selected cluster, by cluster name, each under its own provider; on a
 * cluster that is kept while it is away, only once it is known whether it is there, and of what is staged,
 * only once it is known how far the update goes.
 */
function createChildren<Resource extends pulumi.Resource>(
  declaration: Declaration<Resource>,
  checked: Checked,
): Record<string, Child<Resource>> {
  const children: Record<string, Child<Resource>> = {};
  for (const { planned, member } of placesOf(declaration)) {
    children[planned.cluster] = createChild(declaration, checked, { planned, member });
  }
  return children;
}

function createChild<Resource extends pulumi.Resource>(
  declaration: Declaration<Resource>,
  { gate: opened, known, staging }: Checked,
  of: { readonly planned: ClusterPlan; readonly member: KubeFedCluster },
): Child<Resource> {
  const { component: parent, name, plan, opts, after } = declaration;
  const { planned, member } = of;
  const { cluster } = planned;
  const child = childName(name, cluster);
  const { former, mark, settled, unanswered } = known[cluster] ?? {};
  const gate = settled === undefined ? opened : opened.then(() => settled);
  const retain = isRetained(declaration, member);
  const shared = { parent, opts, member, gate, former, retain };
  const place = { member, child, mark, parent, plan, gate, formerUrn: former };
  const create = () => {
    const options = childOptions({ ...shared, after: after?.(cluster) });
    return declaration.create({ ...place, planned, options });
  };
  const title = objectTitle(plan);
  const deferred = { member, parent, child, title, gate, unanswered, former };
  if (staging !== undefined) {
    const createStaged = async (isHeld: boolean) => {
      const step = isHeld ? { planned, after: [] } : await stepOf(staging, planned);
      const options = childOptions({
        ...shared,
        after: [after?.(cluster) ?? [], ...step.after],
        dependsOn: dependenciesOn(staging, cluster, opts.dependsOn ?? []),
        deadline: isWorkload(plan.kind) ? staging.update.settings.progressDeadline : undefined,
      });
      return declaration.create({ ...place, planned: step.planned, options, isHeld });
    };
    const held = heldBecause(staging, gate, cluster);
    return deferrable({ ...deferred, create: createStaged, held });
  }
  return member.unreachable === "keep" ? deferrable({ ...deferred, create }) : immediate(create());
}
