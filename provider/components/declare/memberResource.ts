import * as pulumi from "@pulumi/pulumi";
import { knownText } from "../../engine/knownText";
import { hasChild, stackState } from "../../engine/state/stackState";
import { outageOf, probeOf } from "../../engine/probes";
import { placedLater } from "../../engine/stages/revision";
import type { WatchedCluster } from "../clusters/clusterAvailability";

/** The resource of each selected cluster, by the cluster's name: in one of two maps. */
export interface MemberResources<Resource extends pulumi.Resource> {
  /** Of clusters that an update needs: with `unreachable: "fail"`. */
  readonly resources: Readonly<Record<string, Resource>>;
  /**
   * Of clusters that an update can do without: with `unreachable: "keep"`. Only the answer of such a cluster
   * decides whether its resource is registered in this run, so it is an Output; its properties are read
   * in the same way (`deferred["us"].metadata.uid`), it can stand in `dependsOn`, and while it is
   * deferred every property is undefined.
   */
  readonly deferred: Readonly<Record<string, pulumi.Output<Resource>>>;
}

/** The resource of one member cluster, which may be deferred. */
export type MemberResource<Resource extends pulumi.Resource> = Resource | pulumi.Output<Resource>;

/** A member cluster's resource, now or later. */
export interface Child<Resource extends pulumi.Resource> {
  readonly resource: MemberResource<Resource>;
  /** Why it is not registered in this run; undefined where it is. */
  readonly deferred: Promise<string | undefined>;
  /** Where the stack had it before it was renamed or moved. */
  readonly former?: Promise<string | undefined> | undefined;
}

/** A resource that may wait for its cluster to come back. */
export interface Deferrable<Resource extends pulumi.Resource> {
  /** Makes it, or keeps it as the stack has it. */
  readonly create: (isHeld: boolean) => Resource | Promise<Resource>;
  readonly member: WatchedCluster;
  readonly parent: pulumi.ComponentResource;
  /** The resource's name. */
  readonly child: string;
  /** What the object is called in messages. */
  readonly title: string;
  readonly gate: Promise<void>;
  /** Why it cannot be told whether somebody else's object is there. */
  readonly unanswered?: Promise<string | undefined> | undefined;
  /** Why a staged update holds it; undefined where it does not. @default no staged update */
  readonly held?: Promise<string | undefined> | undefined;
  /** Where the stack had it before it was renamed or moved. */
  readonly former?: Promise<string | undefined> | undefined;
}

/** A resource that is registered at once, or as soon as it is known what it is. */
export function immediate<Resource extends pulumi.Resource>(
  created: Resource | Promise<Resource>,
): Child<Resource> {
  const resource = created instanceof Promise ? later(created) : created;
  return { resource, deferred: Promise.resolve(undefined) };
}

/** Pulumi gives a resource through an Output as it is; only its type says otherwise. */
function later<Resource extends pulumi.Resource>(
  resource: Promise<Resource | undefined>,
): pulumi.Output<Resource> {
  // A missing value reads as undefined, at every depth, and no dependency is taken from it; only the
  // type of what may be missing would forbid to look into it.
  return pulumi.output(resource) as pulumi.Output<unknown> as pulumi.Output<Resource>;
}

/**
 * A resource that is registered when its cluster is there, or when the stack has it already: then the
 * provider leaves it as it is. Otherwise it is deferred, with a warning.
 */
export function deferrable<Resource extends pulumi.Resource>(
  request: Deferrable<Resource>,
): Child<Resource> {
  const decision = decide(request);
  const registered = decision.then(({ deferred, isHeld }) =>
    deferred === undefined ? request.create(isHeld) : undefined,
  );
  const { held, member, former } = request;
  return {
    // What a staged object gives must be told from other values before it is there.
    resource: held === undefined ? later(registered) : placedLater(member, registered),
    deferred: decision.then(({ deferred }) => deferred),
    former,
  };
}

/** Tells the resources that are there in any case from those that may be deferred. */
export function resourcesOf<Resource extends pulumi.Resource>(
  children: Readonly<Record<string, Child<Resource>>>,
): MemberResources<Resource> {
  const resources: Record<string, Resource> = {};
  const deferred: Record<string, pulumi.Output<Resource>> = {};
  for (const [cluster, { resource }] of Object.entries(children)) {
    if (pulumi.Output.isInstance<Resource>(resource)) deferred[cluster] = resource;
    else resources[cluster] = resource;
  }
  return { resources, deferred };
}

/** All resources of a component, in the order of their clusters. */
export function allOf<Resource extends pulumi.Resource>(
  members: MemberResources<Resource>,
): Readonly<Record<string, MemberResource<Resource>>> {
  return { ...members.resources, ...members.deferred };
}

/** Which clusters' objects are deferred and why, for the component's own outputs. */
export async function deferralsOf(
  children: Readonly<Record<string, Child<pulumi.Resource>>>,
): Promise<Record<string, string>> {
  const entries = Object.entries(children).map(
    async ([cluster, { deferred }]) => [cluster, await deferred] as const,
  );
  return Object.fromEntries(
    (await Promise.all(entries)).flatMap(([cluster, why]) =>
      why === undefined ? [] : [[cluster, why]],
    ),
  );
}

interface Decision {
  readonly deferred?: string;
  /** Whether a staged update leaves it as the stack has it. */
  readonly isHeld: boolean;
}

async function decide(request: Deferrable<pulumi.Resource>): Promise<Decision> {
  const { member, parent, child, title, gate } = request;
  await gate;
  const outage = outageOf(await probeOf(member)) ?? (await request.unanswered);
  const held = outage === undefined ? await request.held : undefined;
  const deferred = outage ?? held;
  const isHeld = held !== undefined;
  if (deferred === undefined) return { isHeld };
  const [state, urn] = await Promise.all([stackState(), knownText(parent.urn)]);
  if (urn !== undefined && hasChild(state, { parent: urn, name: child })) return { isHeld };
  if (isHeld && (await request.former) !== undefined) return { isHeld };
  // What is held has a line for its whole stage.
  if (!isHeld) {
    await pulumi.log.warn(
      `${title} on member cluster "${member.name}" is deferred: ${deferred}; the next update after it is back creates it`,
      parent,
    );
  }
  return { deferred, isHeld };
}
