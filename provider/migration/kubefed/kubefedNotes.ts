import type { KubeObject } from "../../core/model";
import { listAt, mapAt, textAt } from "../../core/plain/fields";
import { identityOf, sourceOf } from "../../core/manifests/manifest";
import type { MigrationNote, RecordDeclaration } from "../migration";
import { namesIn } from "./kubefedRules";
import { recordSnippet } from "../program/recordCode";
import type { KubefedObject, KubefedWorld } from "./kubefedWorld";

/** What a program has instead of KubeFed's own objects. */
const instead: Readonly<Record<string, string>> = {
  ClusterPropagatedVersion: "the stack's state keeps what was written",
  DNSEndpoint: "KubeFed made it from a DNS record",
  Domain: "its domain is an argument of every DNS record; see ServiceDNSRecord",
  FederatedServiceStatus: "the status output of the federated Service has it",
  FederatedTypeConfig: "no kind has to be enabled",
  KubeFedConfig: "there is no control plane to configure",
  PropagatedVersion: "the stack's state keeps what was written",
};

/** What is said of the objects of the input that become no declaration. */
export function notesOnOthers(
  { others, preferences, objects }: KubefedWorld,
  records: ReadonlyMap<KubeObject, RecordDeclaration>,
): MigrationNote[] {
  const isFederatedNamespace = (object: KubeObject): boolean =>
    object.kind === "Namespace" &&
    objects.some(({ kind, name }) => kind === "Namespace" && name === identityOf(object).name);
  const left = others
    .filter((object) => !isFederatedNamespace(object))
    .map((object): MigrationNote => {
      if (records.has(object)) {
        const message = "the program writes it to the name server that its configuration names";
        return { source: sourceOf(object), sort: "changed", message };
      }
      const { kind } = identityOf(object);
      const code = recordSnippet(object, others);
      const known = Object.hasOwn(instead, kind) ? instead[kind] : undefined;
      const declared = code && `add it with a DNS provider: ${code}`;
      const message =
        declared ?? known ?? "it is no federated object, so KubeFed did nothing with it";
      return { source: sourceOf(object), sort: "left out", message };
    });
  const idle = preferences.filter(
    (preference) => !objects.some((each) => isDrivenBy(each, preference)),
  );
  return [
    ...left,
    ...idle.map((preference): MigrationNote => ({
      source: sourceOf(preference),
      sort: "left out",
      message: "there is no federated object of its kind and name to drive",
    })),
  ];
}

function isDrivenBy({ kind, name, namespace }: KubefedObject, preference: KubeObject): boolean {
  const identity = identityOf(preference);
  const target = textAt(mapAt(preference, "spec"), "targetKind");
  return (
    identity.name === name && identity.namespace === namespace && target === `Federated${kind}`
  );
}

/** What KubeFed ignored in an object, and what the program has no word for. */
export function notesOnTemplate(
  { federated, template, placement, overrides, isOf2018 }: KubefedObject,
  { clusters }: KubefedWorld,
): MigrationNote[] {
  const source = sourceOf(federated);
  const metadata = mapAt(template, "metadata");
  const known = new Set(clusters.map(({ name }) => name));
  const named = [
    ...(namesIn(placement ?? {}) ?? []),
    ...overrides.map(({ clusterName }) => clusterName),
  ];
  const unknown = [...new Set(named.filter((name) => !known.has(name)))];
  const own = isOf2018 ? [] : notCopied(metadata);
  const messages = [...own, ...unknownNames(unknown), ...deleteOptions(federated)];
  return messages.map((message) => ({ source, sort: "changed", message }));
}

function notCopied(metadata: KubeObject): string[] {
  const never = (what: string): string =>
    `${what} of the template are left out, because KubeFed never propagated them`;
  return [
    ...(Object.keys(mapAt(metadata, "annotations")).length === 0 ? [] : [never("annotations")]),
    ...(listAt(metadata, "finalizers").length === 0 ? [] : [never("finalizers")]),
    ...(metadata.generateName === undefined
      ? []
      : ["generateName is left out: an object has the same name on every cluster"]),
  ];
}

function unknownNames(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const quoted = names.map((name) => `"${name}"`).join(", ");
  return [
    `no member cluster is called ${quoted}; KubeFed passed over that, the program leaves it out`,
  ];
}

function deleteOptions(federated: KubeObject): string[] {
  const options = mapAt(federated, "metadata", "annotations")["kubefed.io/deleteoption"];
  return options === undefined
    ? []
    : [
        "delete options have no equivalent; annotate the objects with pulumi.com/deletionPropagationPolicy",
      ];
}
