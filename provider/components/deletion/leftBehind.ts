import { mayHoldOthers } from "../../core/deletion/containers";
import * as pulumi from "@pulumi/pulumi";
import {
  leftBehind,
  type LeftBehind,
  unfinishedOf,
  type UnfinishedUpdate,
} from "../../core/checkpoints/unfinishedUpdate";
import type { Departure } from "../../core/deletion/departures";
import { type GuardedObject, guardedKey, parseGuardedKey } from "../../core/deletion/guardedObject";
import { obstacleText } from "../../core/deletion/obstacleText";
import { objectTitle } from "../../core/kinds/objectTitle";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { mapAt, textAt } from "../../core/plain/fields";
import { compareText, messageOf } from "../../core/plain/text";
import { isPlainObject } from "../../core/plain/plainObject";
import type { Registered } from "../../engine/deletion/registered";
import { isPreview } from "../../engine/engine";
import { knownText } from "../../engine/knownText";
import { probeOf } from "../../engine/probes";
import type { Problem } from "../../engine/run";
import { askableApi, obstaclesOn } from "../../observe/objects/deletionObstacles";
import { type MarkedObjects, markedObjects } from "../../observe/objects/markedObject";
import { isClaimed } from "../declare/claimedObjects";
import type { DeclaredProgram } from "./deletionGuard";
import { copiesOf } from "./departures";
import { KeptUnfinishedUpdate } from "./unfinishedUpdate";

/** An object that a killed update made and nobody has: it bears this stack's mark. */
interface Found extends LeftBehind {
  readonly object: GuardedObject;
  readonly marked: MarkedObjects;
}

/** What is known of what a killed update may have left behind. */
export interface Remains {
  /** What is there and goes, as far as it counts when it is judged how much leaves at once. */
  readonly departures: readonly Departure[];
  /** What stands in the way of that. */
  readonly problems: readonly Problem[];
  /** Takes it away, or says in a preview that it goes; what could not be asked is noted for the next update. */
  readonly clear: () => Promise<void>;
}

/**
 * Looks for what a killed update has made and neither the stack nor its program has: objects that the state notes as
 * about to be made, by the mark of this stack.
 */
export async function findRemains(
  program: DeclaredProgram & { readonly stack: pulumi.Resource },
  of: { readonly unfinished: UnfinishedUpdate; readonly ownerId: string },
): Promise<Remains> {
  const { state, run, stack } = program;
  const { unfinished, ownerId } = of;
  const had = await hadObjects(program);
  const sought = leftBehind({ unfinished, isHad: had });
  const names = new Set(sought.map(({ cluster }) => cluster));
  const marked = await clustersOf(program, { names, ownerId });
  const asked = await Promise.all(sought.map((each) => look(each, marked.get(each.cluster))));
  const found = asked.flatMap((each) => ("object" in each ? [each] : []));
  const unasked = asked.flatMap((each) => ("why" in each ? [each] : []));
  return {
    departures: found
      .filter(({ isRetained }) => !isRetained)
      .map(({ cluster }) => ({ urn: "", component: stackUrnOf(state), cluster, fate: "leaves" })),
    problems: await obstacleProblems(program, { found, ownerId }),
    clear: async () => {
      for (const { cluster, key, why } of unasked) {
        const what = `${key} may have been made on "${cluster}" by an update that was killed, and could not be looked for: ${why}`;
        void pulumi.log.warn(
          `${what}; the next update looks again`,
          memberOf(run, cluster) ?? stack,
        );
      }
      if (unasked.length > 0) new KeptUnfinishedUpdate(unfinishedOf(unasked));
      for (const each of inOrder(found)) await takeAway(each, memberOf(run, each.cluster) ?? stack);
    },
  };
}

/** What stands for a killed update in messages: it has no component of its own. */
function stackUrnOf(state: DeclaredProgram["state"]): string {
  return [...state.keys()].find((urn) => /::kubefed:index:UnfinishedUpdate::/.test(urn)) ?? "";
}

function memberOf(run: DeclaredProgram["run"], cluster: string): pulumi.Resource | undefined {
  return run.deletions.clusters.find(({ name }) => name === cluster);
}

/** Whether the state or the program has an object, as a component's or in any other way. */
async function hadObjects({
  run,
  state,
  declared,
}: DeclaredProgram): Promise<(of: { readonly cluster: string; readonly key: string }) => boolean> {
  const names = run.deletions.clusters.map(({ name }) => name);
  const recorded = new Set(
    copiesOf(state, names).flatMap(({ urn, cluster }) => {
      const key = keyIn(state.get(urn) ?? {});
      return key === undefined ? [] : [`${cluster ?? ""} ${key}`];
    }),
  );
  // On which cluster an object of the program's own is, only its provider knows.
  const others = await Promise.all(declared.resources.map(kindAndName));
  const elsewhere = new Set(others.flatMap((each) => each ?? []));
  return ({ cluster, key }) => {
    const object = parseGuardedKey(key);
    if (object === undefined || recorded.has(`${cluster} ${key}`)) return true;
    return isClaimed(cluster, object) || elsewhere.has(`${object.kind} ${object.name}`);
  };
}

function keyIn({ apiVersion, kind, metadata }: Readonly<Record<string, unknown>>) {
  const { name, namespace } = isPlainObject(metadata) ? metadata : {};
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  if (typeof name !== "string") return undefined;
  const place = typeof namespace === "string" ? { namespace } : {};
  return guardedKey({ apiVersion, kind, name, ...place });
}

/** Of a Kubernetes object of the program's own. */
async function kindAndName({ urn, resource }: Registered): Promise<string | undefined> {
  const { type } = parseUrn(urn);
  const own = ownType(type);
  if (!own.startsWith("kubernetes:") || type.includes("kubefed:index:Federated")) return undefined;
  const outputs: pulumi.Output<unknown> = pulumi.output(
    Object.fromEntries([["metadata", Reflect.get(resource, "metadata")]]),
  );
  const name = outputs.apply((known) => textAt(mapAt(known, "metadata"), "name"));
  const known = await knownText(name).catch(() => undefined);
  return known === undefined || known === ""
    ? undefined
    : `${own.split(":").at(-1) ?? ""} ${known}`;
}

/** The clusters by name, each asked over one connection; undefined for one that cannot be asked. */
async function clustersOf(
  { guard }: DeclaredProgram,
  of: { readonly names: ReadonlySet<string>; readonly ownerId: string },
): Promise<ReadonlyMap<string, MarkedObjects | undefined>> {
  const all = [...of.names].map(async (name) => {
    const probe = await probeOf({ name });
    const api = askableApi({ probe, lastAccess: guard.access[name] });
    return [name, api === undefined ? undefined : markedObjects(api, of.ownerId)] as const;
  });
  return new Map(await Promise.all(all));
}

async function look(
  sought: LeftBehind,
  marked: MarkedObjects | undefined,
): Promise<Found | (LeftBehind & { readonly why: string }) | { readonly none: true }> {
  const name = parseGuardedKey(sought.key);
  if (name === undefined) return { none: true };
  if (marked === undefined) return { ...sought, why: "it cannot be asked" };
  try {
    const object = await marked.find(name);
    return object === undefined ? { none: true } : { ...sought, object, marked };
  } catch (error) {
    return { ...sought, why: messageOf(error) };
  }
}

/** What holds others must hold nothing of others. */
async function obstacleProblems(
  { run, guard, stack }: DeclaredProgram & { readonly stack: pulumi.Resource },
  of: { readonly found: readonly Found[]; readonly ownerId: string },
): Promise<Problem[]> {
  const holding = of.found.filter((each) => !each.isRetained && holdsOthers(each));
  const own = { uids: new Set(of.found.map(({ object }) => object.uid)), ownerId: of.ownerId };
  const all = holding.map(async ({ cluster, object }): Promise<Problem[]> => {
    const left = {
      name: cluster,
      probe: await probeOf({ name: cluster }),
      lastAccess: guard.access[cluster],
    };
    const leaving = { objects: [object], own, takesContents: () => false };
    const obstacles = (await obstaclesOn(left, leaving)) ?? [];
    return obstacles.map((each) => ({
      subject: `KubeFedCluster "${cluster}"`,
      issues: [{ code: "deletion-foreign", path: "", message: obstacleText(each) }],
      resource: memberOf(run, cluster) ?? stack,
    }));
  });
  return (await Promise.all(all)).flat();
}

function holdsOthers({ object }: Found): boolean {
  return mayHoldOthers(object.kind);
}

/** What holds others goes last. */
function inOrder(found: readonly Found[]): Found[] {
  const order = (each: Found): number => Number(holdsOthers(each));
  return [...found].sort((a, b) => order(a) - order(b) || compareText(a.key, b.key));
}

async function takeAway(found: Found, resource: pulumi.Resource): Promise<void> {
  const { cluster, object, isRetained, marked } = found;
  const [goes, gone] = isRetained
    ? ["it will be given back", "it is given back"]
    : ["it will be deleted", "it is deleted"];
  const what = `${objectTitle(object)} on "${cluster}" was made by an update that was killed, and the program has it no more`;
  // A warning, so that plans show it: no resource stands for what goes.
  void pulumi.log.warn(`${what}: ${isPreview() ? goes : gone}`, resource);
  if (isPreview()) return;
  await (isRetained ? marked.giveBack(object) : marked.remove(object));
}
