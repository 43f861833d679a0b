import { mapAt, textsOf } from "../plain/fields";
import { matchesSelector } from "../kinds/labelSelector";
import { count } from "../plain/text";
import { podLabels } from "./disruptionBudgets";
import {
  type ExceptArgs,
  isExcepted,
  type PolicyFinding,
  type RuledFleet,
  type RuledObject,
  someOf,
} from "./fleet";

const podKinds: readonly string[] = ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"];

/** Services that lead to a federated workload and have no ServiceDNSRecord. */
export function judgeServiceRecords(fleet: RuledFleet, rule: ExceptArgs): PolicyFinding[] {
  const services = fleet.objects.filter(
    (object) => object.kind === "Service" && !isExcepted(rule, object),
  );
  return services.flatMap((service): PolicyFinding[] => {
    const { urn, title, namespace, name, copies } = service;
    if (fleet.recorded.includes(`${namespace}/${name}`)) return [];
    const led = fleet.objects.flatMap((workload) => {
      const clusters = clustersLedTo(service, workload);
      return clusters.length === 0
        ? []
        : [`${workload.title} on ${someOf(clusters, copies.length)}`];
    });
    if (led.length === 0) return [];
    const known = count(fleet.recorded.length, "Service");
    const message = `${title}: leads to ${led.join(" and ")} and has no ServiceDNSRecord; ${known} of the fleet ${fleet.recorded.length === 1 ? "has" : "have"} one`;
    return [{ urn, message }];
  });
}

/** The clusters on which a Service leads to pods of a federated workload. */
function clustersLedTo(service: RuledObject, workload: RuledObject): string[] {
  const isOurs =
    workload.isFederated &&
    podKinds.includes(workload.kind) &&
    workload.namespace === service.namespace;
  if (!isOurs) return [];
  return service.copies
    .filter(({ cluster, object }) => {
      const pods = workload.copies.find((copy) => copy.cluster === cluster);
      const matchLabels = textsOf(mapAt(object, "spec", "selector"));
      if (pods === undefined || Object.keys(matchLabels).length === 0) return false;
      return matchesSelector({ matchLabels }, podLabels(pods.object));
    })
    .map(({ cluster }) => cluster);
}
