import type { MemberCluster } from "../core/model";
import { convertKarmada } from "./karmada/karmadaConversion";
import { isOfKarmada } from "./karmada/karmadaWorld";
import { convertKubefed } from "./kubefed/kubefedConversion";
import { isFederated, isOfKubefed } from "./kubefed/kubefedWorld";
import { convertKubemci, isOfKubemci } from "./kubemci/kubemciConversion";
import { flattenManifests } from "../core/manifests/manifest";
import type { Migration } from "./migration";
import type { YamlText } from "./karmada/sending/fieldOverrider";

/** Parsed documents of another system. */
export interface DocumentsToConvert {
  readonly documents: readonly unknown[];
  /** Member clusters besides those that are among the objects. */
  readonly clusters: readonly MemberCluster[];
  /** What reads and writes YAML inside of fields. @default nothing does */
  readonly yaml?: YamlText;
}

/**
 * Objects of KubeFed (2018 and final), of Karmada, or what kubemci was called with as declarations, with what
 * the system of before would have on every member cluster. Gives `undefined` where there is nothing of any.
 *
 * @example
 * convertDocuments({ documents: [{ apiVersion: "v1", kind: "Secret" }], clusters: [] })
 * //=> undefined
 */
export function convertDocuments({
  documents,
  clusters,
  yaml,
}: DocumentsToConvert): Migration | undefined {
  const objects = flattenManifests(documents);
  if (objects.some((object) => isOfKubefed(object) || isFederated(object))) {
    return convertKubefed({ objects, clusters });
  }
  if (objects.some(isOfKarmada))
    return convertKarmada({ objects, clusters, ...(yaml === undefined ? {} : { yaml }) });
  return objects.some(isOfKubemci) ? convertKubemci({ objects, clusters }) : undefined;
}
