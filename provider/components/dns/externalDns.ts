import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PolicyBackend } from "../../core/dns/policy/policyBackends";
import type { Registry } from "../../core/dns/records/txtOwner";
import { validateLabels } from "../../core/kinds/labels";
import { dnsEndpointDefinition } from "./dnsEndpointDefinition";
import { formerlyOfType } from "../existing/aliases";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import { declare } from "../../engine/program";

/** Where external-dns reads its `DNSEndpoint` objects; all plain. */
export interface ExternalDnsArgs {
  /** The cluster in which external-dns runs with `--source=crd`. */
  hostCluster: KubeFedCluster;
  /** The namespace of the objects; it must be there. @default "default" */
  namespace?: string;
  /** external-dns's `--provider`, such as `aws`; policies need to know it. @default not known */
  provider?: string;
  /** Names must be in it. @default names are not checked */
  zone?: string;
  /** Labels of the objects, for external-dns's `--label-filter`. @default {} */
  labels?: Record<string, string>;
  /** Annotations of the objects, for external-dns's `--annotation-filter`. @default {} */
  annotations?: Record<string, string>;
  /** How external-dns names its owner records, to check that they fit. @default without affixes */
  registry?: Partial<Registry>;
  /**
   * Installs the definition of `DNSEndpoint`, if external-dns's chart has not. It stays after a destroy,
   * since with it all objects of that kind would go, whoever made them. @default false
   */
  installDefinition?: boolean;
}

/**
 * Records by way of external-dns: one `DNSEndpoint` object in a host cluster for each record. It is
 * external-dns that writes them, owns them and refuses what others own; it takes its own time for it,
 * `--interval`, a minute by default.
 */
export class ExternalDns extends pulumi.ComponentResource {
  /** The resource's own name; what it publishes is told apart by it. Plain. */
  readonly name: string;
  readonly hostCluster: KubeFedCluster;
  readonly namespace: string;
  readonly zone: string | undefined;
  readonly registry: Registry;
  /** Of every object. */
  readonly objectMetadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly policyBackend: PolicyBackend;
  /** The definition, where it is installed by us. */
  readonly definition: k8s.apiextensions.v1.CustomResourceDefinition | undefined;

  constructor(name: string, args: ExternalDnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(
      "kubefed:index:ExternalDns",
      name,
      {},
      formerlyOfType("kubefed:index:ExternalDnsProvider", opts),
    );
    const { hostCluster, namespace = "default", provider, zone } = args;
    const { labels = {}, annotations = {}, registry, installDefinition = false } = args;
    const gate = declare(this, `ExternalDns "${name}"`, validateLabels(args.labels, "labels"));
    const afterGate: Promise<pulumi.Resource[]> = gate.then(() => []);
    this.name = name;
    this.hostCluster = hostCluster;
    this.namespace = namespace;
    this.zone = zone;
    this.registry = { ownerId: "default", ...registry };
    this.objectMetadata = { labels, annotations };
    this.policyBackend = {
      backend: "external-dns",
      ...(provider !== undefined && { externalDnsProvider: provider }),
    };
    this.definition = installDefinition
      ? new k8s.apiextensions.v1.CustomResourceDefinition(name, dnsEndpointDefinition, {
          parent: this,
          provider: hostCluster.provider,
          retainOnDelete: true,
          dependsOn: afterGate,
        })
      : undefined;
    this.registerOutputs({ namespace, zone });
  }
}
