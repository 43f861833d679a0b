import * as pulumi from "@pulumi/pulumi";
import { federatedType } from "../../core/kinds/federatedTypes";
import type { ObjectKey } from "../../core/kinds/objectPath";
import type { ObjectAnswer, ObjectRecord } from "../../core/existing/existingObjects";
import { isSameCluster } from "../../core/membership/identity";
import { isPreview } from "../../engine/engine";
import { outageOf, probeOf } from "../../engine/probes";
import { currentRun, type Probe } from "../../engine/run";
import { stackOwner } from "../../engine/owner/stackOwner";
import { hasChildOf, type StackState, stackState } from "../../engine/state/stackState";
import { formerServer } from "../../engine/owner/formerServer";
import { recordedIdentities } from "../../engine/state/stateIdentities";
import { recordsOf } from "../../engine/state/stateObjects";
import type { AskableCluster } from "../../observe/askClusters";
import { accessTo, connectLate } from "../../observe/lateCluster";
import { reached } from "../../observe/objects/memberObject";
import { type AskedCluster, askForObject } from "../../observe/objects/objectAnswer";
import type { WatchedCluster } from "../clusters/clusterAvailability";

/** A member cluster on which objects are looked for. */
export type SoughtMember = WatchedCluster & AskableCluster;

/** Which object is looked for, for which resource. */
export interface FindingRequest {
  readonly component: string;
  readonly child: string;
  readonly key: ObjectKey;
  readonly member: SoughtMember;
}

/** What the cluster and the stack's last state say of an object. */
export interface Finding {
  readonly answer: ObjectAnswer;
  readonly records: readonly ObjectRecord[];
  readonly hasOwn: boolean;
  /** The stack's own id, where it has one already. */
  readonly ownerId: string | undefined;
  /** What was asked; undefined where nobody was. */
  readonly cluster: AskedCluster | undefined;
  /** Whether the cluster can be asked later in this run, when its kubeconfig is known. */
  readonly isLate: boolean;
}

/** Finds out what can be known before anything is registered. */
export async function findNow(request: FindingRequest): Promise<Finding> {
  const { member, key } = request;
  const [state, probe] = await Promise.all([stackState(), probeOf(member)]);
  const there = reached(probe);
  const identities = probe.kind === "asked" ? probe.identities : undefined;
  const cluster = there && {
    name: member.name,
    api: there.api,
    namespace: there.namespace,
    identities,
  };
  const answer = cluster === undefined ? notAsked(probe) : await askForObject({ cluster, key });
  const finding = await compose(request, { state, answer, cluster });
  const isLate = !isPreview() && probe.kind === "not-asked" && accessTo(member) !== undefined;
  if (probe.kind === "not-asked" && !isLate) sayUnasked(member, probe.why);
  return { ...finding, isLate };
}

/** Asks a cluster that could not be asked before; undefined where it was, or still cannot be. */
export async function findLate(
  request: FindingRequest,
  { isLate }: Finding,
): Promise<Finding | undefined> {
  if (!isLate) return undefined;
  const { member, key } = request;
  const cluster = await connectLate(member);
  if (cluster === undefined) {
    sayUnasked(member, "its credentials cannot be read here");
    return undefined;
  }
  const answer = await askForObject({ cluster, key });
  const finding = await compose(request, { state: await stackState(), answer, cluster });
  return { ...finding, isLate };
}

async function compose(
  { component, child, key, member }: FindingRequest,
  known: {
    readonly state: StackState;
    readonly answer: ObjectAnswer;
    readonly cluster: AskedCluster | undefined;
  },
): Promise<Omit<Finding, "isLate">> {
  const { state, answer, cluster } = known;
  const records = recordsOf(state, {
    ...key,
    namespace: namespaceOf(key, cluster),
    component,
    child,
    isSameCluster: (name) => isHere(state, { name, member, cluster }),
  });
  const hasOwn = hasChildOf(state, { component, name: child });
  return { answer, cluster, records, hasOwn, ownerId: await stackOwner().id };
}

/** Where an object is that names no namespace; undefined for kinds that belong to the whole cluster. */
function namespaceOf(key: ObjectKey, cluster: AskedCluster | undefined): string | undefined {
  const { scope = federatedType(key.apiVersion, key.kind).scope } = key;
  if (scope === "Cluster") return undefined;
  return key.namespace ?? cluster?.namespace ?? "default";
}

/**
 * By its name, because what goes under it goes there; else by which cluster it is, and where nobody can
 * compare that, by where a member that this program no longer has was reached.
 */
function isHere(
  state: StackState,
  of: {
    readonly name: string;
    readonly member: SoughtMember;
    readonly cluster: AskedCluster | undefined;
  },
): boolean {
  const { name, member, cluster } = of;
  if (name === member.name) return true;
  const recorded = recordedIdentities(state);
  const known = Object.hasOwn(recorded, name) ? recorded[name] : undefined;
  const isSame = isSameCluster(known, cluster?.identities ?? []);
  if (isSame !== undefined) return isSame;
  if (currentRun().probes.has(name) || cluster === undefined) return false;
  return formerServer(state, name) === cluster.api.server;
}

function notAsked(probe: Probe): ObjectAnswer {
  const why = probe.kind === "not-asked" ? probe.why : (outageOf(probe) ?? "it cannot be asked");
  return { kind: "not asked", why };
}

/** Once for a cluster, however many objects are to go there. */
function sayUnasked(member: SoughtMember, why: string): void {
  const { said } = currentRun();
  const what = `KubeFedCluster "${member.name}": whether objects of others are where new ones are to be could not be asked: ${why}`;
  if (said.has(what)) return;
  said.add(what);
  // Not waited for: a message waits for its resource, and that one may wait for the gate.
  void pulumi.log.warn(what, member);
}
