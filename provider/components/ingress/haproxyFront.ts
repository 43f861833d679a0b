import * as pulumi from "@pulumi/pulumi";
import mapKeys from "lodash/mapKeys";
import { certificateFile } from "../../core/ingress/haproxy/config";
import { hostObjects } from "../../core/ingress/haproxy/hostObjects";
import type { PlannedProxy } from "../../core/ingress/haproxy/proxySettings";
import type { IngressPlan } from "../../core/ingress/model";
import { checksumOf } from "../../observe/certificates";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import { optionsWithin } from "../declare/childOptions";
import type { WhereArgs } from "../objects/federatedArgs";
import * as kinds from "../objects/federatedKinds";
import { FederatedNamespace } from "../objects/federatedNamespace";
import type { FederatedObject } from "../objects/federatedObject";
import type { FederatedOptions } from "../objects/federatedOptions";
import type { IngressHaproxyArgs } from "./ingressArgs";

/** What HAProxy in a host cluster is made of. */
export interface FrontRequest {
  readonly parent: pulumi.ComponentResource;
  readonly plan: IngressPlan;
  readonly settings: PlannedProxy;
  readonly haproxy: IngressHaproxyArgs;
  readonly host: KubeFedCluster;
  readonly namespace: string | FederatedNamespace;
  readonly config: pulumi.Output<string>;
  /** Secret. */
  readonly certificates: pulumi.Output<Readonly<Record<string, string>>>;
  readonly opts: FederatedOptions;
}

/** The objects in the host cluster, and the address that they are reached at. */
export interface Front {
  /** The federated components, by the kind of their objects. */
  readonly resources: Readonly<Record<string, FederatedObject>>;
  readonly address: pulumi.Output<string | undefined>;
}

const usualImage = "docker.io/library/haproxy:3.0.8";

/**
 * Declares the objects that run HAProxy. Its pods are replaced where configuration or certificates change,
 * which is what an update waits for: when it has ended, the change is live.
 */
export function declareFront(request: FrontRequest): Front {
  const { plan, settings, haproxy, config, certificates, host } = request;
  const name = `${plan.name}-haproxy`;
  const where = whereOf(request);
  const texts = certificates.apply((known) => Object.entries(known).sort().flat());
  const checksum = pulumi
    .unsecret(pulumi.all([config, texts]))
    .apply(([text, pems]) => checksumOf([text, ...pems]));
  const { image = usualImage, replicas = 2, serviceType = "LoadBalancer" } = haproxy;
  const objects = hostObjects({ plan, settings, name, image, replicas, serviceType, checksum });
  const within = (after: readonly pulumi.Resource[]) => optionsWithin({ ...request, after });
  const opts = within([]);
  const map = new kinds.FederatedConfigMap(
    name,
    { ...where, template: { metadata: { name }, data: { "haproxy.cfg": config } } },
    opts,
  );
  const stringData = certificates.apply((known) =>
    mapKeys(known, (_, certificate) => certificateFile(certificate)),
  );
  const secret =
    plan.tls.length === 0
      ? undefined
      : new kinds.FederatedSecret(
          name,
          { ...where, template: { metadata: { name }, stringData } },
          opts,
        );
  const first = secret === undefined ? [map] : [map, secret];
  const deployment = new kinds.FederatedDeployment(
    name,
    { ...where, template: objects.deployment },
    within(first),
  );
  const service = new kinds.FederatedService(
    name,
    { ...where, template: objects.service },
    // Its endpoints are waited for, which the pods are.
    within([deployment]),
  );
  const budget = new kinds.FederatedPodDisruptionBudget(
    name,
    { ...where, template: objects.budget },
    opts,
  );
  return {
    resources: {
      ConfigMap: map,
      Deployment: deployment,
      PodDisruptionBudget: budget,
      ...(secret === undefined ? {} : { Secret: secret }),
      Service: service,
    },
    address: service.status.apply(({ clusters }) => clusters[host.name]?.loadBalancer[0]),
  };
}

function whereOf({ host, namespace }: FrontRequest): WhereArgs {
  const placement = { clusterNames: [host.name] };
  return FederatedNamespace.isInstance(namespace)
    ? { namespace, placement }
    : { clusters: [host], namespace, placement };
}
