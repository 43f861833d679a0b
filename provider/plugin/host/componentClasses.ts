import type * as pulumi from "@pulumi/pulumi";
import { ClusterRegistry } from "../../components/clusters/clusterRegistry";
import { KubeFedCluster } from "../../components/clusters/kubeFedCluster";
import { DomainRecord } from "../../components/dns/domainRecord";
import { ExternalDns } from "../../components/dns/externalDns";
import { IngressDNSRecord } from "../../components/dns/ingressDnsRecord";
import { Rfc2136Zone } from "../../components/dns/rfc2136Zone";
import { ServiceDNSRecord } from "../../components/dns/serviceDnsRecord";
import { MultiClusterIngress } from "../../components/ingress/multiClusterIngress";
import { FederatedHelmChart } from "../../components/manifests/federatedHelmChart";
import { FederatedYaml } from "../../components/manifests/federatedYaml";
import { FederatedCustomResource } from "../../components/objects/federatedCustomResource";
import * as federatedKinds from "../../components/objects/federatedKinds";
import { FederatedNamespace } from "../../components/objects/federatedNamespace";
import type { FederatedOptions } from "../../components/objects/federatedOptions";
import { HorizontalPodAutoscalerPreference } from "../../components/preferences/horizontalPodAutoscalerPreference";
import { JobSchedulingPreference } from "../../components/preferences/jobSchedulingPreference";
import { ReplicaSchedulingPreference } from "../../components/preferences/replicaSchedulingPreference";
import { StagedUpdateStrategy } from "../../components/stages/stagedUpdateStrategy";
import { FleetFromKubeconfig, FleetFromRegistry, FleetFromStack } from "./servedTypes";

/** A component as the plugin makes it: what its arguments may be says the schema. */
export type ComponentClass = new (
  name: string,
  args: never,
  opts: FederatedOptions,
) => pulumi.ComponentResource;

const classes: Readonly<Record<string, ComponentClass>> = {
  ...federatedKinds,
  ClusterRegistry,
  DomainRecord,
  ExternalDns,
  FederatedCustomResource,
  FederatedHelmChart,
  FederatedNamespace,
  FederatedYaml,
  FleetFromKubeconfig,
  FleetFromRegistry,
  FleetFromStack,
  HorizontalPodAutoscalerPreference,
  IngressDNSRecord,
  JobSchedulingPreference,
  KubeFedCluster,
  MultiClusterIngress,
  ReplicaSchedulingPreference,
  Rfc2136Zone,
  ServiceDNSRecord,
  StagedUpdateStrategy,
};

/** The classes of all components by their tokens, as the schema has them. */
export const componentClasses: ReadonlyMap<string, ComponentClass> = new Map(
  Object.entries(classes).map(([name, each]) => [`kubefed:index:${name}`, each]),
);
