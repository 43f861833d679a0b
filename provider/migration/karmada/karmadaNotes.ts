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
  Work: "the stack's state keeps what was written",
  WorkloadRebalancer: "each update divides anew",
};

/** What is said of Karmada's objects that become no declaration. */
export function notesOnKarmada({ others }: KarmadaWorld): MigrationNote[] {
  return others.map((object) => {
    const { kind } = identityOf(object);
    const known = Object.hasOwn(instead, kind) ? instead[kind] : undefined;
    const message = known ?? "it has no equivalent";
    return { source: sourceOf(object), sort: "left out", message };
  });
}

/** Settings of a policy that a program has no word for, and what is so instead. */
const settings: readonly (readonly [key: string, message: string])[] = [
  ["failover", "failover has no equivalent: nothing moves between updates"],
  ["suspension", "suspension has no equivalent: take the cluster out of the placement"],
  ["preemption", "preemption has no equivalent: a program has one declaration per object"],
  [
    "dependentOverrides",
    "dependentOverrides only said what to wait for; overrides stand with their object",
  ],
  ["association", "association is the old word for propagateDeps and is left out"],
];

/** What is said of one object: what was assumed, and which settings of its policy are gone. */
export function notesOnPropagation({
  template,
  policy,
  copies,
  assumptions,
}: KarmadaPropagation): MigrationNote[] {
  const source = sourceOf(template);
  const failed = copies.filter(({ reason }) => reason.includes("OverridePolicy"));
  return [
    ...assumptions.map((message): MigrationNote => ({ source, sort: "assumed", message })),
    ...(policy === undefined ? [] : notesOnPolicy(policy)).map((message): MigrationNote => ({
      source,
      sort: "left out",
      message,
    })),
    ...failed.map(({ cluster, reason }): MigrationNote => ({
      source,
      sort: "left out",
      message: `on ${cluster} it cannot be told what Karmada made of it (${reason})`,
    })),
  ];
}

function notesOnPolicy(policy: KubeObject): string[] {
  const spec = mapAt(policy, "spec");
  const placement = mapAt(spec, "placement");
  const from = sourceOf(policy);
  return [
    ...settings.filter(([key]) => spec[key] !== undefined).map(([, message]) => message),
    ...(mapsAt(placement, "clusterAffinities").length > 1
      ? [
          "clusterAffinities: the first group that has clusters counts; the others were for failover",
        ]
      : []),
    ...(mapsAt(placement, "clusterTolerations").length > 0
      ? [
          "clusterTolerations: member clusters have no taints here; the placement says where it goes",
        ]
      : []),
    ...(mapsAt(placement, "spreadConstraints").length > 0
      ? ["spreadConstraints: the clusters that they left are the placement now"]
      : []),
  ].map((message) => `${from}: ${message}`);
}
