import * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import { isPlainObject } from "../../core/plain/plainObject";
import { childName, federatedType, type Scope } from "../../core/kinds/federatedTypes";
import { objectTitle } from "../../core/kinds/objectTitle";
import { groupOf } from "../../core/manifests/manifest";
import type { ClusterPlan, PropagationPlan } from "../../core/objects/propagationPlan";
import { hasUnknown, plainValueWithin } from "../../engine/plainValue";
import { declareFindings } from "../../engine/program";
import { typeOf } from "../../engine/resourceType";
import { hasChildOf, stackState } from "../../engine/state/stackState";
import { type DryRun, dryRunElsewhere } from "../../observe/objects/dryRun";
import { type Reached, reached } from "../../observe/objects/memberObject";
import { isServed } from "../../observe/objects/servedKinds";
import { probeOf } from "../../engine/probes";
import type { WatchedCluster } from "../clusters/clusterAvailability";
import { bringsDefinitions } from "../declare/claimedObjects";

/** A federated component whose objects are to be created. */
export interface Acceptance {
  readonly component: pulumi.ComponentResource;
  readonly name: string;
  readonly subject: string;
  readonly plan: PropagationPlan;
  readonly members: readonly WatchedCluster[];
  readonly scope: Scope | undefined;
  /** Whether it waits for something, which may bring what its clusters lack. */
  readonly waits: boolean;
}

/**
 * Lets the program's gate wait until the member clusters have said whether they would take the objects that
 * are new to them: whether they serve the kind, and, in a namespace that is not there yet, whether the object
 * is right. What could not be asked is said.
 */
export function declareAcceptance(acceptance: Acceptance): Promise<void> {
  const { component, subject, plan } = acceptance;
  const planned = plan.clusters.filter(({ object }) => object !== undefined);
  const found = Promise.all(planned.map((each) => findIssue(acceptance, each)));
  return declareFindings(
    component,
    subject,
    found.then((all) => all.filter((issue) => issue !== undefined)),
  );
}

async function findIssue(acceptance: Acceptance, planned: ClusterPlan): Promise<Issue | undefined> {
  const { component, name, members } = acceptance;
  const { cluster } = planned;
  const member = members.find((each) => each.name === cluster);
  const there = member === undefined ? undefined : reached(await probeOf(member));
  if (member === undefined || there === undefined) return undefined;
  const state = await stackState().catch(() => undefined);
  const child = { component: typeOf(component), name: childName(name, cluster) };
  if (state === undefined || hasChildOf(state, child)) return undefined;
  const path = `clusters["${cluster}"]`;
  const unserved = await whyUnserved(acceptance, { member, there });
  if (unserved !== undefined) return { code: "kind-not-served", path, message: unserved };
  const refused = await whyRefused(acceptance, { planned, there });
  return refused === undefined ? undefined : { code: "object-refused", path, message: refused };
}

/** Every Kubernetes that anybody runs serves these. */
const alwaysServed = ["v1", "apps/v1", "rbac.authorization.k8s.io/v1", "apiextensions.k8s.io/v1"];

async function whyUnserved(
  { component, plan, waits }: Acceptance,
  { member, there }: { readonly member: WatchedCluster; readonly there: Reached },
): Promise<string | undefined> {
  const { apiVersion, kind } = plan;
  if (alwaysServed.includes(apiVersion)) return undefined;
  if ((await isServed({ cluster: there, key: plan })) !== false) return undefined;
  // Asked last: by then the program has declared what it brings.
  if (bringsDefinitions(member, groupOf(apiVersion))) return undefined;
  const message = `"${member.name}" does not serve ${kind} of ${apiVersion}`;
  if (waits) {
    const hope = "what it depends on must bring the definition, or the update will fail there";
    void pulumi.log.warn(`${objectTitle(plan)}: ${message} yet; ${hope}`, component);
    return undefined;
  }
  return `${message}; let it depend on what brings the definition (dependsOn), override apiVersion there, or leave the cluster out by placement`;
}

async function whyRefused(
  { component, plan, scope }: Acceptance,
  { planned, there }: { readonly planned: ClusterPlan; readonly there: Reached },
): Promise<string | undefined> {
  const { apiVersion, kind } = plan;
  if ((scope ?? federatedType(apiVersion, kind).scope) === "Cluster") return undefined;
  const answer = await tryOut({ plan, planned, there });
  if (answer?.kind === "refused") return `its API server would refuse it: ${answer.message}`;
  if (answer?.kind === "not-asked") {
    const title = `${objectTitle(plan)} on "${planned.cluster}"`;
    void pulumi.log.info(
      `${title}: whether its API server would take it was not asked, as ${answer.why}`,
      component,
    );
  }
  return undefined;
}

async function tryOut(request: {
  readonly plan: PropagationPlan;
  readonly planned: ClusterPlan;
  readonly there: Reached;
}): Promise<DryRun | undefined> {
  const { plan, planned, there } = request;
  // What comes of other resources may come only after the gate, which waits for this.
  const object = await plainValueWithin(planned.object, 1000);
  const isKnown = isPlainObject(object) && !hasUnknown(object);
  return dryRunElsewhere({ cluster: there, key: plan, object: isKnown ? object : undefined });
}
