import { clusterOfChild } from "../plan/fleetClusters";
import { revealValue } from "../plan/masking";
import { registeredPlan } from "../plan/registeredPlan";
import { nameInUrn } from "../plan/engineEvents";
import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";
import { compareText, textOf } from "../../core/plain/text";
import { mapAt, mapsAt, textsAt } from "../../core/plain/fields";

/** One federated object on one member cluster, as the stack's state has it. */
export interface DeclaredObject {
  readonly title: string;
  readonly cluster: string;
  /** The URN of its provider. */
  readonly provider: string;
  /** What the program asked for; secrets as the engine writes them. */
  readonly inputs: unknown;
  /** Property paths that the member cluster owns. */
  readonly ignoreChanges: readonly string[];
  /** By which name the plugin owns its fields; absent in states without one. */
  readonly fieldManager?: string;
  /** Whether an update is writing it, or was ended while it did: state and cluster may differ. */
  readonly isBeingWritten: boolean;
}

/** One Ingress over many clusters, as of the last update; how clusters do is for what balances to find out. */
export interface DeclaredIngress {
  readonly title: string;
  /** What balances. */
  readonly backend: string;
  /** Where requests go to, where that is known. */
  readonly address?: string;
  readonly failsOver: boolean;
  /** The clusters that serve, each with its share and the reason. */
  readonly clusters: readonly {
    readonly cluster: string;
    readonly weight: number;
    readonly because: string;
  }[];
}

/** All that a stack's state says about its federated objects. */
export interface DeclaredFleet {
  readonly objects: readonly DeclaredObject[];
  /** By title. @default none */
  readonly ingresses?: readonly DeclaredIngress[];
  /** The kubeconfig of each provider by URN, secret; absent where the state has none. */
  readonly kubeconfigs: ReadonlyMap<string, KubeconfigText>;
}

/** A kubeconfig's text, and the context of it that a provider was told to use. */
export interface KubeconfigText {
  readonly kubeconfig: string;
  readonly context?: string;
}

/**
 * Reads what `pulumi stack export --show-secrets` gives: the objects of federated components, sorted,
 * and the credentials of their clusters.
 *
 * @example
 * declaredFleet({ deployment: { resources: [] } }).objects
 * //=> []
 */
export function declaredFleet(exported: unknown): DeclaredFleet {
  const deployment = isPlainObject(exported) ? exported.deployment : undefined;
  const given = isPlainObject(deployment) ? deployment.resources : undefined;
  const resources = (Array.isArray(given) ? given : []).filter(isPlainObject);
  const written = urnsBeingWritten(deployment);
  const components = new Map(
    resources.flatMap((resource) => {
      const plan = registeredPlan(resource.outputs);
      const retained = mapAt(resource, "outputs", "retained");
      return plan === undefined ? [] : [[textOf(resource.urn), { ...plan, retained }] as const];
    }),
  );
  const objects = resources.flatMap((resource) => {
    const parent = textOf(resource.parent);
    const plan = components.get(parent);
    // What waits for its deletion is no longer declared.
    if (plan === undefined || !isObject(resource) || resource.delete === true) return [];
    const { clusters: known, retained } = plan;
    const about = { component: nameInUrn(parent), known, retained, written };
    return [declaredObject(resource, about)];
  });
  return {
    objects: objects.sort(
      (a, b) => compareText(a.title, b.title) || compareText(a.cluster, b.cluster),
    ),
    ingresses: resources.flatMap(declaredIngress).sort((a, b) => compareText(a.title, b.title)),
    kubeconfigs: new Map(resources.flatMap(kubeconfigOf)),
  };
}

/** Whether a resource is an object of a cluster: no chart, and none of the package's own, such as guards. */
function isObject({ type, custom }: KubeObject): boolean {
  return custom === true && textOf(type).startsWith("kubernetes:");
}

function declaredIngress({ type, outputs }: KubeObject): DeclaredIngress[] {
  if (type !== "kubefed:index:MultiClusterIngress") return [];
  const plan = mapAt(outputs, "plan");
  const { address } = mapAt(outputs);
  const clusters = mapsAt(plan, "clusters").flatMap(({ cluster, weight, because }) =>
    typeof weight === "number"
      ? [{ cluster: textOf(cluster), weight, because: textOf(because) }]
      : [],
  );
  return [
    {
      title: `MultiClusterIngress ${textOf(plan.name)}`,
      backend: textOf(plan.backend),
      ...(typeof address === "string" ? { address } : {}),
      failsOver: mapAt(outputs, "failsOver").byItself === true,
      clusters,
    },
  ];
}

/** The resources on which an operation was begun and not yet ended. */
function urnsBeingWritten(deployment: unknown): ReadonlySet<string> {
  const pending = mapAt(deployment).pending_operations;
  const operations = (Array.isArray(pending) ? pending : []).filter(isPlainObject);
  return new Set(operations.map(({ resource }) => textOf(mapAt(resource).urn)));
}

function declaredObject(
  resource: KubeObject,
  {
    component,
    known,
    retained,
    written,
  }: {
    component: string;
    known: readonly { cluster: string }[];
    /** By cluster, what the component says of fields that the cluster owns. */
    retained: KubeObject;
    written: ReadonlySet<string>;
  },
): DeclaredObject {
  const urn = textOf(resource.urn);
  const reference = textOf(resource.provider);
  const state = { provider: reference };
  const { kind, metadata } = mapAt(resource.inputs);
  const { name, namespace } = mapAt(metadata);
  const place = typeof namespace === "string" ? `${namespace}/` : "";
  const cluster = clusterOfChild({
    step: { urn, new: state },
    component,
    known: known.map((each) => each.cluster),
  });
  const { __fieldManager: fieldManager } = mapAt(resource.outputs);
  return {
    ...(typeof fieldManager === "string" ? { fieldManager } : {}),
    title: `${textOf(kind)} ${place}${textOf(name)}`,
    cluster,
    // A reference is the provider's URN, then its id.
    provider: reference.slice(0, Math.max(0, reference.lastIndexOf("::"))),
    inputs: resource.inputs,
    ignoreChanges: [
      ...textsAt(resource, "ignoreChanges"),
      ...textsAt(mapAt(retained, cluster), "paths"),
    ],
    isBeingWritten: written.has(urn),
  };
}

function kubeconfigOf({ urn, type, inputs }: KubeObject): [string, KubeconfigText][] {
  if (type !== "pulumi:providers:kubernetes") return [];
  const { kubeconfig, context } = mapAt(revealValue(inputs));
  if (typeof kubeconfig !== "string") return [];
  const chosen = typeof context === "string" ? { context } : {};
  return [[textOf(urn), { kubeconfig, ...chosen }]];
}
