import * as pulumi from "@pulumi/pulumi";
import {
  childName,
  type Issue,
  isPlainObject,
  type KubeObject,
  objectTitle,
  type PropagationPlan,
  type Scope,
} from "../core";
import { findForeignObject, reached } from "../observe/memberObject";
import { hasFederatedChild, stackState } from "../observe/stackState";
import { probeOf, type WatchedCluster } from "./clusterAvailability";
import { declareFindings } from "./program";

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

/**
 * Lets the program's gate wait until it is known whether the objects that are to be created exist
 * already and are somebody else's. The provider would take them over in silence, or fail half way.
 */
export function declareOwnership(ownership: Ownership): Promise<void> {
  const { component, subject, plan } = ownership;
  const planned = plan.clusters.filter(({ object }) => object !== undefined);
  const found = Promise.all(planned.map(({ cluster }) => findIssue(ownership, cluster)));
  const issues = found.then((all) => all.filter((issue) => issue !== undefined));
  return declareFindings(component, subject, issues);
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

async function findIssue(ownership: Ownership, cluster: string): Promise<Issue | undefined> {
  const { component, name, plan, members, scope, adopt } = ownership;
  const member = members.find((each) => each.name === cluster);
  const there = member === undefined ? undefined : reached(await probeOf(member));
  if (there === undefined) return undefined;
  const state = await stackState();
  // Not by the component's URN: a component that depends on others is registered only after the gate.
  if (hasFederatedChild(state, childName(name, cluster))) return undefined;
  const foreign = await findForeignObject({ cluster: there, key: { ...plan, scope }, state });
  if (foreign === undefined) return undefined;
  const object = objectTitle(plan);
  if (adopt === true) {
    await pulumi.log.info(`${object} on "${cluster}" is taken over (${foreign})`, component);
    return undefined;
  }
  const message = `${object} exists on "${cluster}" and is not of this stack (${foreign}); adopt: true takes it over without recreating it, the option import imports it, or choose another name`;
  return { code: "object-exists", path: `clusters["${cluster}"]`, message };
}
