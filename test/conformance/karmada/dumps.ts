import type { KubeObject } from "../../../provider/core/model";
import { identityOf } from "../../../provider/core/manifests/manifest";
import { withApiDefaults } from "../../../provider/migration/objects/apiDefaults";
import { mapAt, mapsAt, textAt } from "../reading";
import type { ControlPlane } from "./controlPlane";

/** How the objects of a control plane reach the converter. */
export const dumpKinds = [
  "plain manifests",
  "live dump",
  "live dump with bindings",
  "live dump with bindings and works",
] as const;

/** One of them. */
export type DumpKind = (typeof dumpKinds)[number];

/** What `kubectl get -o yaml` says of a control plane, or what a person has in files. */
export function dumpOf(kind: DumpKind, plane: ControlPlane, step: KubeObject): KubeObject[] {
  const bindings = mapsAt(step, "bindings");
  if (kind === "plain manifests") {
    return [...plane.clusters, ...plane.objects.values(), ...plane.refused.values()];
  }
  const held = [...plane.objects.values()].map((object) => liveObject(object, { bindings, plane }));
  const live = [...plane.clusters, ...missingNamespaces(plane), ...held];
  if (kind === "live dump") return live;
  const bound = [...live, ...bindings.map((binding) => bindingObject(binding, { step, plane }))];
  if (kind === "live dump with bindings") return bound;
  return [...bound, ...mapsAt(step, "works").map(workObject)];
}

function workObject(work: KubeObject): KubeObject {
  return {
    apiVersion: "work.karmada.io/v1alpha1",
    kind: "Work",
    metadata: { name: work.of, namespace: `karmada-es-${textAt(work, "cluster")}` },
    spec: { workload: { manifests: [work.sent] } },
    status: { conditions: work.conditions },
  };
}

interface Around {
  readonly bindings: readonly KubeObject[];
  readonly plane: ControlPlane;
}

/** An object as Karmada's API server has it: with defaults, an identity, and whose it is. */
function liveObject(object: KubeObject, { bindings, plane }: Around): KubeObject {
  const { kind, name } = identityOf(object);
  if (/\.karmada\.io\//.test(textAt(object, "apiVersion"))) return object;
  const binding = bindings.find(({ of }) => {
    const resource = mapAt({ of }, "of");
    return resource.kind === kind && resource.name === name;
  });
  const uid = textAt(mapAt(binding, "of"), "uid") || `uid-of-${name}`;
  const metadata = mapAt(object, "metadata");
  const claim = claimMetadata(mapAt(binding, "policy"), plane);
  const filled = assigned(withApiDefaults(object) ?? object, uid);
  return {
    ...filled,
    metadata: {
      ...metadata,
      uid,
      resourceVersion: "7",
      labels: { ...mapAt(filled, "metadata", "labels"), ...claim.labels },
      annotations: { ...mapAt(metadata, "annotations"), ...claim.annotations },
    },
  };
}

/** What the API server assigns by itself. */
function assigned(object: KubeObject, uid: string): KubeObject {
  const spec = mapAt(object, "spec");
  if (object.kind === "Service" && spec.clusterIP === undefined) {
    return { ...object, spec: { ...spec, clusterIP: "10.0.0.9", clusterIPs: ["10.0.0.9"] } };
  }
  if (object.kind !== "Job" || spec.selector !== undefined) return object;
  const own = { "batch.kubernetes.io/controller-uid": uid };
  const labels = { ...own, "job-name": identityOf(object).name, "controller-uid": uid };
  const template = mapAt(spec, "template");
  const metadata = mapAt(template, "metadata");
  return {
    ...object,
    spec: {
      ...spec,
      selector: { matchLabels: own },
      template: {
        ...template,
        metadata: { ...metadata, labels: { ...mapAt(metadata, "labels"), ...labels } },
      },
    },
  };
}

interface Claim {
  readonly labels: KubeObject;
  readonly annotations: KubeObject;
}

function claimMetadata(policy: KubeObject, { objects }: ControlPlane): Claim {
  const [name] = Object.values(policy).filter((each) => typeof each === "string");
  const own = [...objects.values()].find(
    (object) =>
      /PropagationPolicy$/.test(textAt(object, "kind")) && identityOf(object).name === name,
  );
  if (own === undefined) return { labels: {}, annotations: {} };
  const { kind, namespace } = identityOf(own);
  const prefix = kind === "PropagationPolicy" ? "propagationpolicy" : "clusterpropagationpolicy";
  return {
    labels: { [`${prefix}.karmada.io/permanent-id`]: "id" },
    annotations: {
      [`${prefix}.karmada.io/name`]: name,
      ...(kind === "PropagationPolicy" ? { [`${prefix}.karmada.io/namespace`]: namespace } : {}),
    },
  };
}

function bindingObject(
  binding: KubeObject,
  { step, plane }: { readonly step: KubeObject; readonly plane: ControlPlane },
): KubeObject {
  const of = mapAt(binding, "of");
  const title = `${textAt(of, "kind")} ${textAt(of, "name")}`;
  const works = mapsAt(step, "works").filter((work) => work.of === title);
  const { replicas, clusters, requiredBy, conditions } = binding;
  return {
    apiVersion: "work.karmada.io/v1alpha2",
    kind: binding.kind,
    metadata: {
      name: `${textAt(of, "name")}-${textAt(of, "kind")}`.toLowerCase(),
      namespace: of.namespace,
      ...claimMetadata(mapAt(binding, "policy"), plane),
    },
    spec: { resource: of, replicas, clusters, requiredBy },
    status: {
      conditions,
      aggregatedStatus: works.map((work) => ({
        clusterName: work.cluster,
        applied: mapsAt(work, "conditions").some(
          ({ type, status }) => type === "Applied" && status === "True",
        ),
      })),
    },
  };
}

function missingNamespaces({ objects }: ControlPlane): KubeObject[] {
  const there = [...objects.values()].filter(({ kind }) => kind === "Namespace");
  const known = new Set(["", "default", ...there.map((each) => identityOf(each).name)]);
  const used = new Set([...objects.values()].map((each) => identityOf(each).namespace));
  return [...used]
    .filter((name) => !known.has(name))
    .map((name) => ({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, uid: `uid-of-${name}`, labels: { "kubernetes.io/metadata.name": name } },
      spec: { finalizers: ["kubernetes"] },
    }));
}
