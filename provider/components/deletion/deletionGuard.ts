import * as pulumi from "@pulumi/pulumi";
import { pick } from "../../core/plain/records";
import { copiesIn } from "../../core/deletion/copies";
import { guardedKey } from "../../core/deletion/guardedObject";
import { compareText } from "../../core/plain/text";
import { isPlainObject } from "../../core/plain/plainObject";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { knownText } from "../../engine/knownText";
import { keptOutageOf } from "../../engine/probes";
import { whyUnguarded } from "../../engine/deletion/guardCode";
import type { Registered, Registrations } from "../../engine/deletion/registered";
import type { Run } from "../../engine/run";
import type { GuardRecord } from "../../engine/deletion/stateGuard";
import { stackOwner } from "../../engine/owner/stackOwner";
import type { StackState } from "../../engine/state/stackState";
import { accessTo } from "../../observe/lateCluster";
import { DeletionGuard, type GuardAccess } from "../../resources/deletion/deletionGuard";
import { uidIn } from "./departures";

/** A program that has declared everything. */
export interface DeclaredProgram {
  readonly run: Run;
  readonly state: StackState;
  readonly guard: GuardRecord;
  readonly declared: Registrations;
}

/** A Kubernetes object of a federated component in this run. */
interface Placed {
  readonly cluster: string;
  readonly component: string;
  readonly resource: pulumi.Resource;
}

/** What a resource says of its object, known or not. */
interface Seen extends Omit<Placed, "resource"> {
  readonly key: string;
  readonly uid: string;
}

/** Lets the stack's guard remember what the stack has on its member clusters. */
export async function guardDeletions(program: DeclaredProgram): Promise<void> {
  const { run, state, guard, declared } = program;
  const placed = placedObjects(program);
  if (placed.length === 0) return;
  const unguarded = whyUnguarded();
  if (unguarded !== undefined) {
    await pulumi.log.info(
      `pulumi destroy will delete what this stack has on its clusters without a look at it, because ${unguarded}`,
    );
    return;
  }
  const terms = await termsByUrn(run);
  const kept = await keptClusters(run);
  const isRetained = ({ component }: Seen) => terms.get(component)?.isRetained === true;
  const seen = pulumi.all(placed.map(see)).apply((all) => all.flatMap((each) => each ?? []));
  const takesContents = ({ component }: Seen) => terms.get(component)?.takesContents === true;
  // What no component asks for depends on no object: a state names the objects of each input one by one.
  const isAsked = (term: "isRetained" | "takesContents") =>
    [...terms.values()].some((each) => each[term]);
  const areKept = { objects: pick(guard.objects, kept), givenBack: pick(guard.givenBack, kept) };
  const own = new Set(placed.map(({ resource }) => resource));
  const others = declared.resources.filter(({ resource }) => !own.has(resource));
  new DeletionGuard(
    {
      objects: seen.apply((all) =>
        byCluster(
          all.filter((each) => !isRetained(each)),
          areKept.objects,
        ),
      ),
      givenBack: isAsked("isRetained")
        ? seen.apply((all) => byCluster(all.filter(isRetained), areKept.givenBack))
        : areKept.givenBack,
      retained: isAsked("isRetained")
        ? seen.apply((all) => textsOf(all.filter(isRetained), ({ uid }) => uid))
        : [],
      deleteContents: isAsked("takesContents")
        ? seen.apply((all) =>
            textsOf(all.filter(takesContents), ({ cluster, key }) => `${cluster} ${key}`),
          )
        : [],
      others: otherUids(state, others),
      access: accessOf(run),
      owner: stackOwner().output,
    },
    { dependsOn: placed.map(({ resource }) => resource) },
  );
}

function textsOf(all: readonly Seen[], textOf: (seen: Seen) => string): string[] {
  return all.map(textOf).sort(compareText);
}

/** How each cluster is asked later, secret; none whose credentials cannot be read. */
function accessOf({ deletions }: Run): pulumi.Output<Record<string, GuardAccess>> {
  const entries = deletions.clusters.map((cluster) => {
    const { name, context } = cluster;
    return pulumi.output(accessTo(cluster)).apply((kubeconfig): [string, GuardAccess][] => {
      if (kubeconfig === undefined) return [];
      return [[name, { kubeconfig, ...(context === undefined ? {} : { context }) }]];
    });
  });
  return pulumi.all(entries).apply((all) => Object.fromEntries(all.flat()));
}

/** Which objects take along what others have in them, as the last update and this run say it. */
export async function takingContents(program: DeclaredProgram): Promise<ReadonlySet<string>> {
  const { run, state, guard } = program;
  const taking = new Set(guard.deleteContents);
  const terms = await termsByUrn(run);
  const names = run.deletions.clusters.map(({ name }) => name);
  for (const { urn, component, cluster } of copiesIn(state.keys(), names)) {
    const key = keyOf(state.get(urn) ?? {});
    if (key === undefined) continue;
    const says = terms.get(component)?.takesContents;
    const place = `${cluster ?? ""} ${key}`;
    if (says === true) taking.add(place);
    if (says === false) taking.delete(place);
  }
  return taking;
}

async function termsByUrn({ deletions }: Run) {
  const entries = deletions.components.map(
    async (terms) => [(await knownText(terms.component.urn)) ?? "", terms] as const,
  );
  return new Map(await Promise.all(entries));
}

function placedObjects({ run, declared }: DeclaredProgram): Placed[] {
  const byUrn = new Map(declared.resources.map(({ urn, resource }) => [urn, resource]));
  const names = run.deletions.clusters.map(({ name }) => name);
  return copiesIn(byUrn.keys(), names).flatMap(({ urn, component, cluster }) => {
    const resource = byUrn.get(urn);
    const isObject = /^kubernetes:(?!helm\.sh\/)/.test(ownType(parseUrn(urn).type));
    const isFederated = ownType(parseUrn(component).type).startsWith("kubefed:index:Federated");
    if (!isObject || !isFederated || cluster === undefined || resource === undefined) return [];
    return [{ cluster, component, resource }];
  });
}

/** The clusters that are away and kept: what the guard had of them stays. */
async function keptClusters({ deletions }: Run): Promise<readonly string[]> {
  const kept = deletions.clusters.map(async (cluster) =>
    (await keptOutageOf(cluster)) === undefined ? [] : [cluster.name],
  );
  return (await Promise.all(kept)).flat();
}

/** Reads an object's outputs as far as they are known; the whole is unknown while its uid is. */
function see({ cluster, component, resource }: Placed): pulumi.Output<Seen | undefined> {
  return outputsOf(resource, ["apiVersion", "kind", "metadata"]).apply((outputs) => {
    const key = keyOf(outputs);
    const uid = uidOf(outputs);
    return key === undefined || uid === undefined ? undefined : { cluster, component, key, uid };
  });
}

/**
 * Outputs by name: a resource's class says of its own only. They are known when its id is: of what a preview
 * would create, a cluster's dry run makes up a uid.
 */
export function outputsOf(
  resource: pulumi.Resource,
  names: readonly string[],
): pulumi.Output<Readonly<Record<string, unknown>>> {
  const given = [...names, "id"].map((name): [string, unknown] => [
    name,
    Reflect.get(resource, name),
  ]);
  const known: pulumi.Output<unknown> = pulumi.output(Object.fromEntries(given));
  return pulumi.unsecret(known).apply((outputs) => (isPlainObject(outputs) ? outputs : {}));
}

function uidOf({ metadata }: Readonly<Record<string, unknown>>): string | undefined {
  return isPlainObject(metadata) && typeof metadata.uid === "string" ? metadata.uid : undefined;
}

function keyOf(outputs: Readonly<Record<string, unknown>>): string | undefined {
  const { apiVersion, kind, metadata } = outputs;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  if (!isPlainObject(metadata) || typeof metadata.name !== "string") return undefined;
  const { name, namespace } = metadata;
  return guardedKey({
    apiVersion,
    kind,
    name,
    ...(typeof namespace === "string" ? { namespace } : {}),
  });
}

function byCluster(seen: readonly Seen[], kept: GuardRecord["objects"]): GuardRecord["objects"] {
  const clusters = new Map<string, [string, string][]>();
  for (const [cluster, before] of Object.entries(kept))
    clusters.set(cluster, Object.entries(before));
  for (const { cluster, key, uid } of seen)
    clusters.set(cluster, [...(clusters.get(cluster) ?? []), [key, uid]]);
  const sorted = [...clusters].sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(
    sorted.map(([cluster, entries]) => [
      cluster,
      Object.fromEntries([...entries].sort(([a], [b]) => compareText(a, b))),
    ]),
  );
}

/** What the stack has in Kubernetes beside: charts' objects, and those that a program makes itself. */
function otherUids(state: StackState, others: readonly Registered[]): pulumi.Output<string[]> {
  const federated = /kubefed:index:Federated[^$]*\$kubernetes:(?!helm\.sh)/;
  const before = [...state.keys()]
    .filter((urn) => !federated.test(parseUrn(urn).type))
    .flatMap((urn) => uidIn(state, urn) ?? []);
  const now = others
    .filter(({ urn }) => ownType(parseUrn(urn).type).startsWith("kubernetes:"))
    .flatMap(({ resource }) => [uidsOf(resource), renderedUids(resource)]);
  return pulumi
    .output(now)
    .apply((uids) => [...new Set([...before, ...uids.flat()])].sort(compareText));
}

function uidsOf(resource: pulumi.Resource): pulumi.Output<string[]> {
  return outputsOf(resource, ["metadata"]).apply((outputs) => {
    const uid = uidOf(outputs);
    return uid === undefined ? [] : [uid];
  });
}

/** Of what a chart or a list of manifests is made, once the plugin has rendered it. */
function renderedUids(resource: pulumi.Resource): pulumi.Output<string[]> {
  const rendered = outputsOf(resource, ["resources"]).apply(({ resources }) => {
    const all: readonly unknown[] = Array.isArray(resources) ? resources : [];
    return pulumi.all(all.filter((each) => pulumi.Resource.isInstance(each)).map(uidsOf));
  });
  return rendered.apply((uids) => uids.flat());
}
