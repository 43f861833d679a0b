import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Endpoint } from "../../core/dns/records/endpoint";
import type { Issue } from "../../core/issue";
import { isSubdomain } from "../../core/kinds/labels";
import { defaultManagedLabel } from "../../core/objects/template";
import { ownerAnnotation } from "../../core/existing/ownerMark";
import { typeOf } from "../../engine/resourceType";
import { annotated } from "../declare/createObject";
import { declareExisting } from "../existing/existingObjects";
import { aliasesOf } from "../existing/aliases";
import type { ExternalDns } from "./externalDns";

/** Endpoints that external-dns is to publish together. */
export interface EndpointPublication {
  readonly dns: ExternalDns;
  /** The component's name. */
  readonly name: string;
  /** `service`, `ingress` or `record`; KubeFed's objects began with it as well. */
  readonly kind: string;
  readonly endpoints: pulumi.Input<readonly Endpoint[]>;
  readonly parent: pulumi.ComponentResource;
  readonly opts: pulumi.CustomResourceOptions;
}

/** What keeps an object from being called as it would be, or from doing what is asked. */
export function validateEndpointObject(of: {
  readonly name: string;
  readonly kind: string;
  readonly adopt: boolean | undefined;
}): Issue[] {
  const name = objectName(of);
  const named: Issue[] = isSubdomain(name)
    ? []
    : [
        {
          code: "name-invalid",
          path: "",
          message: `"${name}" cannot be the name of its DNSEndpoint object; use lower-case letters, digits and "-"`,
        },
      ];
  const adoption: Issue[] =
    of.adopt === true
      ? [
          {
            code: "dns-owner",
            path: "adopt",
            message:
              "is not possible by way of external-dns, which decides itself what it owns; leave it out",
          },
        ]
      : [];
  return [...named, ...adoption];
}

/** Creates the `DNSEndpoint` object of a component in the host cluster, unless somebody else has it there. */
export function publishEndpoints(
  publication: EndpointPublication,
): k8s.apiextensions.CustomResource {
  const { dns, name, endpoints, parent, opts } = publication;
  const { hostCluster, namespace, objectMetadata, definition } = dns;
  const what = { apiVersion: "externaldns.k8s.io/v1alpha1", kind: "DNSEndpoint" };
  const component = typeOf(parent);
  const { former, mark, settled } = declareExisting({
    parent,
    component,
    subject: `${component.split(":").at(-1) ?? ""} "${name}"`,
    child: name,
    key: { ...what, name: objectName(publication), namespace, scope: "Namespaced" },
    member: hostCluster,
    adopt: false,
    advice: "delete it there, or choose another name",
  });
  const labels = { ...objectMetadata.labels, [defaultManagedLabel]: "true" };
  const { annotations } = objectMetadata;
  const metadata = { name: objectName(publication), namespace, labels, annotations };
  const template = { ...what, metadata, spec: { endpoints: pulumi.output(endpoints) } };
  const dependencies: unknown[] = [opts.dependsOn ?? [], definition ?? [], settledOnly(settled)];
  // Pulumi flattens lists, promises and outputs of dependencies at every depth; its type stops at one.
  const dependsOn = Promise.resolve(dependencies as pulumi.Resource[]);
  return new k8s.apiextensions.CustomResource(
    name,
    mark === undefined ? template : annotated(template, { [ownerAnnotation]: mark }),
    { ...opts, provider: hostCluster.provider, dependsOn, aliases: aliasesOf(former) },
  );
}

function settledOnly(settled: Promise<void> | undefined): Promise<pulumi.Resource[]> {
  return Promise.resolve(settled).then(() => []);
}

function objectName({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind}-${name}`;
}
