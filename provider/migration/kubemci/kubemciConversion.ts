/*
 * What kubemci was called with: an Ingress of its class, the manifests beside it, and the contexts of clusters.
 */

import type { KubeObject, MemberCluster } from "../../core/model";
import { mapAt, textAt, textsOf } from "../../core/plain/fields";
import { identityOf, sourceOf } from "../../core/manifests/manifest";
import { federateManifests } from "../federateManifests";
import {
  type Declaration,
  type IngressDeclaration,
  keyOf,
  type Migration,
  type MigrationNote,
} from "../migration";
import { kubemciSpec, servicesIn } from "./kubemciSpec";
import { probedPath } from "./probedPath";

const classAnnotation = "kubernetes.io/ingress.class";

/** Whether an object is an Ingress that kubemci served. */
export function isOfKubemci(object: KubeObject): boolean {
  return (
    object.kind === "Ingress" && annotationsOf(object)[classAnnotation] === "gce-multi-cluster"
  );
}

function annotationsOf(object: KubeObject): Readonly<Record<string, string>> {
  return textsOf(mapAt(object, "metadata", "annotations"));
}

/**
 * The manifests that kubemci was used with as declarations on every cluster, and each Ingress of its class as one
 * MultiClusterIngress before them. kubemci's copies of the Ingress and its load balancer stay as they are, so
 * that names can be pointed to the new front before they go.
 */
export function convertKubemci(of: {
  readonly objects: readonly KubeObject[];
  readonly clusters: readonly MemberCluster[];
}): Migration {
  const { objects, clusters } = of;
  const others = objects.filter((object) => !isOfKubemci(object));
  const migration = federateManifests({ documents: others, clusters });
  const { declarations } = migration;
  const read = objects
    .filter(isOfKubemci)
    .map((ingress) => readIngress(ingress, { others, declarations }));
  return {
    ...migration,
    system: "kubemci",
    ingresses: read.flatMap(({ declaration }) => declaration ?? []),
    notes: [...read.flatMap(({ notes }) => notes), ...migration.notes],
  };
}

interface Surroundings {
  readonly others: readonly KubeObject[];
  readonly declarations: readonly Declaration[];
}

function readIngress(
  ingress: KubeObject,
  { others, declarations }: Surroundings,
): { declaration?: IngressDeclaration; notes: MigrationNote[] } {
  const source = sourceOf(ingress);
  const note = (sort: MigrationNote["sort"], message: string) => ({ source, sort, message });
  const { name, namespace: own } = identityOf(ingress);
  const namespace = own === "" ? "default" : own;
  const { spec, notes } = kubemciSpec(mapAt(ingress, "spec"));
  const wanted = servicesIn(spec);
  const services = wanted.map((each) => serviceOf(declarations, each, namespace));
  const missing = wanted.filter((_, index) => services[index] === undefined);
  if (missing.length > 0 || wanted.length === 0) {
    const names = missing.map((each) => `"${each}"`).join(", ");
    const message =
      wanted.length === 0
        ? "it leads to no Service"
        : `its Services ${names} are not among the manifests; give them too`;
    return { notes: [note("left out", message)] };
  }
  const found = services.filter((each) => each !== undefined);
  const paths = [...new Set(found.map((service) => probedPath(service, others)))];
  const certificates = (spec.tls ?? []).flatMap(({ secretName }) => secretName ?? []);
  const isSecureOnly = annotationsOf(ingress)["kubernetes.io/ingress.allow-http"] === "false";
  const isOnNodes = found.some(
    ({ template }) => textAt(mapAt(template, "spec"), "type") === "NodePort",
  );
  return {
    declaration: {
      name,
      namespace,
      services: found.map(keyOf),
      spec,
      ...(paths.length === 1 ? { healthPath: paths[0] } : {}),
      certificates: [...new Set(certificates)],
      redirectToHttps: isSecureOnly && certificates.length > 0,
      isOnNodes,
    },
    notes: [
      ...notes.map((message) => note("changed", message)),
      ...notesOnFront(ingress, found).map((message) => note("changed", message)),
      ...(paths.length > 1
        ? [
            note(
              "changed",
              `its Services have different readiness probes (${paths.join(", ")}); a connection is what is checked`,
            ),
          ]
        : []),
      note(
        "assumed",
        "its Services and what is behind them are the same on every cluster, as kubemci needed them",
      ),
    ],
  };
}

function serviceOf(
  declarations: readonly Declaration[],
  name: string,
  namespace: string,
): Declaration | undefined {
  return declarations.find(
    (each) => each.kind === "Service" && each.name === name && each.namespace === namespace,
  );
}

/** What Google's load balancer had and HAProxy has otherwise. */
function notesOnFront(ingress: KubeObject, services: readonly Declaration[]): string[] {
  const annotations = annotationsOf(ingress);
  const address = annotations["kubernetes.io/ingress.global-static-ip-name"];
  const shared = annotations["ingress.gcp.kubernetes.io/pre-shared-cert"];
  const secure = services.filter(({ template }) =>
    Object.entries(textsOf(mapAt(template, "metadata", "annotations"))).some(
      ([key, value]) => key.endsWith("/app-protocols") && value.includes("HTTPS"),
    ),
  );
  return [
    'HAProxy on the first cluster balances; to go on with kubemci\'s own load balancer say backend: "gcp", with its groups and its address in gcp',
    ...(address === undefined
      ? []
      : [
          `the address "${address}" is Google's load balancer's; point its names to the new front's`,
        ]),
    ...(shared === undefined
      ? []
      : [`the certificate "${shared}" is Google's own; give one in certificates`]),
    ...(annotations["kubernetes.io/ingress.allow-http"] === "false"
      ? ["HTTP was not served; it is sent to HTTPS where there is a certificate"]
      : []),
    ...secure.map(({ name }) => `Service "${name}" was asked by HTTPS; HAProxy asks it by HTTP`),
  ];
}
