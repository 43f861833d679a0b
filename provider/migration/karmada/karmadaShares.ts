import type { KubeObject } from "../../core/model";
import { identityOf } from "../../core/manifests/manifest";
import { mapAt, mapsAt, textAt, textsAt } from "../../core/plain/fields";
import { workloadReferences } from "../objects/workloadReferences";
import { askBindings, askMembers, type Doubt } from "./doubt";
import { namespaceOf } from "./karmadaPolicies";
import { isIgnoredNamespace, skipsPropagation } from "./karmadaNamespaces";
import type { KarmadaWorld } from "./karmadaWorld";
import { idleReasons, waitingFor } from "./owners/idlePolicy";
import { ownerOf } from "./owners/owner";
import { candidatesFor } from "./placement/candidates";
import { divisionSort } from "./placement/divisionSort";
import {
  bindingDoubts,
  bindingOf,
  suspensionDoubts,
  type Target,
  targetsOf,
} from "./replicas/binding";
import { divideByKarmada } from "./replicas/divide";
import { type ReplicaField, replicaField, withReplicas } from "./replicas/replicaFields";
import { divideCompletions } from "./replicas/completions";

/** What goes to each cluster before overriders, and what about it is in doubt. */
export interface Shares {
  readonly policy?: KubeObject;
  /** By cluster: the template with the replicas that the cluster gets. */
  readonly shares: ReadonlyMap<string, KubeObject>;
  readonly doubts: readonly Doubt[];
}

const nothing: Shares = { shares: new Map(), doubts: [] };

/** Where a template goes, and with how many replicas. */
export function sharesOf(template: KubeObject, world: KarmadaWorld): Shares {
  const { kind, name, namespace } = identityOf(template);
  if (isIgnoredNamespace(namespace)) return nothing;
  if (kind === "Namespace" && isPropagated(template, name)) {
    const shares = new Map(world.clusters.map((cluster) => [cluster.name, template]));
    return { shares, doubts: [] };
  }
  if (kind === "Namespace" && skipsPropagation(template)) return skipped(template, world);
  const binding = bindingOf(template, world);
  if (binding !== undefined) return bound(template, { binding, world });
  return world.bindings.length > 0 ? unbound(template, world) : computed(template, world);
}

function isPropagated(namespace: KubeObject, name: string): boolean {
  return name !== "default" && !isIgnoredNamespace(name) && !skipsPropagation(namespace);
}

/** Karmada leaves a namespace where it was before it said that it shall not be propagated. */
function skipped(template: KubeObject, world: KarmadaWorld): Shares {
  const binding = bindingOf(template, world);
  const own = binding === undefined ? nothing : bound(template, { binding, world });
  const reason = `it is not propagated any more, but stays where it was before; ${askMembers}`;
  return { ...own, doubts: [...own.doubts, { reason }] };
}

/** The binding says where it goes. */
function bound(
  template: KubeObject,
  { binding, world }: { readonly binding: KubeObject; readonly world: KarmadaWorld },
): Shares {
  const spec = mapAt(binding, "spec");
  const isOnlyPulled =
    mapsAt(spec, "clusters").length === 0 && mapsAt(spec, "requiredBy").length > 0;
  const owner = ownerOf(template, world);
  const { policy } = owner;
  const placement =
    spec.placement === undefined ? mapAt(policy, "spec", "placement") : mapAt(spec, "placement");
  const uid = textAt(mapAt(spec, "resource"), "uid") || uidOf(template);
  const written = write(template, { targets: targetsOf(binding), placement, uid, world });
  const names = world.clusters.map((cluster) => cluster.name);
  return {
    ...(policy === undefined ? {} : { policy }),
    shares: written.shares,
    doubts: [
      ...(isOnlyPulled ? [] : owner.doubts),
      ...bindingDoubts(binding, names),
      ...suspensionDoubts(mapAt(policy, "spec", "suspension")),
      ...written.doubts,
    ],
  };
}

/** There are bindings, but none of this object: it is not propagated, if what is given is all. */
function unbound(template: KubeObject, world: KarmadaWorld): Shares {
  const { policy, doubts } = ownerOf(template, world);
  if (policy === undefined) return { ...nothing, doubts };
  const isWaiting = waitingFor(policy, world.overrides).length > 0;
  // Without a binding it has been propagated by nobody yet.
  if (isWaiting) return nothing;
  const reason = `a policy selects it, but its binding is not among the objects; ${askBindings}`;
  return { ...computed(template, world), doubts: [...doubts, { reason }] };
}

/** What Karmada would decide by itself, now and for the first time. */
function computed(template: KubeObject, world: KarmadaWorld): Shares {
  const pulled = pulledAlong(template, world);
  const owner = ownerOf(template, world);
  const { policy } = owner;
  if (policy === undefined) {
    return pulled.shares.size > 0
      ? pulled
      : { ...pulled, doubts: [...owner.doubts, ...pulled.doubts] };
  }
  const own = scheduled(template, { policy, world });
  // What its policy holds back is not there yet, so it is not in the program yet.
  const isIdle = idleReasons(policy, world.overrides).length > 0;
  const { dispatchingOnClusters } = mapAt(policy, "spec", "suspension");
  const held = textsAt(mapAt(dispatchingOnClusters), "clusterNames");
  const going = isIdle ? [] : [...own.shares].filter(([name]) => !held.includes(name));
  return {
    policy,
    shares: new Map([...pulled.shares, ...going]),
    doubts: [
      ...owner.doubts,
      ...own.doubts,
      ...suspensionDoubts(mapAt(policy, "spec", "suspension")),
      ...pulled.doubts,
    ],
  };
}

function scheduled(
  template: KubeObject,
  { policy, world }: { readonly policy: KubeObject; readonly world: KarmadaWorld },
): Shares {
  const placement = mapAt(policy, "spec", "placement");
  const candidates = candidatesFor({ template, placement, clusters: world.clusters });
  const field = replicaField(template, world.others);
  const { clusters } = candidates;
  const divided = divideByKarmada({ template, field, placement, clusters });
  const written = write(template, {
    targets: divided.targets,
    placement,
    uid: uidOf(template),
    world,
  });
  // Who shares with a cluster that is in doubt is in doubt itself.
  const isDivided = divisionSort(placement) !== "duplicated" && field.sort !== "none";
  const doubts = isDivided
    ? candidates.doubts.map(({ reason }): Doubt => ({ reason }))
    : candidates.doubts;
  return { shares: written.shares, doubts: [...doubts, ...divided.doubts, ...written.doubts] };
}

/** The template as each target gets it: with its replicas and, divided, its share of a Job's completions. */
function write(
  template: KubeObject,
  given: {
    readonly targets: readonly Target[];
    readonly placement: KubeObject;
    readonly uid: string;
    readonly world: KarmadaWorld;
  },
): Pick<Shares, "shares" | "doubts"> {
  const { targets, placement, uid, world } = given;
  const field = replicaField(template, world.others);
  const completions = divideCompletions(template, { targets, placement, uid });
  const shares = targets.map(({ name, replicas }): [string, KubeObject] => {
    const scaled = replicas === undefined ? template : withReplicas(template, { field, replicas });
    const own = completions.shares[name];
    const spec = mapAt(scaled, "spec");
    return [name, own === undefined ? scaled : { ...scaled, spec: { ...spec, completions: own } }];
  });
  const isScaled = targets.some(({ replicas }) => replicas !== undefined);
  const doubts = isScaled ? fieldDoubts(field) : [];
  return { shares: new Map(shares), doubts: [...doubts, ...completions.doubts] };
}

/** The binding has replicas: where do they go? */
function fieldDoubts(field: ReplicaField): Doubt[] {
  if (field.sort === "known") return [];
  const why =
    field.sort === "unknown"
      ? field.why
      : "its binding has replicas, but nothing says where Karmada wrote them (add the ResourceInterpreterCustomization)";
  return [{ reason: `${why}; ${askMembers}` }];
}

/** The clusters of every workload that pulls an object along with `propagateDeps`. */
function pulledAlong(template: KubeObject, world: KarmadaWorld): Shares {
  const pulling = world.templates.flatMap((workload) => {
    if (workload === template || !refersTo(workload, template)) return [];
    const { policy } = ownerOf(workload, world);
    if (policy === undefined || mapAt(policy, "spec").propagateDeps !== true) return [];
    const owner = ownerOf(workload, world);
    const own = scheduled(workload, { policy, world });
    return [{ ...own, doubts: [...owner.doubts, ...own.doubts] }];
  });
  const names = pulling.flatMap(({ shares }) => [...shares.keys()]);
  return {
    shares: new Map(names.sort().map((name) => [name, template])),
    doubts: pulling.flatMap(({ doubts }) => doubts),
  };
}

function refersTo(workload: KubeObject, template: KubeObject): boolean {
  const { kind, name } = identityOf(template);
  const namespace = namespaceOf(template);
  return workloadReferences(workload).some(
    (each) =>
      each.kind === kind &&
      each.name === name &&
      (each.namespace === "" ? "default" : each.namespace) === namespace,
  );
}

function uidOf(template: KubeObject): string {
  return textAt(mapAt(template, "metadata"), "uid");
}
