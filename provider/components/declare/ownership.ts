import { objectTitle } from "../../core/kinds/objectTitle";
import * as pulumi from "@pulumi/pulumi";
import once from "lodash/once";
import type { Issue } from "../../core/issue";
import { isPlainObject } from "../../core/plain/plainObject";
import { childName, type Scope } from "../../core/kinds/federatedTypes";
import type { KubeObject } from "../../core/model";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { federatedObjectUrn, objectUrn } from "../../engine/stateObjects";
import { hasFederatedChild, stackState } from "../../engine/stackState";
import type { WatchedCluster } from "../clusters/clusterAvailability";
import { type Finding, findOn, formerObjectUrn } from "./formerObject";
import { declareFindings } from "../../engine/program";

/** A federated component whose objects may exist already. */
export interface Ownership {
  readonly component: pulumi.ComponentResource;
  readonly subject: string;
  readonly name: string;
  readonly plan: PropagationPlan;
  readonly members: readonly WatchedCluster[];
  readonly scope: Scope | undefined;
  readonly adopt: boolean | undefined;
}

/** The URN under which the stack had each cluster's object before it was renamed or moved, if it was. */
export type FormerUrns = Readonly<Record<string, Promise<string | undefined>>>;

/**
 * Looks for the objects that are to be created.
 *
 * - One that exists and is somebody else's is a problem of the program, whose gate waits until that is
 *   known: the provider would take it over in silence, or fail half way.
 * - One that the stack has under another URN, because its component or its cluster was renamed or moved,
 *   is given back by that URN. Without it as an alias the engine would write the object once more, and
 *   then delete it as the old one.
 */
export function declareOwnership(ownership: Ownership): FormerUrns {
  const { component, subject, plan, members, scope } = ownership;
  const sought = plan.clusters
    .filter(({ object }) => object !== undefined)
    .map(({ cluster }) => {
      const member = members.find(({ name }) => name === cluster);
      return { ...ownership, cluster, find: once(() => findOn(member, { ...plan, scope })) };
    });
  const issues = Promise.all(sought.map(findIssue));
  void declareFindings(
    component,
    subject,
    issues.then((all) => all.filter((issue) => issue !== undefined)),
  );
  return Object.fromEntries(sought.map((each) => [each.cluster, findFormerUrn(each)]));
}

/** The object with the mark by which the provider takes fields over that others own. */
export function takingOver(object: KubeObject | undefined): KubeObject {
  const metadata: KubeObject = isPlainObject(object?.metadata) ? object.metadata : {};
  const given: pulumi.Output<unknown> = pulumi.output(metadata.annotations);
  const annotations = given.apply((own) => ({
    ...(isPlainObject(own) ? own : {}),
    "pulumi.com/patchForce": "true",
  }));
  return { ...object, metadata: { ...metadata, annotations } };
}

/** One object, and how to ask its cluster for it. */
interface Sought extends Ownership {
  readonly cluster: string;
  /** Asks once. */
  readonly find: () => Promise<Finding>;
}

async function findIssue(sought: Sought): Promise<Issue | undefined> {
  const { component, name, plan, cluster, adopt } = sought;
  const state = await stackState();
  // Not by the component's URN: a component that depends on others is registered only after the gate.
  if (hasFederatedChild(state, childName(name, cluster))) return undefined;
  const found = await sought.find();
  if (found === undefined || found === "not asked") return undefined;
  if (objectUrn(state, { ...plan, uid: found.uid }) !== undefined) return undefined;
  const object = objectTitle(plan);
  if (adopt === true) {
    await pulumi.log.info(`${object} on "${cluster}" is taken over (${found.about})`, component);
    return undefined;
  }
  const message = `${object} exists on "${cluster}" and is not of this stack (${found.about}); adopt: true takes it over without recreating it, the option import imports it, or choose another name`;
  return { code: "object-exists", path: `clusters["${cluster}"]`, message };
}

function findFormerUrn({ component, name, plan, scope, cluster, find }: Sought) {
  return formerObjectUrn({
    parent: component,
    child: childName(name, cluster),
    key: { ...plan, scope },
    find,
    guess: (state) => federatedObjectUrn(state, { ...plan, namespace: plan.namespace, cluster }),
  });
}
