import { identityOf, sourceOf } from "../../core/manifests/manifest";
import { mapAt, mapsAt, textAt } from "../../core/plain/fields";
import type { Expectation, Migration } from "../migration";
import type { KarmadaWorld } from "./karmadaWorld";
import { worksOf } from "./sending/work";

/** Kinds that Karmada writes more of to its members than a program of their templates has. */
const writesMore = ["MultiClusterIngress", "MultiClusterService"];

/** What is taken for granted of the whole input. */
export function assumptionsOf({ bindings, others }: KarmadaWorld): Pick<Migration, "assumptions"> {
  const assumptions = [
    ...(bindings.length + worksOf(others).length > 0 ? [] : [withoutBindings]),
    ...others
      .filter(({ kind }) => writesMore.includes(String(kind)))
      .map(
        (object) =>
          `what Karmada wrote to members for ${sourceOf(object)} is not missed; say with --expect what every cluster holds`,
      ),
  ];
  return assumptions.length === 0 ? {} : { assumptions };
}

/** Karmada makes a ResourceQuota on each cluster that a FederatedResourceQuota assigns something to. */
export function quotaExpectations({ others, clusters }: KarmadaWorld): Expectation[] {
  return others
    .filter(({ kind }) => kind === "FederatedResourceQuota")
    .flatMap((quota) => {
      const { name, namespace } = identityOf(quota);
      const assigned = mapsAt(mapAt(quota, "spec"), "staticAssignments").map((each) =>
        textAt(each, "clusterName"),
      );
      const there = clusters.filter((cluster) => assigned.includes(cluster.name));
      const unknown = `Karmada makes it of FederatedResourceQuota ${name}, which has no equivalent; federate a ResourceQuota with an override for each cluster, and say with --expect what the clusters hold`;
      const about = { apiVersion: "v1", kind: "ResourceQuota", name, namespace };
      return there.map((cluster) => ({
        ...about,
        cluster: cluster.name,
        reason: "assigned",
        unknown,
      }));
    });
}

const withoutBindings =
  "everything was applied as it is here, nothing came before, and no member refused it: there is no ResourceBinding among the objects, and only those tell what Karmada did; add them (kubefed convert --help has the command), or say with --expect what every cluster holds";
