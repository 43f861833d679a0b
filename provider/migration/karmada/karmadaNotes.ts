import type { KubeObject } from "../../core/model";
import { mapAt, mapsAt } from "../../core/plain/fields";
import type { KarmadaPropagation } from "./karmadaRules";
import type { KarmadaWorld } from "./karmadaWorld";
import { identityOf, sourceOf } from "../../core/manifests/manifest";
import type { MigrationNote } from "../migration";

/** What a program has instead of Karmada's other objects. */
const instead: Readonly<Record<string, string>> = {
  CronFederatedHPA: "scale from outside, with pulumi up on a schedule",
  FederatedHPA: "use an autoscaler on each member cluster, with retainReplicas on the workload",
  FederatedResourceQuota: "federate a ResourceQuota with an override for each cluster",
  MultiClusterIngress: "federate the Ingress and declare kubefed.IngressDNSRecord",
  MultiClusterService: "federate the Service and declare kubefed.ServiceDNSRecord",
  ResourceInterpreterCustomization: "scale of a federated component says where replicas are",
  ResourceInterpreterWebhookConfiguration: "scale of a federated component says where replicas are",
  Remedy: "nothing runs between updates",
  WorkloadRebalancer: "each update divides anew",
};

/** What is said of Karmada's objects that become no declaration. */
export function notesOnKarmada({ others }: KarmadaWorld): MigrationNote[] {
  return others.filter(isWorthANote).map((object) => {
    const { kind } = identityOf(object);
    const known = Object.hasOwn(instead, kind) ? instead[kind] : undefined;
    const message = known ?? "it has no equivalent";
    return { source: sourceOf(object), sort: "left out", message };
  });
}

/** Of what Karmada itself made, such as its Works, nobody misses anything. */
function isWorthANote(object: KubeObject): boolean {
  return identityOf(object).kind !== "Work";
}

/** Settings of a policy that a program has no word for, where they are not Karmada's defaults. */
const settings: readonly (readonly [key: string, usual: unknown, message: string])[] = [
  ["failover", undefined, "failover has no equivalent: nothing moves between updates"],
  ["suspension", undefined, "suspension has no equivalent: take the cluster out of the placement"],
  ["preemption", "Never", "preemption has no equivalent: a program has one declaration per object"],
  [
    "dependentOverrides",
    undefined,
    "dependentOverrides only said what to wait for; overrides stand with their object",
  ],
  ["association", false, "association is the old word for propagateDeps and is left out"],
  [
    "activationPreference",
    undefined,
    "activationPreference has no equivalent: an update changes what is declared",
  ],
];

/** What is said of one object: which settings of its policy are gone. */
export function notesOnPropagation({
  template,
  policy,
  retainsReplicas,
}: KarmadaPropagation): MigrationNote[] {
  const source = sourceOf(template);
  const messages = policy === undefined ? [] : notesOnPolicy(policy);
  return [
    ...messages.map((message): MigrationNote => ({ source, sort: "left out", message })),
    ...(retainsReplicas ? [retained(source)] : []),
    ...portNotes(template),
    ...lifetimeNotes(template),
  ];
}

function retained(source: string): MigrationNote {
  const message = "each cluster keeps the replicas that it has (retainReplicas)";
  return { source, sort: "changed", message };
}

/** A node port that no file names was chosen by Karmada's API server, and is on every member. */
function portNotes(template: KubeObject): MigrationNote[] {
  const spec = mapAt(template, "spec");
  const isOpen =
    template.kind === "Service" && ["NodePort", "LoadBalancer"].includes(String(spec.type));
  const isUnnamed = mapsAt(spec, "ports").some(({ nodePort }) => nodePort === undefined);
  if (!isOpen || !isUnnamed) return [];
  const message =
    "its node ports are what Karmada's API server chose and stay on the members; a new member gets others, unless the template gives them";
  return [{ source: sourceOf(template), sort: "changed", message }];
}

function lifetimeNotes(template: KubeObject): MigrationNote[] {
  const { ttlSecondsAfterFinished } = mapAt(template, "spec");
  if (template.kind !== "Job" || ttlSecondsAfterFinished === undefined) return [];
  const message =
    "ttlSecondsAfterFinished is left out, as Karmada took it off what it sent; the members keep the finished Job";
  return [{ source: sourceOf(template), sort: "changed", message }];
}

function notesOnPolicy(policy: KubeObject): string[] {
  const spec = mapAt(policy, "spec");
  const placement = mapAt(spec, "placement");
  const from = sourceOf(policy);
  return [
    ...settings
      .filter(([key, usual]) => spec[key] !== undefined && spec[key] !== usual)
      .map(([, , message]) => message),
    ...(mapsAt(placement, "clusterAffinities").length > 1
      ? ["clusterAffinities: the group that counts is the placement; the others were for failover"]
      : []),
    ...(ownTolerations(placement).length > 0
      ? [
          "clusterTolerations: member clusters have no taints here; the placement says where it goes",
        ]
      : []),
    ...(mapsAt(placement, "spreadConstraints").length > 0
      ? ["spreadConstraints: the clusters that they left are the placement now"]
      : []),
  ].map((message) => `${from}: ${message}`);
}

/** Karmada adds tolerations for clusters that are not ready by itself. */
function ownTolerations(placement: KubeObject): readonly KubeObject[] {
  return mapsAt(placement, "clusterTolerations").filter(
    ({ key }) => !/^cluster\.karmada\.io\/(not-ready|unreachable)$/.test(String(key)),
  );
}
