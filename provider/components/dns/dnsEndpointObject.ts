import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Endpoint } from "../../core/dns/records/endpoint";
import type { Issue } from "../../core/issue";
import { isSubdomain } from "../../core/kinds/labels";
import { defaultManagedLabel } from "../../core/objects/template";
import type { ExternalDns } from "./externalDns";

/** Endpoints that external-dns is to publish together. */
export interface EndpointPublication {
  readonly dns: ExternalDns;
  /** The component's name. */
  readonly name: string;
  /** `service`, `ingress` or `record`; KubeFed's objects began with it as well. */
  readonly kind: string;
  readonly endpoints: pulumi.Input<readonly Endpoint[]>;
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

/** Creates the `DNSEndpoint` object of a component in the host cluster. */
export function publishEndpoints(
  publication: EndpointPublication,
): k8s.apiextensions.CustomResource {
  const { dns, name, endpoints, opts } = publication;
  const { hostCluster, namespace, objectMetadata, definition } = dns;
  const { annotations } = objectMetadata;
  const labels = { ...objectMetadata.labels, [defaultManagedLabel]: "true" };
  const dependencies: unknown[] = [opts.dependsOn ?? [], definition ?? []];
  // Pulumi flattens lists, promises and outputs of dependencies at every depth; its type stops at one.
  const dependsOn = Promise.resolve(dependencies as pulumi.Resource[]);
  return new k8s.apiextensions.CustomResource(
    name,
    {
      apiVersion: "externaldns.k8s.io/v1alpha1",
      kind: "DNSEndpoint",
      metadata: { name: objectName(publication), namespace, labels, annotations },
      spec: { endpoints: pulumi.output(endpoints) },
    },
    { ...opts, provider: hostCluster.provider, dependsOn },
  );
}

function objectName({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind}-${name}`;
}
